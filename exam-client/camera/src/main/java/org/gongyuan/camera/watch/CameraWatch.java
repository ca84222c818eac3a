package org.gongyuan.camera.watch;

import static java.util.Objects.requireNonNull;

import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.camera.look.Looking;
import org.gongyuan.camera.signal.Baseline;
import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Loss;
import org.gongyuan.camera.signal.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
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
    public static final Duration PREVIEW_EVERY = Duration.ofMillis(200);

    /// How long after a loss the camera is opened again.
    public static final Duration OPEN_AGAIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(CameraWatch.class);

    private final Supplier<Optional<? extends FrameSource>> camera;
    private final Cascade cascade;
    private final Sink sink;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final Duration noFaceAfter;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread thread;

    private Duty duty = new Resting();
    private FrameSource source;
    private long openAgainMs;
    private final Loss loss = new Loss();
    private volatile Baseline baseline;

    private interface Order {
        Duty carryOut(Duty now);
    }

    private sealed interface Duty {}

    private record Resting() implements Duty {}

    private record CheckingIn(CheckIn checkIn) implements Duty {}

    private static final class Watching implements Duty {

        private final PictureRhythm rhythm;
        private Signals signals;
        private long nextLookMs;

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
        this.camera = requireNonNull(camera, "camera");
        this.cascade = requireNonNull(cascade, "cascade");
        this.noFaceAfter = requireNonNull(noFaceAfter, "noFaceAfter");
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
        orders.add(_ -> new CheckingIn(new CheckIn()));
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
            while (true) {
                long wait = Math.max(0, dueMs() - clock.getAsLong());
                var order = orders.poll(wait, TimeUnit.MILLISECONDS);
                if (order != null) {
                    duty = order.carryOut(duty);
                    if (duty instanceof Resting) {
                        giveBack();
                    }
                } else {
                    takeOne(looking);
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("the camera is off duty");
        } catch (RuntimeException | LinkageError broken) {
            LOG.error("the camera's duty ended: {}", broken.getMessage());
            sink.noPicture("the vision library failed: " + broken.getClass().getSimpleName());
        } finally {
            giveBack();
        }
    }

    private long dueMs() {
        return switch (duty) {
            case Resting() -> Long.MAX_VALUE / 2;
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
        switch (grab(now)) {
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

    private void lost(long now, String because) {
        giveBack();
        openAgainMs = now + OPEN_AGAIN.toMillis();
        switch (duty) {
            case CheckingIn(var _) -> sink.noPicture(because);
            case Watching watching -> {
                watching.nextLookMs = now + LOOK_EVERY.toMillis();
                loss.lost(now).ifPresent(sink::observed);
            }
            case Resting() -> {}
        }
    }

    private void taken(Looking looking, Frame frame, long now) {
        switch (duty) {
            case Resting() -> {}
            case CheckingIn(var checkIn) -> {
                var hint = checkIn.look(looking.look(frame, now));
                var good = checkIn.baseline();
                good.ifPresent(found -> baseline = found);
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
            for (var signal : watching.signals.look(look)) {
                sink.observed(signal);
                watching.rhythm.burst(now);
            }
        }
        if (now >= watching.rhythm.nextMs()) {
            sink.picture(frame.jpeg());
            watching.rhythm.kept(now);
        }
    }

    private void giveBack() {
        if (source != null) {
            source.close();
            source = null;
        }
    }

    /// Ends the thread and gives the camera back.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(15));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
