package org.gongyuan.camera.look;

import static java.util.Objects.requireNonNull;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;
import org.bytedeco.opencv.opencv_objdetect.FaceRecognizerSF;
import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.Vision;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/// How alike the face in a frame is to the face of the check-in, by two models that the operator
/// supplies: YuNet finds the face, SFace describes it. We bring neither file, so this was never run
/// on a picture here; without both there is no comparison of faces at all.
///
/// The features of the check-in's face stay in memory and end with this object.
public final class FaceLikeness implements FaceComparer {

    /// The least cosine that the authors of SFace give for the same person. An operator who uses
    /// the models sets his own bound from his own pictures.
    public static final double PUBLISHED_BOUND = 0.363;

    private static final float SURE = 0.9f;
    private static final float OVERLAP = 0.3f;
    private static final int MOST_FACES = 50;

    private final FaceDetectorYN finder;
    private final FaceRecognizerSF describer;
    private final Mat found = new Mat();
    private final Mat aligned = new Mat();
    private final Mat now = new Mat();
    private final Mat atCheckIn = new Mat();

    private FaceLikeness(FaceDetectorYN finder, FaceRecognizerSF describer) {
        this.finder = finder;
        this.describer = describer;
    }

    /// Loads both models.
    ///
    /// @param finderModel YuNet, an ONNX file for OpenCV 4
    /// @param describerModel SFace, an ONNX file
    /// @throws ModelRefused when a file is absent or is no such model, naming it
    public static FaceLikeness load(Path finderModel, Path describerModel) throws ModelRefused {
        requireNonNull(finderModel, "finderModel");
        requireNonNull(describerModel, "describerModel");
        expectReadable(finderModel);
        expectReadable(describerModel);
        Vision.ready();
        try (var size = new Size(Frame.WIDTH, Frame.HEIGHT)) {
            var finder =
                    read(
                            finderModel,
                            file ->
                                    FaceDetectorYN.create(
                                            file, "", size, SURE, OVERLAP, MOST_FACES, 0, 0));
            var describer = read(describerModel, file -> FaceRecognizerSF.create(file, ""));
            return new FaceLikeness(finder, describer);
        }
    }

    private interface Reading<T> {
        T read(String file);
    }

    private static void expectReadable(Path model) throws ModelRefused {
        if (!Files.isReadable(model)) {
            throw new ModelRefused(
                    "face model %s is not there or cannot be read; supply it or switch the comparison of faces off"
                            .formatted(model.getFileName()));
        }
    }

    private static <T> T read(Path model, Reading<T> reading) throws ModelRefused {
        try {
            return reading.read(model.toString());
        } catch (RuntimeException refused) {
            throw new ModelRefused(
                    "%s is no face model that OpenCV 4 reads (an ONNX file is expected)"
                            .formatted(model.getFileName()));
        }
    }

    @Override
    public boolean enrol(Frame frame) {
        return describe(frame, atCheckIn);
    }

    @Override
    public OptionalDouble likeness(Frame frame) {
        if (atCheckIn.empty() || !describe(frame, now)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(describer.match(atCheckIn, now, FaceRecognizerSF.FR_COSINE));
    }

    @Override
    public void forget() {
        if (!atCheckIn.empty()) {
            try (var zero = new Scalar(0, 0, 0, 0)) {
                atCheckIn.put(zero);
            }
            atCheckIn.release();
        }
    }

    private boolean describe(Frame frame, Mat into) {
        finder.detect(frame.pixels(), found);
        if (found.rows() != 1) {
            return false;
        }
        describer.alignCrop(frame.pixels(), found, aligned);
        try (var feature = new Mat()) {
            describer.feature(aligned, feature);
            feature.copyTo(into);
        }
        return true;
    }

    @Override
    public void close() {
        finder.close();
        describer.close();
        found.close();
        aligned.close();
        now.close();
        atCheckIn.close();
    }
}
