package org.gongyuan.camera.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.gongyuan.camera.frame.Camera;
import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.frame.VideoFile;
import org.gongyuan.camera.scene.DrawnScene;
import org.gongyuan.camera.scene.DrawnScene.Skin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class LookingTest {

    private static Look look(Cascade cascade, DrawnScene scene, long seed) {
        try (var looking = new Looking(cascade);
                var frame = scene.frame(seed)) {
            return looking.look(frame, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Cascade.class)
    void findsEveryDrawnCandidateAndNobodyInAnEmptyRoom(Cascade cascade) {
        for (var skin : Skin.values()) {
            for (int place = 0; place < 4; place++) {
                var scene = DrawnScene.room().with(250 + 40 * place, 220, 130 + 20 * place, skin);
                assertEquals(1, look(cascade, scene, place).faces().size(), skin + " at " + place);
            }
        }
        for (int seed = 0; seed < 5; seed++) {
            assertEquals(List.of(), look(cascade, DrawnScene.room(), seed).faces());
        }
    }

    @Test
    void saysWhereTheFaceIs() {
        var face = look(Cascade.HAAR, DrawnScene.candidate(), 1).faces().getFirst();
        assertTrue(face.offCentre() < 0.1, face + " is in the middle");
        assertTrue(
                face.share() > 0.2 && face.share() < 0.4, face + " is a quarter to a third wide");
    }

    @Test
    void measuresLightAsAnEyeWould() {
        var plain = look(Cascade.LBP, DrawnScene.candidate(), 1);
        var dark = look(Cascade.LBP, DrawnScene.candidate().lit(0.2), 1);
        assertTrue(dark.brightness() < plain.brightness() / 3);
        assertTrue(dark.contrast() < plain.contrast());
        assertTrue(plain.brightness() > 60 && plain.brightness() < 200);
    }

    @Test
    void blurTakesSharpnessAway() {
        var sharp = look(Cascade.LBP, DrawnScene.candidate(), 1);
        try (var looking = new Looking(Cascade.LBP);
                var picture = DrawnScene.candidate().picture(1);
                var blurred = new Mat();
                var kernel = new Size(31, 31)) {
            opencv_imgproc.GaussianBlur(picture, blurred, kernel, 0);
            try (var frame = Frame.of(blurred)) {
                assertTrue(looking.look(frame, 0).sharpness() < sharp.sharpness() / 4);
            }
        }
    }

    @Test
    void theSamePictureIsTheSameToTheLastBitAndFreshNoiseIsNot() {
        var once = look(Cascade.LBP, DrawnScene.candidate(), 1);
        assertEquals(once.exact(), look(Cascade.LBP, DrawnScene.candidate(), 1).exact());
        var again = look(Cascade.LBP, DrawnScene.candidate(), 2);
        assertNotEquals(once.exact(), again.exact());
        assertTrue(
                once.pattern().distance(again.pattern()) < 40,
                "noise moved " + once.pattern().distance(again.pattern()) + " bits");
    }

    @Test
    void anotherRoomIsUnlikeAndLessLightOrAnotherPlaceOnTheChairIsNot() {
        var checkIn = look(Cascade.LBP, DrawnScene.candidate(), 1).margins();
        var dim = look(Cascade.LBP, DrawnScene.candidate().lit(0.6), 2).margins();
        assertTrue(checkIn.likeness(dim) > 0.9, "dim " + checkIn.likeness(dim));
        for (int aside = -80; aside <= 80; aside += 20) {
            var moved = DrawnScene.room().with(320 + aside, 220, 170, Skin.MEDIUM);
            double likeness = checkIn.likeness(look(Cascade.LBP, moved, 3).margins());
            assertTrue(likeness > 0.6, "moved by " + aside + " " + likeness);
        }
        var elsewhere = look(Cascade.LBP, DrawnScene.candidate().elsewhere(), 2).margins();
        assertTrue(checkIn.likeness(elsewhere) < 0.4, "likeness " + checkIn.likeness(elsewhere));
        assertTrue(
                checkIn.difference(elsewhere) > 20, "difference " + checkIn.difference(elsewhere));
    }

    @Test
    void fitsAPictureOfAnotherShapeInWithoutCroppingIt() {
        try (var wide = new Mat(100, 400, opencv_core.CV_8UC3, new Scalar(255, 255, 255, 0));
                var frame = Frame.of(wide)) {
            assertEquals(Frame.WIDTH, frame.pixels().cols());
            assertEquals(Frame.HEIGHT, frame.pixels().rows());
            assertEquals(0, frame.pixels().ptr(0, 320).get(), "a bar above");
            assertEquals(-1, frame.pixels().ptr(240, 0).get(), "the left edge is there");
            assertEquals(-1, frame.pixels().ptr(240, 639).get(), "the right edge is there");
        }
    }

    @Test
    void aJpegIsWhatAProctorCanOpen() {
        try (var frame = DrawnScene.candidate().frame(3)) {
            var jpeg = frame.jpeg();
            assertEquals((byte) 0xFF, jpeg[0]);
            assertEquals((byte) 0xD8, jpeg[1]);
            assertTrue(jpeg.length > 5_000 && jpeg.length < 80_000, jpeg.length + " bytes");
        }
    }

    @Test
    void refusesAPictureThatIsNone() {
        try (var nothing = new Mat()) {
            assertThrows(IllegalArgumentException.class, () -> Frame.of(nothing));
        }
        try (var doubles = new Mat(10, 10, opencv_core.CV_64F)) {
            assertThrows(IllegalArgumentException.class, () -> Frame.of(doubles));
        }
    }

    @Test
    void readsAFileInThePlaceOfACameraUpToItsEnd(@TempDir Path folder) {
        var file = folder.resolve("candidate.avi");
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < 5; i++) {
            frames.add(DrawnScene.candidate().frame(i));
        }
        VideoFile.write(file, frames);
        frames.forEach(Frame::close);
        int read = 0;
        try (var source = VideoFile.once(file);
                var looking = new Looking(Cascade.LBP)) {
            while (source.grab() instanceof FrameSource.Taken(var frame)) {
                try (frame) {
                    assertEquals(1, looking.look(frame, read).faces().size());
                    read++;
                }
            }
        }
        assertEquals(5, read);
    }

    @Test
    void aMachineWithoutACameraSaysSoAtOnce() {
        assertEquals(Optional.empty(), Camera.open(Camera.HIGHEST));
        assertThrows(IllegalArgumentException.class, () -> Camera.open(-1));
        assertThrows(IllegalArgumentException.class, () -> Camera.open(64));
    }

    @Test
    void refusesFaceModelsThatAreAbsentOrNone(@TempDir Path folder) throws Exception {
        var absent = folder.resolve("yunet.onnx");
        var refused =
                assertThrows(
                        ModelRefused.class,
                        () -> FaceLikeness.load(absent, folder.resolve("sface.onnx")));
        assertTrue(refused.getMessage().contains("yunet.onnx"), refused.getMessage());
        assertTrue(refused.getMessage().contains("switch"), "says what to do");
        var garbage = Files.write(folder.resolve("garbage.onnx"), new byte[] {1, 2, 3});
        var none = assertThrows(ModelRefused.class, () -> FaceLikeness.load(garbage, garbage));
        assertTrue(none.getMessage().contains("garbage.onnx"), none.getMessage());
    }
}
