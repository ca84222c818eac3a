package org.gongyuan.seat.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.seat.input.InputMethod.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// With a real IBus and libpinyin.
@DisplayName("Chinese typed by the machine's input method")
class IbusInputMethodTest {

    private static final int WITHIN_SECONDS = 240;

    @TempDir Path home;

    private final BlockingQueue<State> states = new LinkedBlockingQueue<>();
    private TestIbus ibus;
    private IbusInputMethod input;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        ibus = new TestIbus(home);
        input = new IbusInputMethod(List.of("nonesuch", "libpinyin"), ibus.environment());
        input.start(states::add);
        await(true);
        input.begin("libpinyin");
    }

    @AfterEach
    void end() throws IOException {
        input.close();
        ibus.close();
    }

    private State await(boolean isThere) throws InterruptedException, IOException {
        while (true) {
            var state = states.poll(WITHIN_SECONDS, TimeUnit.SECONDS);
            if (state == null) {
                throw new AssertionError("no state is told; IBus said: " + ibus.said());
            }
            if (state.isThere() == isThere) {
                return state;
            }
        }
    }

    private Composition press(String key) {
        var answer = new CompletableFuture<Composition>();
        input.key(KeyPress.of(key, false).orElseThrow(), answer::complete);
        return answer.orTimeout(WITHIN_SECONDS, TimeUnit.SECONDS).join();
    }

    private Composition type(String letters) {
        var last = Composition.UNTOUCHED;
        for (var letter : letters.split("")) {
            last = press(letter);
            assertTrue(last.isHandled(), "a letter is left to the field");
            assertEquals("", last.committed());
        }
        return last;
    }

    @Test
    void becomesTextWhenASpaceDecides() {
        var typed = type("zhongguo");
        assertFalse(typed.preedit().isEmpty());
        assertEquals("中国", typed.candidates().get(typed.at()));
        var decided = press(" ");
        assertTrue(decided.isHandled());
        assertEquals("中国", decided.committed());
        assertEquals("", decided.preedit());
        assertEquals(List.of(), decided.candidates());
    }

    @Test
    void isChosenByItsNumberAlsoOnALaterPage() {
        var first = type("shi").candidates();
        var second = press("PageDown").candidates();
        assertNotEquals(first, second);
        assertEquals(second.get(1), press("2").committed());
    }

    @Test
    void leavesAloneWhatIsNoneOfItsKeys() {
        var alone = press("Enter");
        assertFalse(alone.isHandled());
        assertEquals("", alone.committed());
        assertFalse(press("ArrowLeft").isHandled());
        assertFalse(press("5").isHandled());
    }

    @Test
    void isDroppedUndecidedWhenTheFieldIsLeft() {
        var _ = type("wo");
        input.end();
        assertEquals(Composition.UNTOUCHED, press("a"));
        input.begin("libpinyin");
        var anew = type("ni");
        assertEquals("你", anew.candidates().getFirst());
        assertEquals("你", anew.preedit());
        assertEquals("你", press(" ").committed());
    }

    @Test
    void isOfferedInTheMethodsThatAreAllowedAndInstalled() throws Exception {
        try (var other = new IbusInputMethod(List.of("libpinyin", "gone"), ibus.environment())) {
            var told = new LinkedBlockingQueue<State>();
            other.start(told::add);
            var state = told.poll(WITHIN_SECONDS, TimeUnit.SECONDS);
            assertEquals(
                    List.of("libpinyin"),
                    state.methods().stream().map(InputMethod.Method::id).toList());
            assertEquals("拼音", state.methods().getFirst().words().zh());
        }
    }

    @Test
    void isLookedForAgainAfterItDied() throws Exception {
        var _ = type("zhong");
        ibus.kill();
        assertEquals(State.ABSENT, await(false));
        assertEquals(Composition.UNTOUCHED, press("g"));
        ibus.start();
        var _ = await(true);
        input.begin("libpinyin");
        var _ = type("qiche");
        assertEquals("汽车", press(" ").committed());
    }

    @Test
    void isSaidToBeAbsentWhereNoIbusRuns() throws Exception {
        try (var alone =
                new IbusInputMethod(
                        List.of("libpinyin"),
                        Map.of("XDG_CONFIG_HOME", home.resolve("empty").toString()))) {
            var told = new LinkedBlockingQueue<State>();
            alone.start(told::add);
            assertEquals(State.ABSENT, told.poll(WITHIN_SECONDS, TimeUnit.SECONDS));
            var answer = new CompletableFuture<Composition>();
            alone.key(KeyPress.of("a", false).orElseThrow(), answer::complete);
            assertEquals(
                    Composition.UNTOUCHED,
                    answer.orTimeout(WITHIN_SECONDS, TimeUnit.SECONDS).join());
        }
    }
}
