package org.gongyuan.camera.watch;

import static java.util.Objects.requireNonNull;

import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.camera.look.Looking;
import org.gongyuan.camera.signal.Baseline;
import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Loss;
import org.gongyuan.camera.signal.Signal;
import org.gongyuan.camera.signal.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The camera on duty: a thread of its own that takes pictures, has them
/// looked at and tells its [Sink]. Nothing ever waits for it.
///
///     resting --check in--> checking in --watch--> watching --rest--> resting
///        \________________________ watch _______________^
///
/// A camera that gives no picture is opened again every five seconds, and that it gave none is
/// told.
public final class CameraWatch implements AutoCloseable {

    /// How often a picture is looked at while watching.
    public static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /// How often the candidate sees a new picture at the check-in.
    public static final Duration PREVIEW_EVERY = Duration.ofMillis(250);

    /// How long after a loss the camera is opened again.
    public static final Duration OPEN_AGAIN = Duration.ofSeconds(5);

    /// Every which look the face is compared with that of the check-in.
    static final int COMPARE_EVERY = 5;

    private static final Logger LOG = LoggerFactory.getLogger(CameraWatch.class);

    private final Supplier<Optional<? extends FrameSource>> camera;
    private final Cascade cascade;
    private final Sink sink;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final Duration noFaceAfter;
    private final Optional<FaceRule> faces;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread thread;

    private Duty duty = new Resting();
    private FrameSource source;
    private long openAgainMs;
    private final Loss loss = new Loss();
    private volatile Baseline baseline;
    private volatile boolean isShown;
    private boolean isComparing;
    private boolean isEnrolled;

    private interface Order {
        Duty carryOut(Duty now);
    }

    private sealed interface Duty {}

    private record Resting() implements Duty {}

    private record Ended() implements Duty {}

    private record CheckingIn(CheckIn checkIn) implements Duty {}

    private static final class Watching implements Duty {

        private final PictureRhythm rhythm;
        private Signals signals;
        private long nextLookMs;
        private int looks;

        Watching(PictureRhythm rhythm, long nextLookMs) {
            this.rhythm = rhythm;
            this.nextLookMs = nextLookMs;
        }
    }

    /// A camera on duty. It rests until it is told what to do; the vision library is loaded on its
    /// thread meanwhile.
    ///
    /// @param camera opens the camera, or gives nothing when there is none
    /// @param noFaceAfter how long no face may be seen before it is told, 3 s to 5 min
    /// @param clock the seat's monotonic clock in milliseconds
    public CameraWatch(
            Supplier<Optional<? extends FrameSource>> camera,
            Cascade cascade,
            Duration noFaceAfter,
            Sink sink,
            LongSupplier clock,
            RandomGenerator random) {
        this(camera, cascade, noFaceAfter, Optional.empty(), sink, clock, random);
    }

    /// The same, with a comparison of faces that [#compareFaces] switches on.
    ///
    /// @param faces by what faces are compared, where the operator supplies it
    public CameraWatch(
            Supplier<Optional<? extends FrameSource>> camera,
            Cascade cascade,
            Duration noFaceAfter,
            Optional<FaceRule> faces,
            Sink sink,
            LongSupplier clock,
            RandomGenerator random) {
        this.camera = requireNonNull(camera, "camera");
        this.cascade = requireNonNull(cascade, "cascade");
        this.noFaceAfter = requireNonNull(noFaceAfter, "noFaceAfter");
        this.faces = requireNonNull(faces, "faces");
        this.sink = requireNonNull(sink, "sink");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        this.thread = Thread.ofPlatform().name("camera").daemon().unstarted(this::run);
    }

    /// Starts the thread.
    public CameraWatch start() {
        thread.start();
        return this;
    }

    /// Shows the candidate a live picture and hints, until told otherwise.
    public void checkIn() {
        orders.add(now -> now instanceof CheckingIn ? now : new CheckingIn(new CheckIn()));
    }

    /// Whether what the camera sees is handed on while watching, a picture a second.
    public void show(boolean on) {
        isShown = on;
    }

    /// The candidate agreed to the comparison of faces, or withdrew that: then what was taken of
    /// his face is forgotten.
    public void compareFaces(boolean isAgreed) {
        orders.add(
                now -> {
                    isComparing = isAgreed && faces.isPresent();
                    if (!isAgreed) {
                        isEnrolled = false;
                        faces.ifPresent(rule -> rule.comparer().forget());
                    }
                    return now;
                });
    }

    /// The processor's time that the camera's thread has used so far; of a machine that does not
    /// count it, nothing.
    public Optional<Duration> processorTime() {
        var threads = ManagementFactory.getThreadMXBean();
        if (!threads.isThreadCpuTimeSupported()) {
            return Optional.empty();
        }
        long nanos = threads.getThreadCpuTime(thread.threadId());
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    /// How the picture looked when the check-in was good, once it was.
    public Optional<Baseline> baseline() {
        return Optional.ofNullable(baseline);
    }

    /// Watches from now on, against the picture of the check-in. A seat that goes on after a crash
    /// has none: then the first good picture of this run stands for it.
    public void watch() {
        orders.add(
                now -> {
                    long nowMs = clock.getAsLong();
                    return now instanceof Watching
                            ? now
                            : new Watching(new PictureRhythm(random, nowMs), nowMs);
                });
    }

    /// The server wants pictures more often for a while.
    ///
    /// @param tenthsPerSecond pictures a second in tenths, cut to 1..40
    /// @param lasting for how long, cut to 10 min
    public void demand(int tenthsPerSecond, Duration lasting) {
        orders.add(
                now -> {
                    if (now instanceof Watching watching) {
                        watching.rhythm.demand(clock.getAsLong(), tenthsPerSecond, lasting);
                    }
                    return now;
                });
    }

    /// Takes no pictures any more, and gives the camera back.
    public void rest() {
        orders.add(_ -> new Resting());
    }

    private void run() {
        try (var looking = new Looking(cascade)) {
            while (!(duty instanceof Ended)) {
                long wait = Math.max(0, dueMs() - clock.getAsLong());
                var order = orders.poll(wait, TimeUnit.MILLISECONDS);
                if (order != null) {
                    carryOut(order);
                } else {
                    takeOne(looking);
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("the camera is off duty");
        } catch (RuntimeException | LinkageError broken) {
            LOG.error("the camera's duty ended: {}", broken.getMessage());
            sink.failed("the vision library failed: " + broken.getClass().getSimpleName());
        } finally {
            giveBack();
            faces.ifPresent(rule -> rule.comparer().close());
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very duty goes on, or another one has begun
    private void carryOut(Order order) {
        var before = duty;
        duty = order.carryOut(before);
        if (before instanceof Watching watching && duty != before) {
            long now = clock.getAsLong();
            if (watching.signals != null) {
                watching.signals.end(now).forEach(sink::observed);
            }
            loss.end(now).ifPresent(sink::observed);
        }
        if (duty instanceof Resting || duty instanceof Ended) {
            giveBack();
        }
    }

    private long dueMs() {
        return switch (duty) {
            case Resting(), Ended() -> Long.MAX_VALUE / 2;
            case CheckingIn(var _) -> nextOpening(clock.getAsLong() + PREVIEW_EVERY.toMillis());
            case Watching watching ->
                    nextOpening(Math.min(watching.nextLookMs, watching.rhythm.nextMs()));
        };
    }

    private long nextOpening(long otherwise) {
        return source == null ? Math.max(openAgainMs, otherwise) : otherwise;
    }

    private void takeOne(Looking looking) {
        long now = clock.getAsLong();
        switch (grabOrLose(now)) {
            case FrameSource.Lost(var because) -> lost(now, because);
            case FrameSource.Taken(var frame) -> {
                try (frame) {
                    loss.back(now).ifPresent(sink::observed);
                    taken(looking, frame, now);
                }
            }
        }
    }

    private FrameSource.Grab grab(long now) {
        if (source == null) {
            var opened = camera.get();
            if (opened.isEmpty()) {
                openAgainMs = now + OPEN_AGAIN.toMillis();
                return new FrameSource.Lost("there is no camera, or another program has it");
            }
            source = opened.get();
        }
        return source.grab();
    }

    /// A camera whose pixels cannot be read, or whose driver breaks, gives no picture: the duty
    /// goes on, as when it was unplugged.
    private FrameSource.Grab grabOrLose(long now) {
        try {
            return grab(now);
        } catch (RuntimeException refused) {
            LOG.warn("a picture was refused: {}", refused.getMessage());
            return new FrameSource.Lost("the camera's pictures cannot be read");
        }
    }

    private void lost(long now, String because) {
        giveBack();
        openAgainMs = now + OPEN_AGAIN.toMillis();
        switch (duty) {
            case CheckingIn(var _) -> sink.noPicture(because);
            case Watching watching -> {
                watching.nextLookMs = now + LOOK_EVERY.toMillis();
                loss.lost(now).ifPresent(sink::observed);
            }
            case Resting(), Ended() -> {}
        }
    }

    private void taken(Looking looking, Frame frame, long now) {
        switch (duty) {
            case Resting(), Ended() -> {}
            case CheckingIn(var checkIn) -> {
                var hint = checkIn.look(looking.look(frame, now));
                var good = checkIn.baseline();
                good.ifPresent(found -> baseline = found);
                if (good.isPresent() && isComparing && !isEnrolled) {
                    isEnrolled = faces.orElseThrow().comparer().enrol(frame);
                }
                sink.preview(frame.jpeg(), hint, good.isPresent());
            }
            case Watching watching -> watch(watching, looking, frame, now);
        }
    }

    private void watch(Watching watching, Looking looking, Frame frame, long now) {
        if (now >= watching.nextLookMs) {
            watching.nextLookMs = now + LOOK_EVERY.toMillis();
            var look = looking.look(frame, now);
            if (watching.signals == null) {
                if (baseline == null) {
                    baseline = Baseline.of(List.of(look));
                }
                watching.signals = new Signals(baseline, noFaceAfter);
            }
            var told = new ArrayList<>(watching.signals.look(look));
            if (isEnrolled && watching.looks++ % COMPARE_EVERY == 0) {
                compare(watching.signals, frame, now).ifPresent(told::add);
            }
            for (var signal : told) {
                sink.observed(signal);
                watching.rhythm.burst(now);
            }
            if (isShown) {
                sink.seen(frame.jpeg());
            }
        }
        if (now >= watching.rhythm.nextMs()) {
            sink.picture(frame.jpeg());
            watching.rhythm.kept(now);
        }
    }

    private Optional<Signal> compare(Signals signals, Frame frame, long now) {
        var rule = faces.orElseThrow();
        var likeness = rule.comparer().likeness(frame);
        return likeness.isEmpty()
                ? Optional.empty()
                : signals.likeness(now, likeness.getAsDouble(), rule.bound());
    }

    private void giveBack() {
        if (source != null) {
            source.close();
            source = null;
        }
    }

    /// Ends the thread and gives the camera back. The thread is not interrupted: a vision library
    /// that is interrupted while it loads can never be loaded again.
    @Override
    public void close() {
        orders.add(_ -> new Ended());
        try {
            thread.join(Duration.ofSeconds(15));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
