package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.camera.frame.Camera;
import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.frame.VideoFile;
import org.gongyuan.camera.frame.Vision;
import org.gongyuan.camera.look.FaceLikeness;
import org.gongyuan.camera.look.ModelRefused;
import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Signal;
import org.gongyuan.camera.watch.CameraWatch;
import org.gongyuan.camera.watch.FaceRule;
import org.gongyuan.camera.watch.Sink;
import org.gongyuan.lockdown.posture.Finding;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.presentation.CameraDesk;
import org.gongyuan.seat.presentation.DeskCamera;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Between the camera's thread and the seat's loop: what the desk commands goes to the camera's
/// duty, what that has goes to the desk, and neither waits for the other.
final class CameraAtDesk implements DeskCamera, Sink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CameraAtDesk.class);
    private static final String UNPACKED = "org.bytedeco.javacpp.cachedir";

    private record Inside(Seat seat, CameraDesk desk) {}

    private final CompletableFuture<Inside> inside = new CompletableFuture<>();
    private final CameraWatch watch;

    private CameraAtDesk(
            CameraSettings settings,
            Supplier<Optional<? extends FrameSource>> source,
            Optional<FaceRule> faces,
            LongSupplier clock,
            RandomGenerator random) {
        this.watch =
                new CameraWatch(
                        source,
                        settings.cascade(),
                        settings.noFaceAfter(),
                        faces,
                        this,
                        clock,
                        random);
    }

    /// The camera a seat is set to have, or nothing when it is set to have none. Its thread loads
    /// the vision library at once and then rests.
    ///
    /// @param isDrill whether a file may stand in the place of a camera
    /// @param folder where the vision library is unpacked
    /// @throws NotSet when a file stands in its place in an examination, or a face model is absent
    static Optional<CameraAtDesk> open(
            CameraSettings settings,
            boolean isDrill,
            Path folder,
            LongSupplier clock,
            RandomGenerator random)
            throws NotSet {
        if (settings.source() instanceof CameraSettings.Source.None) {
            return Optional.empty();
        }
        unpackInto(folder);
        var opened =
                new CameraAtDesk(
                        settings,
                        source(settings.source(), isDrill),
                        faces(settings.faces()),
                        clock,
                        random);
        opened.watch.start();
        return Optional.of(opened);
    }

    /// Why no camera can work on this machine, whichever is plugged in: the vision library does not
    /// load. Nothing where it does, or where no camera is used.
    static Optional<Finding> unusable(CameraSettings settings, Path folder) {
        if (settings.source() instanceof CameraSettings.Source.None) {
            return Optional.empty();
        }
        unpackInto(folder);
        try {
            Vision.ready();
            return Optional.empty();
        } catch (RuntimeException | LinkageError broken) {
            return Optional.of(
                    new Finding(
                            FindingKind.NO_CAMERA, "the vision library: " + broken.getMessage()));
        }
    }

    private static void unpackInto(Path folder) {
        if (System.getProperty(UNPACKED) == null) {
            System.setProperty(UNPACKED, folder.toString());
        }
    }

    private static Supplier<Optional<? extends FrameSource>> source(
            CameraSettings.Source source, boolean isDrill) throws NotSet {
        return switch (source) {
            case CameraSettings.Source.None() -> Optional::empty;
            case CameraSettings.Source.Numbered(int number) -> () -> Camera.open(number);
            case CameraSettings.Source.Drilled(var file) -> {
                if (!isDrill) {
                    throw new NotSet(
                            "camera: \"%s\" is no number of a camera; a file stands in its place"
                                            .formatted(file.getFileName())
                                    + " only with --drill. Give a number such as 0, or none");
                }
                yield () -> VideoFile.endless(file);
            }
        };
    }

    private static Optional<FaceRule> faces(Optional<CameraSettings.Faces> set) throws NotSet {
        if (set.isEmpty()) {
            return Optional.empty();
        }
        var faces = set.get();
        try {
            return Optional.of(
                    new FaceRule(
                            FaceLikeness.load(faces.finder(), faces.describer()), faces.bound()));
        } catch (ModelRefused refused) {
            throw new NotSet(refused.getMessage());
        }
    }

    /// Takes the desk that is told.
    void at(Seat seat, CameraDesk desk) {
        inside.complete(new Inside(requireNonNull(seat, "seat"), requireNonNull(desk, "desk")));
    }

    // ---- to the camera

    @Override
    public void checkIn() {
        watch.checkIn();
    }

    @Override
    public void watch() {
        watch.watch();
    }

    @Override
    public void rest() {
        watch.rest();
    }

    @Override
    public void show(boolean on) {
        watch.show(on);
    }

    @Override
    public void demand(int tenthsPerSecond, Duration lasting) {
        watch.demand(tenthsPerSecond, lasting);
    }

    @Override
    public void compareFaces(boolean isAgreed) {
        watch.compareFaces(isAgreed);
    }

    // ---- from the camera, on its thread

    private void tell(Consumer<CameraDesk> what) {
        var _ = inside.thenAccept(to -> to.seat().act(_ -> what.accept(to.desk())));
    }

    @Override
    public void observed(Signal signal) {
        tell(desk -> desk.observed(signal));
    }

    @Override
    public void picture(byte[] jpeg) {
        tell(desk -> desk.picture(jpeg));
    }

    @Override
    public void preview(byte[] jpeg, CheckIn.Hint hint, boolean isReady) {
        tell(desk -> desk.preview(jpeg, hint, isReady));
    }

    @Override
    public void noPicture(String because) {
        LOG.warn("no picture of the camera: {}", because);
        tell(CameraDesk::noPicture);
    }

    @Override
    public void seen(byte[] jpeg) {
        tell(desk -> desk.seen(jpeg));
    }

    @Override
    public void failed(String because) {
        LOG.error("the camera's part ended: {}", because);
        tell(CameraDesk::failed);
    }

    @Override
    public void close() {
        watch.close();
    }
}
