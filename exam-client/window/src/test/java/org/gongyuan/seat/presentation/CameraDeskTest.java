package org.gongyuan.seat.presentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.camera.signal.CheckIn.Hint;
import org.gongyuan.camera.signal.Signal;
import org.gongyuan.camera.signal.SignalKind;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.session.Ticker;
import org.gongyuan.trust.encoding.CborReader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

@DisplayName("The camera's part of the desk")
class CameraDeskTest {

    private static final CameraPolicy RULE = new CameraPolicy(true, false, false);
    private static final CameraPolicy ASKS = new CameraPolicy(true, true, true);
    private static final byte[] JPEG = {1, 2, 3};

    private final AskedCamera camera = new AskedCamera();
    private final DeskAround around = new DeskAround();

    private CameraDesk desk(CameraPolicy policy, Stage stage) {
        var desk = new CameraDesk(policy, camera);
        around.desk = desk;
        desk.at(around);
        around.moves(stage);
        return desk;
    }

    private static void refused(org.junit.jupiter.api.function.Executable ask) {
        assertEquals(AskRefused.Why.NOT_NOW, assertThrows(AskRefused.class, ask).why());
    }

    private static Signal signal(SignalKind kind, Signal.Phase phase) {
        return new Signal(kind, phase, 0, new TreeMap<>());
    }

    @Test
    void showsTheLivePictureWithOneHintAtATime() throws AskRefused {
        var desk = desk(RULE, Stage.WAITING);
        desk.watch(true);
        assertEquals(List.of("check in"), camera.asked);
        assertEquals("starting", around.camera("state"));

        desk.preview(JPEG, Hint.TOO_FAR, false);
        assertEquals("live", around.camera("state"));
        assertEquals("/camera/1", around.camera("picture"));
        assertEquals(List.of("too-far"), around.camera("hints"));
        assertEquals(false, around.camera("good"));

        desk.preview(JPEG, Hint.GOOD, true);
        assertEquals(List.of(), around.camera("hints"));
        assertEquals(true, around.camera("good"));
    }

    @Test
    void keepsTheLastFourPicturesAndOnlyWhileThePageIsToldOfThem() throws AskRefused {
        var desk = desk(RULE, Stage.WAITING);
        desk.watch(true);
        for (int i = 1; i <= 6; i++) {
            desk.preview(new byte[] {(byte) i}, Hint.GOOD, false);
        }
        assertEquals(Optional.empty(), desk.picture("camera/2"));
        assertArrayEquals(new byte[] {3}, desk.picture("camera/3").orElseThrow().bytes());
        assertEquals("image/jpeg", desk.picture("camera/6").orElseThrow().mediaType());
        assertEquals(Optional.empty(), desk.picture("camera/06"));
        assertEquals(Optional.empty(), desk.picture("camera/7"));
        desk.watch(false);
        assertEquals(Optional.empty(), desk.picture("camera/6"));
        assertEquals("off", around.camera("state"));
    }

    @Test
    void stopsShowingByItselfAfterTwoMinutes() throws AskRefused {
        var desk = desk(RULE, Stage.WAITING);
        desk.watch(true);
        around.pass(Duration.ofSeconds(119));
        desk.watch(true);
        around.pass(Duration.ofSeconds(119));
        assertEquals(List.of("check in"), camera.asked);
        around.pass(Duration.ofSeconds(1));
        assertEquals(List.of("check in", "show false", "rest"), camera.asked);
    }

    @Test
    void goingOnWithoutAGoodPictureIsAllowedAndIsASignal() throws AskRefused {
        var desk = desk(RULE, Stage.WAITING);
        desk.watch(true);
        desk.preview(JPEG, Hint.NO_FACE, false);
        assertEquals("due", desk.entry().get("camera"));
        desk.checked();
        desk.checked();
        assertEquals("done", desk.entry().get("camera"));
        assertEquals(List.of("check-in-incomplete [live, no-face]"), around.observed);
    }

    @Test
    void goingOnWithAGoodPictureIsNone() throws AskRefused {
        var desk = desk(RULE, Stage.WAITING);
        desk.watch(true);
        desk.preview(JPEG, Hint.GOOD, true);
        desk.checked();
        around.moves(Stage.RUNNING);
        assertEquals(List.of(), around.observed);
    }

    @Test
    void whoNeverSawTheCheckIsASignalWhenTheExamRuns() {
        desk(RULE, Stage.WAITING);
        around.moves(Stage.RUNNING);
        around.moves(Stage.ON_HOLD);
        around.moves(Stage.RUNNING);
        assertEquals(List.of("check-in-incomplete [not-shown]"), around.observed);
    }

    @Test
    void watchesWhileTheExamRunsAndRestsOnHoldAndAfter() {
        desk(RULE, Stage.WAITING);
        around.moves(Stage.RUNNING);
        around.moves(Stage.ON_HOLD);
        assertEquals("off", around.camera("state"));
        around.moves(Stage.RUNNING);
        around.moves(Stage.HANDING_IN);
        around.moves(Stage.CLOSED);
        assertEquals(
                List.of(
                        "show false",
                        "watch",
                        "show false",
                        "rest",
                        "show false",
                        "watch",
                        "show false",
                        "rest"),
                camera.asked);
    }

    @Test
    void handsPicturesOnOnlyWhileItWatches() {
        var desk = desk(RULE, Stage.WAITING);
        desk.picture(JPEG);
        around.moves(Stage.RUNNING);
        desk.picture(JPEG);
        assertEquals("live", around.camera("state"));
        around.moves(Stage.ON_HOLD);
        desk.picture(JPEG);
        assertEquals(1, around.pictures);
    }

    @Test
    void leavesOutAPictureThatIsTooLargeAndSaysSo() {
        var desk = desk(RULE, Stage.RUNNING);
        desk.picture(new byte[CameraDesk.LARGEST_PICTURE + 1]);
        assertEquals(0, around.pictures);
        assertTrue(around.observed.contains("picture-too-large [524289]"));
    }

    @Test
    void aCameraLostInTheMiddleIsObservedAndSaidAndComesBack() {
        var desk = desk(RULE, Stage.RUNNING);
        around.observed.clear();
        desk.picture(JPEG);
        desk.observed(signal(SignalKind.CAMERA_LOST, Signal.Phase.BEGUN));
        assertEquals("lost", around.camera("state"));
        desk.observed(signal(SignalKind.CAMERA_LOST, Signal.Phase.ENDED));
        assertEquals("live", around.camera("state"));
        desk.observed(signal(SignalKind.NO_FACE, Signal.Phase.BEGUN));
        assertEquals("live", around.camera("state"));
        assertEquals(
                List.of("camera-lost begun", "camera-lost ended", "no-face begun"),
                around.observed);
    }

    @Test
    void aBrokenVisionLibraryIsALossAndTheExamGoesOn() {
        var desk = desk(RULE, Stage.RUNNING);
        around.observed.clear();
        desk.failed();
        assertEquals("lost", around.camera("state"));
        assertEquals(List.of("camera-lost begun"), around.observed);
    }

    @Test
    void oneThatBrokeBeforeAnybodyCameIsNotWaitedForAtTheCheckIn() throws AskRefused {
        var desk = desk(RULE, Stage.CONFIRMING);
        desk.failed();
        assertEquals("off", around.camera("state"));
        desk.watch(true);
        assertEquals("lost", around.camera("state"));
        around.moves(Stage.RUNNING);
        assertEquals("lost", around.camera("state"));
    }

    @Test
    void withoutACameraByPolicyNothingIsOpenedOrAsked() {
        var desk = desk(CameraPolicy.NONE, Stage.WAITING);
        assertEquals("none", around.camera("state"));
        assertEquals("none", desk.entry().get("camera"));
        refused(desk::checked);
        refused(() -> desk.face(true));
        refused(() -> desk.pictures(true));
        around.moves(Stage.RUNNING);
        assertEquals(List.of(), around.observed);
        assertFalse(camera.asked.contains("watch"));
    }

    @Test
    void asksOutOfTheirStageAreRefused() {
        var desk = desk(ASKS, Stage.SIGNED_OUT);
        for (var stage : Stage.values()) {
            around.moves(stage);
            if (stage != Stage.WAITING) {
                refused(desk::checked);
                refused(() -> desk.face(true));
            }
            if (stage != Stage.CONFIRMING && stage != Stage.WAITING && stage != Stage.RUNNING) {
                refused(() -> desk.watch(true));
            }
            if (stage != Stage.WAITING && stage != Stage.RUNNING && stage != Stage.ON_HOLD) {
                refused(() -> desk.pictures(true));
                refused(() -> desk.face(false));
            }
        }
        assertEquals(
                List.of(), around.observed.stream().filter(s -> s.contains("consent")).toList());
    }

    @Test
    void picturesAreTakenOnlyOfWhoAgreedWhereTheBodyAsks() throws AskRefused {
        var desk = desk(ASKS, Stage.WAITING);
        desk.watch(true);
        assertEquals(List.of(), camera.asked);
        refused(desk::checked);
        desk.pictures(true);
        assertEquals(List.of("compare false", "check in"), camera.asked);
        desk.pictures(false);
        desk.checked();
        around.moves(Stage.RUNNING);
        assertFalse(camera.asked.contains("watch"));
        desk.picture(JPEG);
        assertEquals(0, around.pictures);
        assertEquals(
                List.of("pictures-consent [yes]", "pictures-consent [withdrawn]"), around.observed);
    }

    @Test
    void picturesEndWhenConsentIsWithdrawnInTheExamAndBeginWhenItIsGiven() throws AskRefused {
        var desk = desk(ASKS, Stage.WAITING);
        desk.pictures(true);
        around.moves(Stage.RUNNING);
        desk.picture(JPEG);
        desk.pictures(false);
        desk.picture(JPEG);
        assertEquals(1, around.pictures);
        assertEquals("off", around.camera("state"));
        desk.pictures(true);
        desk.picture(JPEG);
        assertEquals(2, around.pictures);
    }

    @Test
    void faceComparisonFollowsTheConsentAndItsWithdrawalIsAFactOfTheRecord() throws AskRefused {
        var desk = desk(ASKS, Stage.WAITING);
        desk.pictures(true);
        desk.face(false);
        desk.face(true);
        desk.face(true);
        around.moves(Stage.RUNNING);
        refused(() -> desk.face(true));
        desk.face(false);
        refused(() -> desk.face(true));
        assertEquals(
                List.of(
                        "pictures-consent [yes]",
                        "face-consent [no]",
                        "face-consent [yes]",
                        "check-in-incomplete [not-shown]",
                        "face-consent [withdrawn]"),
                around.observed);
        assertEquals(
                List.of("compare false", "compare false", "compare true", "compare false"),
                camera.asked.stream().filter(asked -> asked.startsWith("compare")).toList());
    }

    @Test
    void withoutPicturesThereIsNoComparisonOfFaces() throws AskRefused {
        var desk = desk(ASKS, Stage.WAITING);
        desk.pictures(true);
        desk.face(true);
        desk.pictures(false);
        assertEquals(
                "compare false",
                camera.asked.stream().filter(a -> a.startsWith("c")).toList().getLast());
    }

    @Test
    void aDemandRaisesTheRateWhileWatchingAndIsAnsweredHonestlyOtherwise() {
        var desk = desk(RULE, Stage.WAITING);
        assertFalse(desk.demanded("picture", 40, Duration.ofMinutes(1)));
        around.moves(Stage.RUNNING);
        assertTrue(desk.demanded("picture", 40, Duration.ofMinutes(1)));
        assertFalse(desk.demanded("sound", 40, Duration.ofMinutes(1)));
        assertTrue(camera.asked.contains("demand 40 PT1M"));
        assertEquals(
                2, around.observed.stream().filter(o -> o.startsWith("demand-not-met")).count());
    }

    @Test
    void aRunThatGoesOnTakesUpWhatWasAgreedAndDoesNotCheckAgain() throws AskRefused {
        var desk = desk(ASKS, Stage.SIGNING_IN);
        desk.takeUp(new CameraDesk.Kept(true, "yes", "yes"));
        around.moves(Stage.RUNNING);
        assertEquals("done", desk.entry().get("camera"));
        assertTrue(camera.asked.containsAll(List.of("compare true", "watch")));
        assertEquals(List.of(), around.observed);
    }

    @Test
    void duringTheExamTheCandidateSeesWhatIsSeenWhenHeAsks() throws AskRefused {
        var desk = desk(RULE, Stage.RUNNING);
        desk.seen(JPEG);
        assertEquals(null, around.camera("picture"));
        desk.watch(true);
        desk.seen(JPEG);
        assertEquals("/camera/1", around.camera("picture"));
        desk.watch(false);
        assertEquals(null, around.camera("picture"));
    }

    @Test
    void answersThatAreNoneAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new CameraDesk.Kept(true, "maybe", "no"));
        assertThrows(IllegalArgumentException.class, () -> new CameraPolicy(false, true, false));
    }

    private static final class AskedCamera implements DeskCamera {

        private final List<String> asked = new ArrayList<>();

        @Override
        public void checkIn() {
            asked.add("check in");
        }

        @Override
        public void watch() {
            asked.add("watch");
        }

        @Override
        public void rest() {
            asked.add("rest");
        }

        @Override
        public void show(boolean on) {
            asked.add("show " + on);
        }

        @Override
        public void demand(int tenthsPerSecond, Duration lasting) {
            asked.add("demand %d %s".formatted(tenthsPerSecond, lasting));
        }

        @Override
        public void compareFaces(boolean isAgreed) {
            asked.add("compare " + isAgreed);
        }
    }

    private static final class DeskAround implements CameraDesk.Host, Ticker {

        private record Due(long at, Runnable then) {}

        private final List<String> observed = new ArrayList<>();
        private final List<Due> due = new ArrayList<>();
        private CameraDesk desk;
        private Stage stage = Stage.SIGNED_OUT;
        private Map<?, ?> facet = Map.of();
        private int pictures;
        private long now;

        private void moves(Stage to) {
            stage = to;
            desk.moved(to);
        }

        private Object camera(String field) {
            return facet.get(field);
        }

        private void pass(Duration duration) {
            now += duration.toNanos();
            var ringing = due.stream().filter(each -> each.at() <= now).toList();
            due.removeAll(ringing);
            ringing.forEach(each -> each.then().run());
        }

        @Override
        public Stage stage() {
            return stage;
        }

        @Override
        public void put(String name, Object value) {
            assertEquals("camera", name);
            facet = (Map<?, ?>) value;
        }

        @Override
        public void decided() {}

        @Override
        public void observe(String kind, byte[] detail) {
            var from = new CborReader(detail);
            int length = from.array();
            if (SignalKind.CAMERA_LOST.word().equals(kind)
                    || SignalKind.NO_FACE.word().equals(kind)) {
                assertEquals(1, from.uint());
                observed.add(kind + " " + from.text());
                return;
            }
            var told = new ArrayList<String>();
            for (int i = 0; i < length; i++) {
                told.add(from.text());
            }
            from.end();
            observed.add(kind + " " + told);
        }

        @Override
        public void picture(byte[] jpeg) {
            pictures++;
        }

        @Override
        public Ticker ticker() {
            return this;
        }

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public Alarm after(Duration delay, Runnable then) {
            var each = new Due(now + delay.toNanos(), then);
            due.add(each);
            return () -> due.remove(each);
        }
    }
}
