package org.gongyuan.camera.frame;

import static org.bytedeco.opencv.global.opencv_core.setNumThreads;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_java;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// The OpenCV library under us: loaded once, with one thread of its own, so that looking at
/// pictures can never take the machine from the candidate.
public final class Vision {

    private static boolean isReady;

    private Vision() {}

    /// Loads the library. Takes a few seconds the first time on a machine (it is unpacked), so call
    /// it early from a thread nobody waits for.
    public static synchronized void ready() {
        if (isReady) {
            return;
        }
        Loader.load(opencv_core.class);
        Loader.load(opencv_imgproc.class);
        Loader.load(opencv_imgcodecs.class);
        Loader.load(opencv_objdetect.class);
        Loader.load(opencv_videoio.class);
        setNumThreads(1);
        isReady = true;
    }

    /// A file that the library brings with it, such as a cascade.
    public static Path bundled(String name) {
        var resource = "/org/bytedeco/opencv/" + Loader.getPlatform() + "/share/opencv4/" + name;
        try {
            var file = Loader.cacheResource(opencv_java.class, resource);
            if (file == null) {
                throw new IllegalStateException("the vision library has no " + name);
            }
            return file.toPath();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "cannot unpack %s of the vision library".formatted(name), unreadable);
        }
    }
}
