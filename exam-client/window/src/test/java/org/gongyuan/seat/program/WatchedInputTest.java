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
    private static final class Coming implements InputMethod {
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
    void isNoFindingWhereTheSettingsWantNone() {
        assertEquals(Optional.empty(), new WatchedInput(new NoInputMethod(), List.of()).finding());
    }
}
