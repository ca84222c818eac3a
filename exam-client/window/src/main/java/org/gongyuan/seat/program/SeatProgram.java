package org.gongyuan.seat.program;

import org.gongyuan.lockdown.posture.Finding;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.input.InputMethod;
import org.gongyuan.seat.journal.DiskFolder;
import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.link.SeatRoom;
import org.gongyuan.seat.presentation.CameraDesk;
import org.gongyuan.seat.presentation.CandidateDesk;
import org.gongyuan.seat.presentation.DeskCamera;
import org.gongyuan.seat.presentation.DeskSettings;
import org.gongyuan.seat.presentation.DeskWindow;
import org.gongyuan.seat.presentation.GivenBack;
import org.gongyuan.seat.presentation.MachineCheck;
import org.gongyuan.seat.presentation.MachineFacets;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.SeatSettings;
import org.gongyuan.seat.session.Words;
import org.gongyuan.seat.shell.PageFiles;
import org.gongyuan.seat.shell.Sandbox;
import org.gongyuan.seat.shell.SeatWindow;
import org.gongyuan.seat.shell.ShellSettings;
import org.gongyuan.trust.seal.Argon2;

import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/// One run of a seat: the window, the session core and the desk between them, wired together, until
/// one candidate has seen the end.
final class SeatProgram {

    /// The program's version, as the record and the page name it.
    static final String VERSION = "gongyuan-seat 0.1.0";

    /// A slow machine that starts everything at once may need minutes for what takes seconds alone.
    private static final Duration PAGE_WITHIN = Duration.ofMinutes(3);

    private static final Duration SHOWN_AT_THE_END = Duration.ofSeconds(60);

    /// How the names of a session's journal begin (seat-journal.md).
    private static final String JOURNAL = "journal-";

    /// What it says when something added variables to the environment of the running program.
    static final String ADDED = "gongyuan-seat: the environment moved, by ";

    /// What a rehearsal or a test may do that an examination may not.
    ///
    /// @param isSandboxed false as root, where Chromium has no sandbox
    /// @param isHeld whether the machine is taken hold of, as for an examination
    /// @param drivenBy a port by which a test drives the page
    record Drill(boolean isSandboxed, boolean isHeld, OptionalInt drivenBy) {}

    private final ProgramSettings settings;
    private final Optional<Drill> drill;
    private final PrintStream aloud;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final CompletableFuture<Consumer<Sandbox>> looked = new CompletableFuture<>();

    /// Whether an earlier run left a session here that had not come to its end.
    private volatile boolean isAgain;

    SeatProgram(ProgramSettings settings, Optional<Drill> drill, PrintStream aloud) {
        this.settings = settings;
        this.drill = drill;
        this.aloud = aloud;
    }

    /// Sits one candidate. Returns when he has seen the end, or the process was asked to end.
    void run() throws IOException, InterruptedException, NotSet {
        var page = PageFiles.read(PageFiles.PAGE);
        var camera =
                CameraAtDesk.open(
                        settings.camera(),
                        drill.isPresent(),
                        settings.folder().resolve("vision"),
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        new SecureRandom());
        try (var folder = DiskFolder.take(settings.folder().resolve("journal"))) {
            isAgain = folder.names().stream().anyMatch(name -> name.startsWith(JOURNAL));
            var door = new Door(this::lookedAgain);
            // Before Chromium changes the environment.
            var input = inputMethod();
            var window = SeatWindow.open(shell(), page, door);
            try (input;
                    var hold =
                            MachineHold.open(
                                    place(), MachineHold.ourDisplay(), InstantSource.system());
                    var room = SeatRoom.open(room(), hold.addresses().table())) {
                // Ended from outside, the machine is given back all the same.
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(
                                        () -> {
                                            finished.countDown();
                                            var _ = hold.giveBack();
                                        }));
                hold.watch(input::finding);
                sit(room, folder, window, door, hold, camera, input);
                finished.await();
            } finally {
                window.close();
                camera.ifPresent(CameraAtDesk::close);
            }
        }
    }

    private void sit(
            SeatRoom room,
            DiskFolder folder,
            SeatWindow window,
            Door door,
            MachineHold hold,
            Optional<CameraAtDesk> camera,
            InputMethod input)
            throws InterruptedException, NotSet {
        var sandbox = look(door);
        sayAdded(window);
        hold.own(own(sandbox));
        var watched =
                new CameraDesk(
                        settings.camera().policy(),
                        camera.<DeskCamera>map(Function.identity()).orElse(DeskCamera.NONE));
        var inWindow = new InWindow(window, hold);
        var to = new CandidateDesk(deskSettings(), inWindow, watched);
        var facets = new MachineFacets(to);
        var machine = new CompletableFuture<MachineDesk>();
        var seat =
                room.seat(
                        seat(),
                        Optional.of(settings.machine()),
                        folder,
                        notice -> {
                            machine.join().told(notice);
                            to.told(notice);
                            if (notice instanceof Notice.Moved(var stage)) {
                                GarbageGivenBack.at(stage);
                            }
                        });
        inWindow.seat = seat;
        machine.complete(
                new MachineDesk(
                        seat,
                        facets,
                        room.doorReport(seat(), Optional.of(settings.machine()), seat),
                        hold));
        seat.act(
                _ -> {
                    to.sitAt(seat);
                    to.composeWith(input);
                    facets.own(checks(sandbox));
                    sayDrill(to);
                    machine.join().begin();
                    GarbageGivenBack.regularly(seat.ticker());
                    GarbageGivenBack.whenGrown();
                });
        looked.complete(
                found -> {
                    hold.own(own(found));
                    seat.act(_ -> facets.own(checks(found)));
                });
        camera.ifPresent(each -> each.at(seat, watched));
        door.open(new Door.Inside(seat, to));
    }

    private WatchedInput inputMethod() {
        return WatchedInput.ofSession(settings.inputMethods());
    }

    private MachineHold.Place place() {
        return new MachineHold.Place(
                settings.hold(),
                drill.map(Drill::isHeld).orElse(true),
                settings.folder(),
                settings.nodes());
    }

    /// What the program knows of itself, for the server to judge.
    private List<Finding> own(Sandbox sandbox) {
        var own = new ArrayList<Finding>();
        if (sandbox instanceof Sandbox.Missing(var because)) {
            own.add(new Finding(FindingKind.NOT_SANDBOXED, because));
        }
        drill.ifPresent(how -> own.add(new Finding(FindingKind.DRILL, "started with --drill")));
        return own;
    }

    private Sandbox look(Door door) throws InterruptedException, NotSet {
        try {
            return door.firstLook().get(PAGE_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw new NotSet(
                    "the page did not begin within %d s; look at the display and at Chromium's files in %s"
                            .formatted(PAGE_WITHIN.toSeconds(), settings.chromium()));
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the sandbox cannot be looked at", failed);
        }
    }

    private void lookedAgain(Sandbox found) {
        var _ = looked.thenAccept(then -> then.accept(found));
    }

    /// What the window itself knows of this machine.
    private List<MachineCheck> checks(Sandbox found) {
        var checks = new ArrayList<MachineCheck>();
        if (isAgain) {
            checks.add(
                    new MachineCheck(
                            "again",
                            MachineCheck.State.NOTE,
                            new Words(
                                    "考试程序重新启动过。请用同一准考证号和口令登录，此前保存的作答都在。",
                                    "The exam program was started again. Sign in with the same"
                                        + " ticket number and secret: what was saved is there."),
                            ""));
        }
        checks.add(
                switch (found) {
                    case Sandbox.InForce(int renderers) ->
                            new MachineCheck(
                                    "sandbox",
                                    MachineCheck.State.GOOD,
                                    new Words("页面进程已隔离。", "The page's process is isolated."),
                                    "%d renderers, seccomp 2".formatted(renderers));
                    case Sandbox.Missing(var because) ->
                            new MachineCheck(
                                    "sandbox",
                                    drill.isPresent()
                                            ? MachineCheck.State.WARNING
                                            : MachineCheck.State.REFUSED,
                                    new Words(
                                            "页面进程没有隔离，本机不能用于考试。请举手告知监考员。",
                                            "The page's process is not isolated; this machine"
                                                + " cannot be used for an exam. Please raise your"
                                                + " hand."),
                                    because);
                });
        if (drill.isPresent()) {
            checks.add(
                    new MachineCheck(
                            "drill",
                            MachineCheck.State.WARNING,
                            new Words("演练：不是正式考试。", "A drill: no real exam."),
                            drill.get().drivenBy().isPresent()
                                    ? "the page can be driven from outside"
                                    : ""));
        }
        return checks;
    }

    private void sayAdded(SeatWindow window) {
        var added = window.addedVariables();
        if (!added.isEmpty()) {
            aloud.println(ADDED + String.join(", ", added));
        }
    }

    private void sayDrill(CandidateDesk to) {
        drill.ifPresent(
                how -> {
                    aloud.println("gongyuan-seat: THIS IS A DRILL, not an examination.");
                    if (!how.isSandboxed()) {
                        aloud.println("gongyuan-seat: Chromium runs WITHOUT its sandbox.");
                    }
                    how.drivenBy()
                            .ifPresent(
                                    port ->
                                            aloud.println(
                                                    "gongyuan-seat: the page can be driven by port "
                                                            + port));
                    to.observe(
                            "drill",
                            how.isSandboxed() ? "sandboxed" : "not-sandboxed",
                            how.drivenBy().isPresent() ? "driven" : "not-driven");
                });
    }

    private ShellSettings shell() {
        return new ShellSettings(
                settings.chromium(),
                settings.temporary(),
                settings.language(),
                drill.map(Drill::isSandboxed).orElse(true),
                drill.map(Drill::drivenBy).orElse(OptionalInt.empty()));
    }

    private SeatRoom.Settings room() {
        return new SeatRoom.Settings(
                settings.sitting(),
                settings.folder().resolve("forms"),
                settings.acceptance(),
                1,
                2);
    }

    private SeatSettings seat() {
        return new SeatSettings(
                settings.seat(),
                settings.nodes(),
                VERSION,
                Argon2.FOR_PASSWORDS,
                settings.checkpointKeys(),
                SeatSettings.PICTURE_BUDGET);
    }

    private DeskSettings deskSettings() {
        return new DeskSettings(
                settings.seat().text(),
                settings.exam(),
                VERSION,
                drill.isPresent(),
                settings.zone(),
                settings.tools());
    }

    /// The desk's window, and when to end it: a minute after the candidate has seen the end.
    private final class InWindow implements DeskWindow {

        private final SeatWindow window;
        private final MachineHold hold;
        private volatile Seat seat;

        InWindow(SeatWindow window, MachineHold hold) {
            this.window = window;
            this.hold = hold;
        }

        @Override
        public void giveBack(Consumer<GivenBack> then) {
            Thread.startVirtualThread(
                    () -> {
                        var back = new GivenBack(MachineDesk.failed(hold.giveBack()));
                        seat.act(_ -> then.accept(back));
                    });
        }

        @Override
        public void reload() {
            window.reload();
        }

        @Override
        public void finished() {
            Thread.startVirtualThread(
                    () -> {
                        try {
                            Thread.sleep(SHOWN_AT_THE_END);
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        finished.countDown();
                    });
        }
    }
}
