package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Signal;
import org.gongyuan.camera.signal.SignalKind;
import org.gongyuan.seat.presentation.AskRefused.Why;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.session.Ticker;
import org.gongyuan.seat.shell.Asset;
import org.gongyuan.trust.encoding.CborWriter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The camera's part of the desk: when it is on, what the candidate sees of it, what he agreed to,
/// and what goes to the record (seat-window.md section 10).
///
///     resting --the page shows it, before the start--> checking in --no longer--> resting
///     resting, checking in --the session runs--> watching --held, over--> resting
///     any --consent to pictures withdrawn--> resting
///
/// Used on the seat's loop, but for [#picture(String)].
public final class CameraDesk {

    /// How long the page sees live pictures after it asked for them.
    static final Duration SHOWN_FOR = Duration.ofMinutes(2);

    /// So many of the last pictures can be fetched.
    static final int SHOWN = 4;

    /// The largest picture that is kept as evidence, in bytes; a frame of pure noise has some
    /// 250,000.
    static final int LARGEST_PICTURE = 512 * 1024;

    private static final String PATH = "/camera/";

    /// What the camera's part needs of the desk.
    interface Host {

        /// Where the session stands.
        Stage stage();

        /// Sets a facet, soon told.
        void put(String facet, Object value);

        /// What the candidate agreed to, or whether he went on, changed.
        void decided();

        /// Something for the record; before there is a session it waits for one.
        void observe(String kind, byte[] detail);

        /// A picture for the proctors.
        void picture(byte[] jpeg);

        /// Time at the seat.
        Ticker ticker();
    }

    /// What is remembered for a run that goes on after a kill.
    ///
    /// @param pictures `unasked`, `yes` or `no`
    /// @param face likewise
    record Kept(boolean isChecked, String pictures, String face) {

        static final Kept NOTHING = new Kept(false, "unasked", "unasked");

        Kept {
            answer(pictures);
            answer(face);
        }

        private static void answer(String word) {
            if (!List.of("unasked", "yes", "no").contains(word)) {
                throw new IllegalArgumentException("\"%s\" is no answer".formatted(word));
            }
        }
    }

    private enum Duty {
        RESTING,
        CHECKING_IN,
        WATCHING
    }

    private final CameraPolicy policy;
    private final DeskCamera camera;
    private final Deque<Integer> numbers = new ArrayDeque<>();
    private volatile SortedMap<Integer, byte[]> shown = new TreeMap<>();
    private Host host;
    private Duty duty = Duty.RESTING;
    private Kept kept = Kept.NOTHING;
    private boolean isShowing;
    private Ticker.Alarm showingEnds = () -> {};
    private boolean isToldUnchecked;
    private String state;
    private String hint = "";
    private boolean isGood;
    private boolean isBroken;
    private int number;

    /// @param camera beside this window; [DeskCamera#NONE] where the policy has none
    public CameraDesk(CameraPolicy policy, DeskCamera camera) {
        this.policy = requireNonNull(policy, "policy");
        this.camera = requireNonNull(camera, "camera");
        this.state = policy.hasCamera() ? "off" : "none";
    }

    void at(Host desk) {
        host = requireNonNull(desk, "desk");
        put();
    }

    // ---- what the desk says

    /// The session stands elsewhere now.
    void moved(Stage stage) {
        if (stage == Stage.RUNNING && policy.hasCamera() && !kept.isChecked() && !isToldUnchecked) {
            isToldUnchecked = true;
            observe("check-in-incomplete", "not-shown");
        }
        if (stage == Stage.SIGNED_OUT || stage == Stage.CLOSED || stage == Stage.STOPPED) {
            isShowing = false;
        }
        decide();
    }

    /// What was remembered of the run before.
    void takeUp(Kept before) {
        kept = before;
        camera.compareFaces(isFaceAgreed());
        decide();
    }

    /// What is to be remembered.
    Kept kept() {
        return kept;
    }

    /// A proctor wants pictures more often.
    ///
    /// @return whether this seat takes pictures now
    boolean demanded(String what, int tenthsPerSecond, Duration lasting) {
        if (!what.equals("picture") || duty != Duty.WATCHING) {
            observe("demand-not-met", state);
            return false;
        }
        camera.demand(tenthsPerSecond, lasting);
        return true;
    }

    /// The fields of the facet `entry` that are the camera's.
    Map<String, Object> entry() {
        return Json.object(
                "camera",
                !policy.hasCamera() ? "none" : kept.isChecked() ? "done" : "due",
                "pictures",
                policy.asksForPictures() ? kept.pictures() : "rule",
                "faceOffered",
                policy.offersFaces(),
                "face",
                kept.face());
    }

    // ---- what the page asks

    /// 6.6: whether faces may be compared. Before the start either way, later only withdrawn.
    void face(boolean isAgreed) throws AskRefused {
        expect(policy.offersFaces() && mayDecide(isAgreed));
        var answer = isAgreed ? "yes" : "no";
        if (!answer.equals(kept.face())) {
            observe("face-consent", word(kept.face(), answer));
            kept = new Kept(kept.isChecked(), kept.pictures(), answer);
            camera.compareFaces(isFaceAgreed());
            host.decided();
        }
    }

    /// 6.24: whether pictures may be taken, where the policy asks. Withdrawn at any time; given
    /// until the end.
    void pictures(boolean isAgreed) throws AskRefused {
        expect(policy.asksForPictures() && mayDecide(false));
        var answer = isAgreed ? "yes" : "no";
        if (!answer.equals(kept.pictures())) {
            observe("pictures-consent", word(kept.pictures(), answer));
            kept = new Kept(kept.isChecked(), answer, kept.face());
            camera.compareFaces(isFaceAgreed());
            host.decided();
            decide();
        }
    }

    /// 6.7: the candidate goes on, also without a good picture.
    void checked() throws AskRefused {
        expect(policy.hasCamera() && host.stage() == Stage.WAITING);
        expect(!policy.asksForPictures() || !kept.pictures().equals("unasked"));
        if (kept.isChecked()) {
            return;
        }
        if (!isGood && isAllowed()) {
            observe("check-in-incomplete", state, hint);
        }
        isToldUnchecked = true;
        kept = new Kept(true, kept.pictures(), kept.face());
        host.decided();
    }

    /// 6.8: live pictures for the page.
    void watch(boolean on) throws AskRefused {
        switch (host.stage()) {
            case CONFIRMING, WAITING, RUNNING -> {}
            default -> expect(!on);
        }
        showingEnds.cancel();
        isShowing = on;
        if (on) {
            showingEnds =
                    host.ticker()
                            .after(
                                    SHOWN_FOR,
                                    () -> {
                                        isShowing = false;
                                        decide();
                                    });
        }
        decide();
    }

    private static void expect(boolean holds) throws AskRefused {
        if (!holds) {
            throw new AskRefused(Why.NOT_NOW);
        }
    }

    private boolean mayDecide(boolean isGiven) {
        return switch (host.stage()) {
            case WAITING -> true;
            case RUNNING, ON_HOLD -> !isGiven;
            default -> false;
        };
    }

    private static String word(String before, String answer) {
        return before.equals("yes") && answer.equals("no") ? "withdrawn" : answer;
    }

    private boolean isAllowed() {
        return policy.hasCamera() && (!policy.asksForPictures() || kept.pictures().equals("yes"));
    }

    private boolean isFaceAgreed() {
        return policy.offersFaces() && isAllowed() && kept.face().equals("yes");
    }

    // ---- what the camera says

    /// The check-in's picture, and what the candidate can do about it.
    public void preview(byte[] jpeg, CheckIn.Hint said, boolean isReady) {
        if (duty == Duty.CHECKING_IN) {
            hint = said == CheckIn.Hint.GOOD ? "" : word(said);
            isGood = isReady;
            show(jpeg);
        }
    }

    /// What is seen while the exam runs.
    public void seen(byte[] jpeg) {
        if (duty == Duty.WATCHING && isShowing) {
            show(jpeg);
        }
    }

    /// A picture to be kept. One that was under way when the camera was told to rest is not.
    public void picture(byte[] jpeg) {
        if (duty != Duty.WATCHING) {
            return;
        }
        if (jpeg.length > LARGEST_PICTURE) {
            observe("picture-too-large", Integer.toString(jpeg.length));
            return;
        }
        host.picture(jpeg);
        live();
    }

    /// At the check-in there is no picture.
    public void noPicture() {
        if (duty == Duty.CHECKING_IN) {
            lost();
        }
    }

    /// Something began or ended.
    public void observed(Signal signal) {
        host.observe(signal.kind().word(), signal.detail());
        if (signal.kind() == SignalKind.CAMERA_LOST && duty == Duty.WATCHING) {
            if (signal.phase() == Signal.Phase.BEGUN) {
                lost();
            } else {
                live();
            }
        }
    }

    /// The camera's part of the program broke, for the rest of this run; the exam goes on without
    /// it. It may break before anybody has signed in.
    public void failed() {
        isBroken = true;
        var lost = new Signal(SignalKind.CAMERA_LOST, Signal.Phase.BEGUN, 0, new TreeMap<>());
        host.observe(lost.kind().word(), lost.detail());
        if (duty != Duty.RESTING) {
            lost();
        }
    }

    /// A picture by its path, while the page is told of it. May be called on any thread.
    public Optional<Asset> picture(String path) {
        var named = shown;
        return named.entrySet().stream()
                .filter(each -> path.equals(PATH.substring(1) + each.getKey()))
                .map(each -> new Asset("image/jpeg", each.getValue()))
                .findFirst();
    }

    // ---- what follows

    private void decide() {
        if (host == null) {
            return;
        }
        var due = due();
        if (due == Duty.WATCHING) {
            camera.show(isShowing);
            if (!isShowing) {
                hide();
            }
        }
        if (due != duty) {
            duty = due;
            hide();
            switch (due) {
                case RESTING -> {
                    camera.show(false);
                    camera.rest();
                    state = policy.hasCamera() ? "off" : "none";
                }
                case CHECKING_IN -> {
                    camera.checkIn();
                    state = isBroken ? "lost" : "starting";
                }
                case WATCHING -> {
                    camera.watch();
                    state = isBroken ? "lost" : "starting";
                }
            }
        }
        put();
    }

    private Duty due() {
        if (!isAllowed()) {
            return Duty.RESTING;
        }
        return switch (host.stage()) {
            case RUNNING -> Duty.WATCHING;
            case CONFIRMING, WAITING -> isShowing ? Duty.CHECKING_IN : Duty.RESTING;
            default -> Duty.RESTING;
        };
    }

    private void show(byte[] jpeg) {
        var next = new TreeMap<>(shown);
        number++;
        next.put(number, jpeg);
        numbers.addLast(number);
        while (numbers.size() > SHOWN) {
            next.remove(numbers.removeFirst());
        }
        shown = next;
        state = "live";
        put();
    }

    private void hide() {
        shown = new TreeMap<>();
        numbers.clear();
        hint = "";
        isGood = false;
    }

    private void live() {
        state = "live";
        put();
    }

    private void lost() {
        hide();
        state = "lost";
        put();
    }

    private void put() {
        host.put(
                "camera",
                Json.object(
                        "state",
                        state,
                        "picture",
                        shown.isEmpty() ? null : PATH + number,
                        "hints",
                        hint.isEmpty() ? List.of() : List.of(hint),
                        "good",
                        isGood));
    }

    private void observe(String kind, String... told) {
        var detail = new CborWriter().array(told.length);
        for (var each : told) {
            detail.text(each);
        }
        host.observe(kind, detail.toBytes());
    }

    private static String word(CheckIn.Hint hint) {
        return switch (hint) {
            case GOOD -> "";
            case BLIND -> "covered";
            case TOO_DARK -> "dark";
            case TOO_BRIGHT -> "bright";
            case FROZEN, BLURRED, NO_FACE, SEVERAL_FACES, OFF_CENTRE, TOO_FAR, TOO_NEAR ->
                    hint.name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }
}
