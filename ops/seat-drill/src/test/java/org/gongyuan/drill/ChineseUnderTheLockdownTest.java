package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.WaitForSelectorState;

import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.lockdown.display.BlockedKeys;
import org.gongyuan.lockdown.display.KeyGrabs;
import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.rehearsal.candidate.Afterwards;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An essay in Chinese: keys as a keyboard sends them, the lockdown's grabs in force, the machine's
/// own IBus with libpinyin, the real window, and what the node's record holds at the end.
@DisplayName("An essay typed in pinyin in the real window")
class ChineseUnderTheLockdownTest {

    private static final Path SCREENS = Path.of("target/screens-chinese");
    private static final int GRABS = 500;
    private static final int FOCUS_CHANGES = 25;
    private static final int WITHIN_SECONDS = 240;
    private static final int ESSAY = 2;

    private static Display display;
    private static Stage stage;
    private static StaffDesk staff;
    private static DrilledDesk desk;
    private static InputMethodAtDesk input;
    private static Page page;
    private static org.gongyuan.lockdown.display.Display held;

    @BeforeAll
    static void sit() throws CannotLock, IOException {
        Files.createDirectories(SCREENS);
        display = Display.start(1366, 768);
        stage = Stage.set(Stage.Setting.of(1).of(Papers.photographs(ESSAY)));
        staff = stage.open(Duration.ofSeconds(2));
        desk =
                DrilledDesk.set(
                        stage,
                        stage.candidates().tickets().getFirst().seat(),
                        display,
                        List.of(new Node("127.0.0.1", stage.node().seatPort())),
                        List.of("exam = 中文输入"));
        input = new InputMethodAtDesk(desk.folder(), display);
        input.start();
        desk.tell(input.environment());
        page = desk.start();
        held = org.gongyuan.lockdown.display.Display.open(display.name());
    }

    @AfterAll
    static void leave() {
        held.close();
        desk.close();
        input.close();
        stage.close();
        display.close();
    }

    @Test
    void standsInTheRecordAfterFiveHundredGrabsFocusChangesAndAnInputMethodThatDied()
            throws Exception {
        var candidate = CandidateAtDesk.chinese(page);
        candidate.sees(CandidateAtDesk.Screen.WELCOME);
        candidate.goesOn();
        candidate.signIn(stage.candidates().tickets().getFirst().signIn());
        candidate.getsReady();
        staff.release(stage.form(), List.of(0, 1, 2));
        candidate.seesItem(1);
        candidate.goesTo(ESSAY);
        page.locator(".input-switch").waitFor();

        var expected = new StringBuilder();
        clickIntoTheField();
        typeUnderGrabs(expected);
        grabAndChangeFocus(expected);
        loseTheInputMethod(expected);
        looksAtFourHundredPercent();
        candidate.seesSaved();
        display.shoot(SCREENS.resolve("3-essay.png"));
        assertEquals(expected.toString(), typed());
        page.locator(".steps button").last().click();
        candidate.sees(CandidateAtDesk.Screen.CLOSING);
        page.locator("main .acts .primary").click();
        page.locator("dialog[open] .primary").click();
        candidate.sees(CandidateAtDesk.Screen.SUBMITTED);
        assertEquals(List.of(expected.toString()), recorded());
    }

    private static void typeUnderGrabs(StringBuilder expected) throws CannotLock {
        var grabs = new KeyGrabs(held, BlockedKeys.all());
        grabs.perform();
        type("zhongguo");
        page.locator(".candidates .at", new Page.LocatorOptions().setHasText("中国")).waitFor();
        display.shoot(SCREENS.resolve("1-composing.png"));
        assertEquals("", typed(), "what is not decided stands in the field");
        type(" qiche ");
        await(expected.append("中国汽车"));
        // Latin in between, by the switch that every Chinese keyboard has.
        press("ctrl+space");
        type("ABS ");
        press("ctrl+space");
        type("ni ");
        await(expected.append("ABS 你"));
        grabs.revert("");
    }

    private static void grabAndChangeFocus(StringBuilder expected) throws CannotLock {
        for (int round = 0; round < FOCUS_CHANGES; round++) {
            for (int i = 0; i < GRABS / FOCUS_CHANGES; i++) {
                var grabs = new KeyGrabs(held, BlockedKeys.all());
                grabs.perform();
                grabs.revert("");
            }
            // What is undecided when the field is left is dropped.
            type("wo");
            // The page's click comes another way than the keys and could be before them.
            composes("wo");
            page.locator(".item-heading").click();
            nothingIsComposed();
            clickIntoTheField();
            press("ctrl+End");
            type("che ");
            await(expected.append("车"));
        }
    }

    private static void loseTheInputMethod(StringBuilder expected) {
        input.kill();
        page.locator(".input-none").waitFor();
        display.shoot(SCREENS.resolve("2-lost.png"));
        type("abc");
        await(expected.append("abc"));
        input.start();
        page.locator(".input-switch").waitFor();
        type("zhongguo ");
        await(expected.append("中国"));
    }

    private static void composes(String letters) {
        page.locator(".composing-text", new Page.LocatorOptions().setHasText(letters)).waitFor();
    }

    private static void nothingIsComposed() {
        page.locator(".composing")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    private static void looksAtFourHundredPercent() {
        page.evaluate("() => { document.documentElement.style.fontSize = '400%'; }");
        page.locator("textarea").scrollIntoViewIfNeeded();
        page.locator("textarea").focus();
        type("shi");
        composes("shi");
        page.locator(".candidates .at").waitFor();
        display.shoot(SCREENS.resolve("4-at-400-percent.png"));
        press("Escape");
        nothingIsComposed();
        page.evaluate("() => { document.documentElement.style.fontSize = '100%'; }");
    }

    private static void clickIntoTheField() {
        page.locator("textarea").click();
        var _ = page.waitForFunction("() => document.activeElement?.tagName === 'TEXTAREA'");
    }

    private static void type(String text) {
        display.run(WITHIN_SECONDS, List.of("xdotool", "type", "--delay", "30", text));
    }

    private static void press(String... keys) {
        var command = new ArrayList<>(List.of("xdotool", "key"));
        command.addAll(List.of(keys));
        display.run(WITHIN_SECONDS, command);
    }

    private static void await(CharSequence text) {
        try {
            var _ =
                    page.waitForFunction(
                            "text => document.querySelector('textarea').value === text",
                            text.toString());
        } catch (TimeoutError never) {
            throw new AssertionError("expected %s, typed is %s".formatted(text, typed()), never);
        }
    }

    private static String typed() {
        return page.locator("textarea").inputValue();
    }

    /// What the node's record holds of the essay, opened by the marking quorum.
    private static List<String> recorded() throws Exception {
        staff.order(new org.gongyuan.server.access.StaffOrder.What.Close());
        stage.node().close();
        var recorded = new ArrayList<String>();
        try (var room = new Afterwards(stage)) {
            room.openMarking(List.of(0, 1, 3));
            for (var sheet : room.sheets()) {
                for (var response : sheet.responses().values()) {
                    var whole = response.saltAndBody().toBytes();
                    var body =
                            ResponseBody.decode(
                                    Arrays.copyOfRange(whole, Chains.SALT, whole.length));
                    body.tokens().values().stream()
                            .flatMap(Optional::stream)
                            .forEach(recorded::addAll);
                }
            }
        }
        return recorded;
    }
}
