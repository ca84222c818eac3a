package org.gongyuan.seat.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.input.Composition;
import org.gongyuan.seat.input.InputMethod;
import org.gongyuan.seat.input.KeyPress;
import org.gongyuan.seat.input.NoInputMethod;
import org.gongyuan.seat.session.Words;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

@DisplayName("An input method that a seat wants")
class WatchedInputTest {

    private static final InputMethod.State THERE =
            new InputMethod.State(
                    true, List.of(new InputMethod.Method("libpinyin", new Words("拼音", "Pinyin"))));

    /// One that comes and goes.
    private static class Coming implements InputMethod {
        private Consumer<State> to;

        @Override
        public void start(Consumer<State> told) {
            to = told;
        }

        @Override
        public void begin(String method) {}

        @Override
        public void key(KeyPress key, Consumer<Composition> then) {
            then.accept(Composition.UNTOUCHED);
        }

        @Override
        public void end() {}

        @Override
        public void close() {}
    }

    @Test
    void isAFindingWhileItIsNotThereAndNoneWhenItIs() {
        var coming = new Coming();
        var watched = new WatchedInput(coming, List.of("libpinyin"));
        var told = new ArrayList<InputMethod.State>();
        watched.start(told::add);
        var found = watched.finding().orElseThrow();
        assertEquals(FindingKind.NO_INPUT_METHOD, found.kind());
        assertTrue(found.evidence().contains("libpinyin"), found.evidence());
        coming.to.accept(THERE);
        assertEquals(Optional.empty(), watched.finding());
        coming.to.accept(InputMethod.State.ABSENT);
        assertTrue(watched.finding().isPresent());
        assertEquals(List.of(THERE, InputMethod.State.ABSENT), told, "the page is told as before");
    }

    @Test
    void isLookedAtOnceByWhatItSaysFirst() {
        var there =
                new Coming() {
                    @Override
                    public void start(Consumer<State> told) {
                        told.accept(THERE);
                    }
                };
        var absent =
                new Coming() {
                    @Override
                    public void start(Consumer<State> told) {
                        told.accept(InputMethod.State.ABSENT);
                    }
                };
        var wanted = List.of("libpinyin");
        assertEquals(
                Optional.empty(), new WatchedInput(there, wanted).lookOnce(Duration.ofDays(1)));
        assertTrue(new WatchedInput(absent, wanted).lookOnce(Duration.ofDays(1)).isPresent());
        assertTrue(
                new WatchedInput(new Coming(), wanted).lookOnce(Duration.ZERO).isPresent(),
                "one that says nothing is not there");
        try (var none = WatchedInput.ofSession(List.of())) {
            assertEquals(Optional.empty(), none.lookOnce(Duration.ZERO));
        }
    }

    @Test
    void isNoFindingWhereTheSettingsWantNone() {
        assertEquals(Optional.empty(), new WatchedInput(new NoInputMethod(), List.of()).finding());
    }
}
