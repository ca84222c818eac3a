package org.gongyuan.camera.look;

import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.Laplacian;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.equalizeHist;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import static java.util.Objects.requireNonNull;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.Vision;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Measures frames (observation.md section 2). One thread, about 30 ms of a core a frame with
/// [Cascade#HAAR], a third of it with [Cascade#LBP]; all but the search for faces is below 1 ms.
public final class Looking implements AutoCloseable {

    /// Steps of the search for faces, and how many neighbouring hits make one. Fewer gave two
    /// boxes for one face.
    private static final double STEP = 1.2;

    private static final int NEIGHBOURS = 5;

    /// The narrowest face that is looked for: an eighth of the frame's width.
    private static final int NARROWEST = Frame.WIDTH / 8;

    private final CascadeClassifier finder;
    private final Mat grey = new Mat();
    private final Mat half = new Mat();
    private final Mat small = new Mat();
    private final Mat cells = new Mat();
    private final Mat edges = new Mat();
    private final Mat even = new Mat();
    private final Mat mean = new Mat();
    private final Mat deviation = new Mat();

    /// Loads a face finder.
    public Looking(Cascade cascade) {
        requireNonNull(cascade, "cascade");
        Vision.ready();
        var file = Vision.bundled(cascade.file());
        this.finder = new CascadeClassifier(file.toString());
        if (finder.empty()) {
            throw new IllegalStateException("no face finder in " + file.getFileName());
        }
    }

    /// Measures one frame.
    ///
    /// @param atMs when it was taken, in milliseconds of the seat's monotonic clock
    public Look look(Frame frame, long atMs) {
        cvtColor(frame.pixels(), grey, COLOR_BGR2GRAY);
        shrink(grey, half, Frame.WIDTH / 2, Frame.HEIGHT / 2);
        shrink(half, small, Frame.WIDTH / 4, Frame.HEIGHT / 4);
        shrink(small, cells, 17, 16);
        meanStdDev(small, mean, deviation);
        double brightness = first(mean);
        double contrast = first(deviation);
        Laplacian(half, edges, CV_16S);
        meanStdDev(edges, mean, deviation);
        double spread = first(deviation);
        var coarse = bytes(cells);
        return new Look(
                atMs,
                brightness,
                contrast,
                spread * spread,
                exact(bytes(small)),
                Pattern.of(coarse),
                Margins.of(coarse),
                faces());
    }

    private static void shrink(Mat from, Mat to, int width, int height) {
        try (var size = new Size(width, height)) {
            resize(from, to, size, 0, 0, INTER_AREA);
        }
    }

    private static double first(Mat doubles) {
        DoubleBuffer values = doubles.createBuffer();
        return values.get(0);
    }

    private static byte[] bytes(Mat grey) {
        var bytes = new byte[Math.toIntExact(grey.total())];
        grey.data().get(bytes);
        return bytes;
    }

    private static int exact(byte[] pixels) {
        var crc = new CRC32C();
        crc.update(pixels);
        return (int) crc.getValue();
    }

    private List<Face> faces() {
        equalizeHist(grey, even);
        try (var found = new RectVector();
                var narrowest = new Size(NARROWEST, NARROWEST);
                var widest = new Size()) {
            finder.detectMultiScale(even, found, STEP, NEIGHBOURS, 0, narrowest, widest);
            var faces = new ArrayList<Face>();
            for (long i = 0; i < found.size(); i++) {
                var box = found.get(i);
                faces.add(new Face(box.x(), box.y(), box.width(), box.height()));
            }
            return faces;
        }
    }

    @Override
    public void close() {
        finder.close();
        for (var mat : List.of(grey, half, small, cells, edges, even, mean, deviation)) {
            mat.close();
        }
    }
}
