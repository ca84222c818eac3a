package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.display.Display;
import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.KeptFile;
import org.gongyuan.lockdown.measure.Lockdown;
import org.gongyuan.lockdown.measure.Lockdown.Left;
import org.gongyuan.lockdown.posture.Finding;
import org.gongyuan.lockdown.posture.Machine;
import org.gongyuan.lockdown.posture.Posture;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.presentation.LockState;
import org.gongyuan.seat.session.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The seat's machine in hand for one run of the program: measures taken before anybody signs in,
/// the machine looked at again and again, everything given back at the end (lockdown.md 1 and 5).
///
///     begun --take--> locked | not locked --give back--> given back
///     not locked: tried again at every look
///
/// Everything happens on one thread of its own, because helpers, displays and disks may take
/// seconds.
final class MachineHold implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MachineHold.class);
    private static final String KEPT = "lockdown.kept";

    private final HoldSettings settings;
    private final boolean isHeld;
    private final Path folder;
    private final List<Node> nodes;
    private final InstantSource wall;
    private final Optional<Display> display;
    private final SeatMeasures measures;
    private final Posture posture;
    private final KeptFile kept;
    private final NodeAddresses addresses;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("machine").daemon().factory());

    private Lockdown lockdown;
    private LockState lock = LockState.TAKING;
    private List<Left> refused = List.of();
    private List<Finding> ofFiles = List.of();
    private List<String> unreachable = List.of();
    private volatile List<Finding> own = List.of();
    private volatile Supplier<Optional<Finding>> watched = Optional::empty;
    private volatile Duration ahead = Duration.ZERO;
    private Consumer<State> listener = _ -> {};
    private volatile Future<?> looking;
    private CompletableFuture<List<Left>> givenBack;

    /// How the machine stands.
    ///
    /// @param refused the measure that was refused and why, or what an earlier run left
    /// @param findings empty until it was looked at once
    record State(LockState lock, List<Left> refused, Optional<List<Finding>> findings) {

        State {
            refused = List.copyOf(refused);
            findings = findings.map(List::copyOf);
        }
    }

    /// What a machine is held with.
    ///
    /// @param isHeld false in a drill, which only looks
    /// @param folder the seat's state folder
    record Place(HoldSettings settings, boolean isHeld, Path folder, List<Node> nodes) {

        Place {
            requireNonNull(settings, "settings");
            requireNonNull(folder, "folder");
            nodes = List.copyOf(nodes);
        }
    }

    private MachineHold(
            Place place,
            NodeAddresses addresses,
            Optional<Display> display,
            String noDisplay,
            Machine machine,
            InstantSource wall) {
        this.settings = place.settings();
        this.isHeld = place.isHeld();
        this.folder = place.folder();
        this.nodes = place.nodes();
        this.addresses = addresses;
        this.wall = wall;
        this.display = display;
        this.measures = new SeatMeasures(display, noDisplay, settings, addresses);
        this.posture = new Posture(machine, display, ProcessHandle.current().pid());
        this.kept = new KeptFile(place.folder().resolve(KEPT));
    }

    /// The display this program was started for, if any.
    static Optional<String> ourDisplay() {
        return Optional.ofNullable(System.getenv("DISPLAY")).filter(name -> !name.isEmpty());
    }

    /// Looks for what is needed to hold this machine; changes nothing.
    ///
    /// @param on the display, such as `:0`
    static MachineHold open(Place place, Optional<String> on, InstantSource wall) {
        Optional<Display> display = Optional.empty();
        var noDisplay = "DISPLAY is not set";
        try {
            if (on.isPresent()) {
                display = Optional.of(Display.open(on.get()));
            }
        } catch (CannotLock absent) {
            noDisplay = absent.getMessage();
        }
        return new MachineHold(
                place, NodeAddresses.of(place.nodes()), display, noDisplay, Machine.here(), wall);
    }

    /// Where the exam servers are, looked up before the network is closed.
    NodeAddresses addresses() {
        return addresses;
    }

    /// What the program knows of itself and tells beside what is looked at.
    void own(List<Finding> findings) {
        own = List.copyOf(findings);
    }

    /// Asks a part of the program at every look what there is to tell about it.
    void watch(Supplier<Optional<Finding>> part) {
        watched = requireNonNull(part, "part");
    }

    /// What time it is by the server: held against the machine's clock at the next look.
    void serverSaid(Instant now) {
        ahead = Duration.between(now, wall.instant());
    }

    /// Takes hold, looks, and goes on looking. The listener is called on this machine's thread.
    void begin(Consumer<State> to) {
        thread.execute(
                () -> {
                    listener = to;
                    tell(Optional.empty());
                    take();
                    tell(Optional.empty());
                    ofFiles = files();
                    unreachable = NodeAddresses.unreachable(nodes);
                    tell(Optional.of(look()));
                });
        long every = settings.lookEvery().toMillis();
        looking = thread.scheduleWithFixedDelay(this::again, every, every, TimeUnit.MILLISECONDS);
    }

    private void again() {
        try {
            if (lock == LockState.NOT_LOCKED) {
                take();
            }
            if (!unreachable.isEmpty()) {
                unreachable = NodeAddresses.unreachable(nodes);
            }
            tell(Optional.of(look()));
        } catch (RuntimeException failed) {
            LOG.error("the machine could not be looked at", failed);
        }
    }

    private void tell(Optional<List<Finding>> findings) {
        if (lock != LockState.GIVEN_BACK) {
            listener.accept(new State(lock, refused, findings));
        }
    }

    // ---- taking hold, giving back

    private void take() {
        try {
            var left = Lockdown.restore(measures.known(), kept);
            if (!left.isEmpty()) {
                notLocked(left);
                return;
            }
            if (!isHeld) {
                lock = LockState.OFF;
                return;
            }
            switch (Lockdown.apply(measures.of(settings.measures()), kept)) {
                case Lockdown.Held(var held) -> {
                    lockdown = held;
                    lock = LockState.LOCKED;
                    refused = List.of();
                    LOG.info("locked: {}", held.measures());
                }
                case Lockdown.NotHeld(var measure, var because, var notBack) -> {
                    var all = new ArrayList<Left>();
                    all.add(new Left(measure, because));
                    notBack.stream()
                            .filter(one -> !one.measure().equals(measure))
                            .forEach(all::add);
                    notLocked(all);
                }
            }
        } catch (IOException unwritable) {
            notLocked(List.of(new Left("kept-file", said(unwritable))));
        }
    }

    private void notLocked(List<Left> because) {
        lock = LockState.NOT_LOCKED;
        refused = because;
        LOG.warn("not locked: {}", because);
    }

    /// Gives the machine back, once; whoever asks later hears the same.
    ///
    /// @return what could not be given back; it stays in the kept file for the next start
    List<Left> giveBack() {
        synchronized (this) {
            if (givenBack == null) {
                givenBack = CompletableFuture.supplyAsync(this::undo, thread);
            }
        }
        return givenBack.join();
    }

    private List<Left> undo() {
        if (looking != null) {
            looking.cancel(false);
        }
        lock = LockState.GIVEN_BACK;
        try {
            var left =
                    lockdown == null
                            ? Lockdown.restore(measures.known(), kept)
                            : lockdown.giveBack();
            tellTheEnd(left);
            return left;
        } catch (IOException unreadable) {
            return List.of(new Left("kept-file", said(unreadable)));
        }
    }

    /// Whoever listened may be gone already, when the program is ended from outside.
    private void tellTheEnd(List<Left> left) {
        try {
            listener.accept(new State(lock, left, Optional.empty()));
        } catch (RuntimeException gone) {
            LOG.info("nobody hears that the machine was given back: {}", gone.toString());
        }
    }

    /// Gives everything back and lets the display go.
    @Override
    public void close() {
        var left = giveBack();
        if (!left.isEmpty()) {
            LOG.warn("not given back: {}", left);
        }
        letGo();
    }

    /// Lets the display go, and changes nothing: for who only looked.
    void letGo() {
        thread.shutdown();
        display.ifPresent(Display::close);
    }

    // ---- looking

    /// What is found now.
    List<Finding> look() {
        var found = new ArrayList<>(posture.look(settings.allowed()));
        found.addAll(ofFiles);
        found.addAll(own);
        watched.get().ifPresent(found::add);
        Posture.disk(folder).ifPresent(found::add);
        Posture.clock(ahead).ifPresent(found::add);
        if (!unreachable.isEmpty()) {
            found.add(new Finding(FindingKind.NODE_UNREACHABLE, String.join(", ", unreachable)));
        }
        camera().ifPresent(found::add);
        leftOut().ifPresent(found::add);
        if (lock == LockState.NOT_LOCKED) {
            for (var one : refused) {
                found.add(
                        new Finding(FindingKind.NOT_LOCKED, one.measure() + ": " + one.because()));
            }
        }
        return found;
    }

    /// Everything once, without holding anything: what `gongyuan-seat check` tells.
    List<Finding> lookOnce() {
        ofFiles = files();
        unreachable = NodeAddresses.unreachable(nodes);
        var found = new ArrayList<>(look());
        for (var measure : measures.of(settings.measures())) {
            try {
                var _ = measure.keep();
            } catch (CannotLock refusal) {
                found.add(
                        new Finding(
                                FindingKind.NOT_LOCKED,
                                measure.name() + ": " + refusal.getMessage()));
            }
        }
        return found;
    }

    private List<Finding> files() {
        return settings.files().flatMap(SignedFiles::look).map(List::of).orElse(List.of());
    }

    private Optional<Finding> leftOut() {
        var left = new ArrayList<String>();
        if (isHeld) {
            left.addAll(settings.leftOut());
        }
        if (settings.files().isEmpty()) {
            left.add("own files are not signed (files.folder)");
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(FindingKind.LEFT_OUT, String.join(", ", left)));
    }

    private static Optional<Finding> camera() {
        try (DirectoryStream<Path> devices =
                Files.newDirectoryStream(Path.of("/dev"), "video[0-9]*")) {
            return devices.iterator().hasNext()
                    ? Optional.empty()
                    : Optional.of(new Finding(FindingKind.NO_CAMERA, "no /dev/video*"));
        } catch (IOException failed) {
            return Optional.of(
                    new Finding(FindingKind.NOT_LOOKED_AT, "camera: " + failed.getMessage()));
        }
    }

    private static String said(IOException failed) {
        return failed.getCause() == null
                ? failed.getMessage()
                : failed.getMessage() + ": " + failed.getCause().getMessage();
    }
}
