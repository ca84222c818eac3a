package org.gongyuan.rehearsal.candidate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.imageio.ImageIO;

class RecordedPicturesTest {

    @ParameterizedTest
    @CsvSource({"320,240", "640,480", "1280,720", "1920,1080"})
    void canBeLookedAtWhateverSizeTheCameraHas(int width, int height) throws IOException {
        assertTrue(Afterwards.canBeLookedAt(jpeg(width, height)));
    }

    @Test
    void cannotBeLookedAtWhenTheyAreNoPicture() throws IOException {
        assertFalse(Afterwards.canBeLookedAt(new byte[0]));
        assertFalse(Afterwards.canBeLookedAt("no picture".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void cannotBeLookedAtWhenOnlyTheBeginningIsThere() throws IOException {
        assertFalse(Afterwards.canBeLookedAt(Arrays.copyOf(jpeg(640, 480), 24)));
    }

    private static byte[] jpeg(int width, int height) throws IOException {
        var drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var bytes = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(drawn, "jpg", bytes), "no writer of JPEG");
        return bytes.toByteArray();
    }
}
