package org.gongyuan.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.protocol.record.Octets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import javax.imageio.ImageIO;

@DisplayName("A candidate's photo")
class PortraitTest {

    static byte[] picture(String kind, int width, int height) throws IOException {
        var to = new ByteArrayOutputStream();
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        assertTrue(ImageIO.write(image, kind, to));
        return to.toByteArray();
    }

    private static String refusal(byte[] file) {
        return assertThrows(IllegalArgumentException.class, () -> new Portrait(Octets.of(file)))
                .getMessage();
    }

    @Test
    void isAJpegOrAPng() throws IOException {
        assertEquals("image/jpeg", new Portrait(Octets.of(picture("jpeg", 295, 413))).mediaType());
        assertEquals("image/png", new Portrait(Octets.of(picture("png", 295, 413))).mediaType());
    }

    @Test
    void ofAnotherKindIsRefused() throws IOException {
        assertEquals(
                "a photo is a JPEG or a PNG file; this is neither",
                refusal(picture("gif", 295, 413)));
        assertEquals("a photo is a JPEG or a PNG file; this is neither", refusal(new byte[0]));
    }

    @Test
    void tooLargeIsRefusedByItsBytes() {
        assertEquals("a photo has at most 131072 bytes, not 131073", refusal(new byte[131_073]));
    }

    @Test
    void tooSmallOrTooWideIsRefusedByItsPixels() throws IOException {
        for (var kind : List.of("jpeg", "png")) {
            assertEquals(
                    "a photo is 60 to 2000 pixels wide, not 59", refusal(picture(kind, 59, 413)));
            assertEquals(
                    "a photo is 60 to 2000 pixels high, not 2001",
                    refusal(picture(kind, 295, 2001)));
        }
    }

    @Test
    void cutShortIsRefused() throws IOException {
        var jpeg = picture("jpeg", 295, 413);
        assertEquals("the photo is no whole JPEG file", refusal(Arrays.copyOf(jpeg, 100)));
        assertEquals(
                "the photo is no whole PNG file",
                refusal(Arrays.copyOf(picture("png", 295, 413), 12)));
    }

    @Test
    void whateverStandsInItIsReadOrRefusedAndNothingElse() throws IOException {
        var random = new SplittableRandom(7);
        for (var kind : List.of("jpeg", "png")) {
            var good = picture(kind, 295, 413);
            for (int i = 0; i < 2_000; i++) {
                var file = Arrays.copyOf(good, 1 + random.nextInt(good.length));
                file[random.nextInt(Math.min(700, file.length))] = (byte) random.nextInt(256);
                try {
                    assertFalse(new Portrait(Octets.of(file)).mediaType().isEmpty());
                } catch (IllegalArgumentException refused) {
                    assertFalse(refused.getMessage().isEmpty());
                }
            }
        }
    }

    @FuzzTest(maxDuration = "20s")
    void ofAnyBytesIsOneOrRefused(byte[] bytes) {
        try {
            assertFalse(new Portrait(Octets.of(bytes)).mediaType().isEmpty());
        } catch (IllegalArgumentException refused) {
            assertFalse(refused.getMessage().isEmpty());
        }
    }

    @Test
    void doesNotShowItsPixelsInAMessage() throws IOException {
        assertTrue(
                new Portrait(Octets.of(picture("png", 60, 60)))
                        .toString()
                        .matches("Portrait\\[\\d+ bytes]"));
    }
}
