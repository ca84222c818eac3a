package org.gongyuan.camera.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.camera.look.Face;
import org.gongyuan.camera.look.Look;
import org.gongyuan.camera.signal.CheckIn.Hint;
import org.junit.jupiter.api.Test;

import java.util.List;

class CheckInTest {

    private static Look look(long atMs, double brightness, double contrast, Face... faces) {
        return look(atMs, brightness, contrast, 200, (int) atMs, faces);
    }

    private static Look look(
            long atMs,
            double brightness,
            double contrast,
            double sharpness,
            int exact,
            Face... faces) {
        return new Look(
                atMs,
                brightness,
                contrast,
                sharpness,
                exact,
                Looks.scene(1),
                Looks.margins(1),
                List.of(faces));
    }

    private static Hint hint(double brightness, double contrast, Face... faces) {
        return new CheckIn().look(look(0, brightness, contrast, faces));
    }

    @Test
    void tellsOneThingAtATime() {
        var good = Looks.FACE;
        assertEquals(Hint.GOOD, hint(110, 50, good));
        assertEquals(Hint.BLIND, hint(2, 1));
        assertEquals(Hint.TOO_DARK, hint(20, 15, good));
        assertEquals(Hint.TOO_BRIGHT, hint(240, 15, good));
        assertEquals(Hint.NO_FACE, hint(110, 50));
        assertEquals(Hint.SEVERAL_FACES, hint(110, 50, good, good));
        assertEquals(Hint.OFF_CENTRE, hint(110, 50, new Face(10, 160, 160, 160)));
        assertEquals(Hint.TOO_FAR, hint(110, 50, new Face(300, 220, 80, 80)));
        assertEquals(Hint.TOO_NEAR, hint(110, 50, new Face(100, 10, 460, 460)));
    }

    @Test
    void aBlurredPictureIsNoBaseline() {
        assertEquals(Hint.BLURRED, new CheckIn().look(look(0, 110, 50, 12, 1, Looks.FACE)));
    }

    @Test
    void aPictureThatStandsStillIsNoCamerasAndNoBaseline() {
        var checkIn = new CheckIn();
        for (int i = 0; i < 4; i++) {
            assertEquals(Hint.GOOD, checkIn.look(look(i * 250L, 110, 50, 200, 7, Looks.FACE)));
        }
        assertEquals(Hint.FROZEN, checkIn.look(look(1_000, 110, 50, 200, 7, Looks.FACE)));
        assertTrue(checkIn.baseline().isEmpty());
        assertEquals(Hint.GOOD, checkIn.look(look(1_250, 110, 50, 200, 8, Looks.FACE)));
    }

    @Test
    void takesTheBaselineWhenThePictureWasGoodForThreeSeconds() {
        var checkIn = new CheckIn();
        for (int i = 0; i < 15; i++) {
            checkIn.look(look(i * 200L, 110, 50, Looks.FACE));
            assertTrue(checkIn.baseline().isEmpty(), "too early at " + i);
        }
        checkIn.look(look(3_000, 110, 50, Looks.FACE));
        assertEquals(200, checkIn.baseline().orElseThrow().sharpness());
        checkIn.look(look(3_200, 110, 50));
        assertTrue(checkIn.baseline().isEmpty(), "who leaves begins again");
    }

    @Test
    void aBaselineOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Baseline.of(List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> new Baseline(Double.NaN, Looks.margins(1)));
    }
}
