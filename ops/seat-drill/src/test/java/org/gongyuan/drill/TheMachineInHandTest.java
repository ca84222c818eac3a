package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;

import org.gongyuan.lockdown.display.KeyGrabs;
import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One exam in the real window with every measure in force: keys, pointer, a second monitor,
/// clipboard, screen, USB buses, system-request keys and network, the last three by the kiosk's
/// helper through `sudo`, as an account without rights, in a machine of its own. What is found is
/// judged by the node.
@DisplayName("A machine in hand")
@EnabledIf("org.gongyuan.drill.SeparateMachine#isPossible")
class TheMachineInHandTest {

    private static final Path SCREENS = Path.of("target/screens-in-hand");
    private static final int WIDTH = 1920;
    private static final int HEIGHT = 1080;

    /// Of a second monitor, at the right of the seat's.
    private static final int SECOND = 640;

    private static final int WITHIN_SECONDS = 240;

    private static final int TRIES = 8;
    private static final double EACH_TRY_MILLIS = 5_000;

    /// Nothing tells a seat of a pulled cable but silence (seat-protocol.md 3.6).
    private static final double NOTICED_WITHIN_MILLIS = 480_000;

    /// What a centre with managed machines may set; the drill itself must not keep anybody out.
    private static final PosturePolicy POLICY =
            PosturePolicy.parse("standard drill=warn screen-watcher=refuse several-monitors=note");

    private static Display display;
    private static SeparateMachine machine;
    private static Stage stage;
    private static StaffDesk staff;
    private static CandidateList.Ticket ticket;
    private static ServerSocket elsewhere;
    private static DrilledDesk desk;

    @BeforeAll
    static void sit() throws IOException {
        Files.createDirectories(SCREENS);
        display = Display.start(WIDTH + SECOND, HEIGHT);
        monitor("OURS", "%d/500x%d/280+0+0".formatted(WIDTH, HEIGHT), "screen");
        monitor("SECOND", "%d/160x%d/280+%d+0".formatted(SECOND, HEIGHT, WIDTH), "none");
        display.run(WITHIN_SECONDS, List.of("xsetroot", "-solid", "white"));
        machine = SeparateMachine.join(Stage.NODE_NAME);
        stage = Stage.set(Stage.Setting.of(1).with(Map.of("seat.host", "0.0.0.0")));
        staff = stage.open(Duration.ofSeconds(2), POLICY);
        ticket = stage.candidates().tickets().getFirst();
        elsewhere = new ServerSocket(0);
        desk =
                DrilledDesk.set(
                        stage,
                        ticket.seat(),
                        display,
                        List.of(new Node(Stage.NODE_NAME, stage.node().seatPort())),
                        List.of(
                                "exam = 汽车工程技术人员（初级）",
                                "lock.helper = " + SeparateMachine.HELPER,
                                "lock.monitors = blank",
                                "look.every = 5",
                                // what this drill itself looks and types with
                                "look.allowed = import xdotool xclip xset"));
        desk.standIn(machine);
    }

    @AfterAll
    static void leave() throws IOException {
        desk.close();
        elsewhere.close();
        stage.close();
        machine.close();
        display.close();
    }

    private static void monitor(String name, String place, String output) {
        display.run(WITHIN_SECONDS, List.of("xrandr", "--setmonitor", name, place, output));
    }

    @Test
    void isHeldForOneExamThroughFindingsCutsAndKillsAndGivenBackAsItWas() throws Exception {
        display.run(WITHIN_SECONDS, List.of("xset", "s", "300", "60"));
        copy("brought in");
        assertEquals(SeparateMachine.AS_FOUND, machine.state());
        assertTrue(machine.reaches(machine.address(), elsewhere.getLocalPort()));

        var candidate = aKeyHeldBySomebodyElseMeansNotLocked();
        everythingIsInForce(candidate.page());
        whatIsRefusedIsLiftedByTwoAndNotByOne(candidate);
        candidate.goesOn();
        candidate.signIn(ticket.signIn());
        candidate.getsReady();
        staff.release(stage.form(), List.of(0, 1, 2));
        candidate.seesItem(1);
        candidate.options().nth(1).click();
        candidate.seesSaved();
        whatIsFoundMeanwhileCoversTheItem(candidate);
        theCableIsPulled(candidate);

        desk.kill();
        assertEquals(SeparateMachine.HELD, machine.state(), "nobody gave it back");
        assertEquals(0, desk.restore());
        isAsBefore();

        candidate = CandidateAtDesk.chinese(desk.start());
        isReady(candidate);
        assertEquals(SeparateMachine.HELD, machine.state());
        desk.kill();
        candidate = CandidateAtDesk.chinese(desk.start());
        isReady(candidate);
        candidate.goesOn();
        candidate.signInAgain(ticket.signIn());
        candidate.seesItem(1);
        assertTrue(candidate.options().nth(2).isChecked(), "nothing acknowledged was lost");
        everythingIsInForce(candidate.page());
        copy("carried out");
        handsInAndLeaves(candidate);
        isAsBefore();
        assertFalse(paste().contains("carried out"), "the clipboard is emptied at the end");
        try (var other = org.gongyuan.lockdown.display.Display.open(display.name())) {
            new KeyGrabs(other, List.of("F12", "ctrl+p", "alt+Tab")).perform();
        }
    }

    private static CandidateAtDesk aKeyHeldBySomebodyElseMeansNotLocked() throws CannotLock {
        CandidateAtDesk candidate;
        try (var other = org.gongyuan.lockdown.display.Display.open(display.name())) {
            new KeyGrabs(other, List.of("F12")).perform();
            candidate = CandidateAtDesk.chinese(desk.start());
            candidate.sees(CandidateAtDesk.Screen.LOCKED_OUT);
            candidate.page().getByText("key F12 is held by another program").first().waitFor();
            assertEquals(SeparateMachine.AS_FOUND, machine.state(), "what was taken is undone");
            assertEquals("", Axe.findings(candidate.page()));
            shootBothSizes(candidate, "1-not-locked");
        }
        isReady(candidate);
        return candidate;
    }

    private static void isReady(CandidateAtDesk candidate) {
        candidate.sees(CandidateAtDesk.Screen.WELCOME);
        candidate.page().locator(".acts .primary:enabled").waitFor();
    }

    private static void everythingIsInForce(Page page) {
        assertEquals(SeparateMachine.HELD, machine.state());
        assertTrue(machine.reaches(machine.address(), stage.node().seatPort()));
        assertTrue(machine.isCutOffFrom(machine.address(), elsewhere.getLocalPort()));
        assertTrue(blanking().contains("timeout:  0"), blanking());
        assertFalse(paste().contains("brought in"), "the clipboard is emptied at the start");
        page.evaluate(
                """
                () => {
                  window.seen = [];
                  addEventListener('keydown', e => seen.push(e.key), true);
                  addEventListener('mousemove', e => { window.at = e.clientX + ',' + e.clientY; }, true);
                }
                """);
        press("ctrl+p", "F12", "ctrl+shift+i", "ctrl+n", "alt+Tab", "Super_L", "alt+F4", "Print");
        untilSeen(page, "() => seen.includes('z')", () -> press("z"));
        var seen =
                ((List<?>) page.evaluate("() => seen"))
                        .stream()
                                .map(Object::toString)
                                .filter(key -> !key.matches("Control|Shift|Alt"))
                                .distinct()
                                .toList();
        assertEquals(List.of("z"), seen, "no key of the list comes, and typing does");
        assertEquals(WIDTH, page.evaluate("() => innerWidth"), "the window covers one monitor");
        thePointerIsOverThePage(page, -WIDTH, -HEIGHT);
        thePointerIsOverThePage(page, WIDTH, -HEIGHT);
        thePointerIsOverThePage(page, -WIDTH, HEIGHT);
        thePointerIsOverThePage(page, WIDTH, HEIGHT);
        assertEquals("#000000", colourOfSecond());
    }

    /// Pushed into a corner, on the side of the second monitor too.
    private static void thePointerIsOverThePage(Page page, int right, int down) {
        var place = "%d,%d".formatted(right < 0 ? 0 : WIDTH - 1, down < 0 ? 0 : HEIGHT - 1);
        untilSeen(
                page,
                "() => window.at === '%s'".formatted(place),
                () -> {
                    // From elsewhere, because a pointer that is there already moves nothing.
                    point(WIDTH / 2, HEIGHT / 2);
                    push(right, down);
                });
    }

    /// As a mouse does, which says by how much it moved and not where to.
    private static void push(int right, int down) {
        display.run(
                WITHIN_SECONDS,
                List.of(
                        "xdotool",
                        "mousemove_relative",
                        "--",
                        Integer.toString(right),
                        Integer.toString(down)));
    }

    private static String colourOfSecond() {
        var pixel =
                display.ask(
                        List.of(
                                "import",
                                "-window",
                                "root",
                                "-crop",
                                "1x1+%d+%d".formatted(WIDTH + SECOND / 2, HEIGHT / 2),
                                "-depth",
                                "8",
                                "txt:-"));
        return pixel.replaceAll("(?s).*(#[0-9A-F]{6}).*", "$1");
    }

    private static void point(int x, int y) {
        display.run(
                WITHIN_SECONDS,
                List.of("xdotool", "mousemove", Integer.toString(x), Integer.toString(y)));
    }

    /// What a hand does at a keyboard or a mouse, done again by a person who sees that nothing came
    /// of it.
    private static void untilSeen(Page page, String condition, Runnable act) {
        for (int tried = 1; ; tried++) {
            act.run();
            try {
                var _ =
                        page.waitForFunction(
                                condition,
                                null,
                                new Page.WaitForFunctionOptions()
                                        .setTimeout(EACH_TRY_MILLIS * tried));
                return;
            } catch (TimeoutError never) {
                if (tried == TRIES) {
                    throw new AssertionError("never came: " + condition, never);
                }
            }
        }
    }

    private static void whatIsRefusedIsLiftedByTwoAndNotByOne(CandidateAtDesk candidate)
            throws IOException {
        var watcher = new ProcessBuilder("xev", "-root", "-event", "mouse");
        watcher.environment().put("DISPLAY", display.name());
        var watching = watcher.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            candidate.sees(CandidateAtDesk.Screen.LOCKED_OUT);
            var evidence = "xev (%d)".formatted(watching.pid());
            candidate.page().getByText(evidence).first().waitFor();
            assertEquals("", Axe.findings(candidate.page()));
            shootBothSizes(candidate, "2-watched");
            // The proctor reads the same words and the same evidence.
            var found = FindingKind.SCREEN_WATCHER;
            var proctor = staff.postures();
            assertTrue(proctor.contains(found.chinese()), proctor);
            assertTrue(proctor.contains(evidence), proctor);
            candidate.page().getByText(found.chinese()).first().waitFor();

            var override =
                    new What.Disregard(new Scope.At(ticket.seat()), found, Cause.FALSE_ALARM);
            var alone = staff.tryOrder(override);
            assertTrue(alone.body().contains("two persons"), alone.body());
            staff.orderTogether(override);
            isReady(candidate);
            candidate.page().getByText("监考员已放行").first().waitFor();
            display.shoot(SCREENS.resolve("3-let-pass.png"));
        } finally {
            watching.destroy();
        }
    }

    /// A program for remote control starts in the middle of the exam.
    private static void whatIsFoundMeanwhileCoversTheItem(CandidateAtDesk candidate)
            throws IOException {
        var program = desk.folder().resolve("x11vnc");
        Files.copy(Path.of("/bin/sleep"), program);
        var remote = new ProcessBuilder(program.toString(), "600").start();
        try {
            candidate.sees(CandidateAtDesk.Screen.LOCKED_OUT);
            assertEquals(0, candidate.page().locator(".qti-body").count(), "no item is shown");
            shootBothSizes(candidate, "4-found-meanwhile");
        } finally {
            remote.destroy();
        }
        candidate.seesItem(1);
        assertTrue(candidate.options().nth(1).isChecked());
    }

    private static void theCableIsPulled(CandidateAtDesk candidate) {
        machine.pullCable();
        candidate
                .page()
                .getByText("网络中断")
                .first()
                .waitFor(new Locator.WaitForOptions().setTimeout(NOTICED_WITHIN_MILLIS));
        candidate.options().nth(2).click();
        candidate.page().getByText("已存于本机：网络中断").first().waitFor();
        machine.plugIn();
        candidate.seesSaved();
    }

    private static void handsInAndLeaves(CandidateAtDesk candidate) {
        var page = candidate.page();
        page.locator(".steps button").last().click();
        candidate.sees(CandidateAtDesk.Screen.CLOSING);
        page.locator("main .acts .primary").last().click();
        page.locator("dialog[open] .primary").click();
        candidate.sees(CandidateAtDesk.Screen.SUBMITTED);
        assertTrue(candidate.holdsReceipt());
        assertEquals(SeparateMachine.HELD, machine.state(), "until he has seen the end");
        page.locator(".acts .primary").last().click();
        candidate.sees(CandidateAtDesk.Screen.GIVEN_BACK);
        page.getByText("本机已恢复原状").waitFor();
        display.shoot(SCREENS.resolve("5-given-back.png"));
        assertEquals(1L, staff.status().get("submitted"));
    }

    private static void isAsBefore() {
        assertEquals(SeparateMachine.AS_FOUND, machine.state());
        assertTrue(machine.reaches(machine.address(), elsewhere.getLocalPort()));
        assertTrue(blanking().contains("timeout:  300"), blanking());
        assertEquals("#FFFFFF", colourOfSecond());
        point(WIDTH / 2, HEIGHT / 2);
        push(WIDTH, 0);
        var pointer = display.ask(List.of("xdotool", "getmouselocation"));
        assertTrue(pointer.contains("x:%d ".formatted(WIDTH + SECOND - 1)), pointer);
        assertFalse(Files.exists(desk.folder().resolve("kept/lockdown.kept")));
    }

    // ---- the display from outside

    private static void shootBothSizes(CandidateAtDesk candidate, String name) {
        shoot(candidate.page(), name + "-zh");
        var english = candidate.switchToEnglish();
        english.sees(CandidateAtDesk.Screen.LOCKED_OUT);
        shoot(english.page(), name + "-en");
        english.switchToChinese().sees(CandidateAtDesk.Screen.LOCKED_OUT);
    }

    private static void shoot(Page page, String name) {
        for (var size : List.of(List.of(1366, 768), List.of(WIDTH, HEIGHT))) {
            page.setViewportSize(size.getFirst(), size.getLast());
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(
                                    SCREENS.resolve("%s-%d.png".formatted(name, size.getFirst()))));
        }
    }

    private static void press(String... keys) {
        for (var key : keys) {
            display.run(WITHIN_SECONDS, List.of("xdotool", "key", key));
        }
    }

    private static void copy(String text) {
        display.run(
                WITHIN_SECONDS,
                List.of(
                        "sh",
                        "-c",
                        "printf '%s' '".concat(text)
                                + "' | timeout 120 xclip -selection clipboard >/dev/null 2>&1"));
        // The program that copies goes on in a child, which may own the selection a little later.
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WITHIN_SECONDS);
        while (!paste().contains(text)) {
            assertTrue(System.nanoTime() < until, "not copied: " + text);
        }
    }

    private static String paste() {
        return display.ask(
                List.of("sh", "-c", "timeout 120 xclip -selection clipboard -o 2>&1 || true"));
    }

    private static String blanking() {
        return display.ask(List.of("xset", "q"))
                .lines()
                .filter(line -> line.contains("timeout:"))
                .findFirst()
                .orElse("no line about the screen saver");
    }
}
