package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;

import org.gongyuan.rehearsal.candidate.Afterwards;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.gongyuan.server.access.StaffOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole way in English without a mouse, at the larger screen, and every interaction the bank
/// imports: each comes sealed through the node, is answered with the mouse and on its twin with the
/// keyboard alone, and the responses are opened out of the node's record with the marking key.
@DisplayName("A candidate who reads English")
class EveryInteractionTest {

    private static final Path SCREENS = Path.of("target/screens-en");
    private static final int ITEMS = Papers.INTERACTIONS.size();

    private static Display display;
    private static Stage stage;
    private static StaffDesk staff;
    private static DrilledDesk desk;
    private final List<String> found = new ArrayList<>();

    @BeforeAll
    static void sit() throws IOException {
        Files.createDirectories(SCREENS);
        display = Display.start(1920, 1080);
        stage = Stage.set(Stage.Setting.of(1).of(Papers.everyInteraction()));
        staff = stage.open(Duration.ofSeconds(2));
        desk =
                DrilledDesk.set(
                        stage,
                        stage.candidates().tickets().getFirst().seat(),
                        display,
                        List.of(new Node("127.0.0.1", stage.node().seatPort())),
                        List.of("exam = Every interaction 每种题型", "calculator = scientific"));
    }

    @AfterAll
    static void leave() {
        desk.close();
        stage.close();
        display.close();
    }

    @Test
    void answersEveryInteractionByMouseAndByKeyboardAndTheRecordHoldsIt() throws Exception {
        var chinese = CandidateAtDesk.chinese(desk.start());
        chinese.sees(CandidateAtDesk.Screen.WELCOME);
        var candidate = chinese.switchToEnglish();
        walkToTheExam(candidate);
        answerAll(candidate);
        looksAtFourHundredPercent(candidate);
        handIn(candidate);
        assertEquals(List.of(), found, "serious or critical findings of axe-core");
        var given = recorded();
        for (var expected : expected().entrySet()) {
            assertTrue(
                    isNear(expected.getValue(), given.get(expected.getKey())),
                    "%s: expected %s, the record has %s"
                            .formatted(
                                    expected.getKey(),
                                    expected.getValue(),
                                    given.get(expected.getKey())));
        }
    }

    private void walkToTheExam(CandidateAtDesk candidate) {
        look(candidate, CandidateAtDesk.Screen.WELCOME, "01-welcome");
        candidate.goesOnByKeyboard();
        look(candidate, CandidateAtDesk.Screen.SIGN_IN, "02-sign-in");
        candidate.signInByKeyboard(stage.candidates().tickets().getFirst().signIn());
        look(candidate, CandidateAtDesk.Screen.YOUR_DATA, "03-your-data");
        candidate.goesOnByKeyboard();
        candidate.pastTheCameraByKeyboard();
        look(candidate, CandidateAtDesk.Screen.RULES, "04-rules");
        candidate.goesOnByKeyboard();
        look(candidate, CandidateAtDesk.Screen.TRY_OUT, "05-try-out");
        candidate.tabTo(".try-out .acts button:last-child");
        candidate.presses("Enter");
        look(candidate, CandidateAtDesk.Screen.WAITING, "06-waiting");
        staff.release(stage.form(), List.of(0, 1, 2));
        candidate.seesItem(1);
    }

    private void answerAll(CandidateAtDesk candidate) {
        for (int place = 1; place <= 2 * ITEMS; place++) {
            var name = Papers.INTERACTIONS.get((place - 1) % ITEMS);
            if (place > 1) {
                if (place <= ITEMS) {
                    candidate.page().locator(".steps .primary").click();
                } else {
                    candidate.tabTo(".steps .primary");
                    candidate.presses("Enter");
                }
            }
            candidate.seesItem(place);
            if (place <= ITEMS) {
                Ways.of(name).mouse().accept(candidate.page());
            } else {
                Ways.of(name).keyboard().accept(candidate);
            }
            candidate.seesAnswered();
            if (place <= ITEMS) {
                axe(candidate.page(), name);
                display.shoot(SCREENS.resolve("item-%02d-%s.png".formatted(place, name)));
            }
        }
    }

    /// Nothing is cut off to the side when all is four times as large.
    private static void looksAtFourHundredPercent(CandidateAtDesk candidate) {
        var page = candidate.page();
        page.evaluate("() => { document.documentElement.style.fontSize = '400%'; }");
        for (int place : List.of(1, 6, 11)) {
            candidate.goesTo(place);
            assertTrue(
                    (boolean)
                            page.evaluate(
                                    "() => document.documentElement.scrollWidth"
                                            + " <= document.documentElement.clientWidth + 1"),
                    "item %d is wider than the screen at 400 %%".formatted(place));
            display.shoot(SCREENS.resolve("400-percent-%02d.png".formatted(place)));
        }
        page.evaluate("() => { document.documentElement.style.fontSize = '100%'; }");
    }

    private void handIn(CandidateAtDesk candidate) {
        candidate.tabTo(".steps button:last-child");
        candidate.presses("Enter");
        look(candidate, CandidateAtDesk.Screen.CLOSING, "07-closing");
        candidate.tabTo("main .acts .primary");
        candidate.presses("Enter", "Tab", "Enter");
        look(candidate, CandidateAtDesk.Screen.SUBMITTED, "08-submitted");
        assertEquals(1L, staff.status().get("submitted"));
        candidate.page().locator("main > .card > .acts .primary:not(:disabled)").waitFor();
        candidate.tabTo("main > .card > .acts .primary");
        candidate.presses("Enter");
        look(candidate, CandidateAtDesk.Screen.GIVEN_BACK, "09-given-back");
    }

    private void look(CandidateAtDesk candidate, CandidateAtDesk.Screen screen, String name) {
        candidate.sees(screen);
        axe(candidate.page(), name);
        display.shoot(SCREENS.resolve(name + ".png"));
    }

    private void axe(Page page, String name) {
        var findings = Axe.findings(page);
        if (!findings.isEmpty()) {
            found.add(name + ": " + findings);
        }
    }

    /// By item, what the ways lead to.
    private static Map<String, Map<String, List<String>>> expected() {
        var expected = new LinkedHashMap<String, Map<String, List<String>>>();
        for (var name : Papers.INTERACTIONS) {
            expected.put("mouse-" + name, Ways.of(name).gives());
            expected.put("keyboard-" + name, Ways.of(name).keys());
        }
        return expected;
    }

    /// By item, what the node's record holds, opened by the marking quorum.
    private static Map<String, Map<String, List<String>>> recorded() throws Exception {
        staff.order(new StaffOrder.What.Close());
        stage.node().close();
        try (var room = new Afterwards(stage)) {
            room.openMarking(List.of(0, 1, 3));
            return RecordedResponses.of(stage, room);
        }
    }

    /// The same; points may differ by the pixel a layout rounds to.
    private static boolean isNear(
            Map<String, List<String>> expected, Map<String, List<String>> given) {
        if (expected.equals(given)) {
            return true;
        }
        var one = numbers(Optional.ofNullable(expected.get("RESPONSE")));
        var other =
                given == null
                        ? List.<Integer>of()
                        : numbers(Optional.ofNullable(given.get("RESPONSE")));
        if (one.isEmpty() || one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (Math.abs(one.get(i) - other.get(i)) > 1) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> numbers(Optional<List<String>> tokens) {
        var numbers = new ArrayList<Integer>();
        for (var token : tokens.orElse(List.of())) {
            for (var part : token.split(" ", -1)) {
                if (!part.matches("[0-9]+")) {
                    return List.of();
                }
                numbers.add(Integer.valueOf(part));
            }
        }
        return numbers;
    }
}
