package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;

import org.gongyuan.lockdown.display.BlockedKeys;
import org.gongyuan.lockdown.display.KeyGrabs;
import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.util.ArrayList;
import java.util.List;

/// The real window, the lockdown's own grabs, and keys as a keyboard sends them. Latin letters;
/// Chinese is typed in [ChineseUnderTheLockdownTest].
@DisplayName("Typing in the real window")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TypingUnderTheLockdownTest {

    private static final int GRABS = 500;
    private static final int FOCUS_CHANGES = 25;
    private static final int WITHIN_SECONDS = 240;
    private static final int FIRST_CLICKS = 20;
    private static final double EACH_FIRST_CLICK_MILLIS = 3000;

    private static Display display;
    private static Stage stage;
    private static DrilledDesk desk;
    private static Page page;
    private static org.gongyuan.lockdown.display.Display held;

    @BeforeAll
    static void sit() throws CannotLock {
        display = Display.start(1366, 768);
        stage = Stage.set(Stage.Setting.of(1));
        var seat = stage.candidates().tickets().getFirst().seat();
        desk = DrilledDesk.set(stage, seat, display, List.of(new Node("127.0.0.1", 9)), List.of());
        desk.show(TinyPage.write());
        page = desk.start();
        awaitTheFirstClickTaken();
        held = org.gongyuan.lockdown.display.Display.open(display.name());
    }

    @AfterAll
    static void leave() {
        held.close();
        desk.close();
        stage.close();
        display.close();
    }

    @Test
    @Order(1)
    void arrivesWhileEveryBlockedKeyReachesNothing() throws CannotLock {
        clickIntoTheField();
        var grabs = new KeyGrabs(held, BlockedKeys.all());
        grabs.perform();
        listen();
        type("before");
        // xdotool puts a symbol the keyboard has not on a spare key, which nobody's keyboard has.
        press(BlockedKeys.all().stream().filter(key -> !key.contains("XF86")).toList());
        type("after");
        awaitTyped(11);
        assertEquals("beforeafter", typed());
        assertEquals("", reached("before", "after"));
        grabs.revert("");
    }

    @Test
    @Order(2)
    void survivesFiveHundredGrabsAndFocusChanges() throws CannotLock {
        clickIntoTheField();
        var expected = new StringBuilder(typed());
        for (int round = 0; round < FOCUS_CHANGES; round++) {
            for (int i = 0; i < GRABS / FOCUS_CHANGES; i++) {
                var grabs = new KeyGrabs(held, BlockedKeys.all());
                grabs.perform();
                grabs.revert("");
            }
            // Away to a link of the page, and back into the field.
            click(900, 400);
            clickIntoTheField();
            press(List.of("End"));
            type("ab");
            expected.append("ab");
            awaitTyped(expected.length());
        }
        assertEquals(expected.toString(), typed());
    }

    /// Chromium drops what the pointer does before a page's first frame is on the screen, and the
    /// page cannot see that frame: so click again, as a person would, until one click arrives.
    private static void awaitTheFirstClickTaken() {
        for (int tried = 0; tried < FIRST_CLICKS; tried++) {
            try {
                clickTheField(EACH_FIRST_CLICK_MILLIS);
                return;
            } catch (TimeoutError _) {
                // Asked once more below.
            }
        }
        clickIntoTheField();
    }

    private static void clickIntoTheField() {
        try {
            clickTheField(WITHIN_SECONDS * 1000.0);
        } catch (TimeoutError never) {
            throw new AssertionError(
                    "a click gave the field no focus; focus is at "
                            + page.evaluate(
                                    "() => document.activeElement?.outerHTML + ' has focus: ' +"
                                            + " document.hasFocus()"),
                    never);
        }
    }

    private static void clickTheField(double withinMillis) {
        var box = page.locator("#typed").boundingBox();
        click((int) (box.x + box.width / 2), (int) (box.y + box.height / 2));
        var _ =
                page.waitForFunction(
                        "() => document.activeElement?.id === 'typed'",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(withinMillis));
    }

    private static void click(int x, int y) {
        display.run(
                WITHIN_SECONDS,
                List.of(
                        "xdotool",
                        "mousemove",
                        Integer.toString(x),
                        Integer.toString(y),
                        "click",
                        "1"));
    }

    private static void type(String text) {
        display.run(WITHIN_SECONDS, List.of("xdotool", "type", "--delay", "30", text));
    }

    private static void press(List<String> keys) {
        var command = new ArrayList<>(List.of("xdotool", "key", "--delay", "5"));
        command.addAll(keys);
        display.run(WITHIN_SECONDS, command);
    }

    private static void awaitTyped(int length) {
        try {
            var _ =
                    page.waitForFunction(
                            "length => document.getElementById('typed').value.length >= length",
                            length);
        } catch (TimeoutError never) {
            throw new AssertionError(
                    "arrived: %s, seen: %s".formatted(typed(), page.evaluate("() => window.seen")),
                    never);
        }
    }

    private static String typed() {
        return page.locator("#typed").inputValue();
    }

    /// Keys the page sees from now on, but bare modifiers.
    private static void listen() {
        page.evaluate(
                "() => { window.seen = []; window.addEventListener('keydown', event => {"
                        + " if (!['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) {"
                        + " window.seen.push(event.key); } }, true); }");
    }

    private static String reached(String... typed) {
        var seen = (String) page.evaluate("() => window.seen.join('')");
        return seen.replace(String.join("", typed), "");
    }
}
