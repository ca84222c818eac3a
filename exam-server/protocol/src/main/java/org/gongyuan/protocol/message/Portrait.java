package org.gongyuan.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The picture of a candidate from his registration (`seat-protocol.md` 4.5): JPEG or PNG, checked
/// by its header only, and never decoded on a server. Personal data; not for logs.
public record Portrait(Octets bytes) {

    /// The largest file, in bytes.
    public static final int LARGEST = 128 * 1024;

    /// The fewest pixels across and down.
    public static final int LEAST_PIXELS = 60;

    /// The most pixels across and down.
    public static final int MOST_PIXELS = 2_000;

    private static final byte[] LABEL = "gongyuan/photo/1\0".getBytes(UTF_8);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int PNG_HEADER = 0x49484452; // IHDR
    private static final int START = 0xFFD8;
    private static final int SCAN = 0xDA;

    /// The picture in these bytes.
    ///
    /// @throws IllegalArgumentException naming what is wrong: size, kind or pixels
    public Portrait {
        requireNonNull(bytes, "bytes");
        if (bytes.length() > LARGEST) {
            throw new IllegalArgumentException(
                    "a photo has at most %d bytes, not %d".formatted(LARGEST, bytes.length()));
        }
        var file = bytes.toBytes();
        var pixels = isPng(file) ? ofPng(file) : ofJpeg(file);
        within("wide", pixels.width());
        within("high", pixels.height());
    }

    private record Pixels(int width, int height) {}

    private static void within(String way, int pixels) {
        if (pixels < LEAST_PIXELS || pixels > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "a photo is %d to %d pixels %s, not %d"
                            .formatted(LEAST_PIXELS, MOST_PIXELS, way, pixels));
        }
    }

    private static boolean isPng(byte[] file) {
        return file.length >= PNG.length && Arrays.equals(file, 0, PNG.length, PNG, 0, PNG.length);
    }

    private static Pixels ofPng(byte[] file) {
        if (file.length < 24 || ByteBuffer.wrap(file).getInt(12) != PNG_HEADER) {
            throw broken("PNG");
        }
        var from = ByteBuffer.wrap(file);
        return new Pixels(from.getInt(16), from.getInt(20));
    }

    /// Goes from segment to segment to the one that begins the frame.
    private static Pixels ofJpeg(byte[] file) {
        var from = ByteBuffer.wrap(file);
        if (file.length < 4 || Short.toUnsignedInt(from.getShort()) != START) {
            throw new IllegalArgumentException("a photo is a JPEG or a PNG file; this is neither");
        }
        while (from.remaining() >= 4) {
            if (Byte.toUnsignedInt(from.get()) != 0xFF) {
                throw broken("JPEG");
            }
            int marker = Byte.toUnsignedInt(from.get());
            int length = Short.toUnsignedInt(from.getShort());
            if (marker == SCAN || length < 2 || length - 2 > from.remaining()) {
                throw broken("JPEG");
            }
            if (beginsFrame(marker)) {
                if (length < 7) {
                    throw broken("JPEG");
                }
                int height = Short.toUnsignedInt(from.getShort(from.position() + 1));
                return new Pixels(Short.toUnsignedInt(from.getShort(from.position() + 3)), height);
            }
            from.position(from.position() + length - 2);
        }
        throw broken("JPEG");
    }

    private static boolean beginsFrame(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != 0xC4
                && marker != 0xC8
                && marker != 0xCC;
    }

    private static IllegalArgumentException broken(String kind) {
        return new IllegalArgumentException("the photo is no whole %s file".formatted(kind));
    }

    /// `image/png` or `image/jpeg`.
    public String mediaType() {
        return isPng(bytes.toBytes()) ? "image/png" : "image/jpeg";
    }

    /// What is associated with the photo when it is sealed for a session.
    public static byte[] associated(SessionId session) {
        return ByteBuffer.allocate(LABEL.length + SessionId.LENGTH)
                .put(LABEL)
                .put(session.toBytes())
                .array();
    }

    @Override
    public String toString() {
        return "Portrait[%d bytes]".formatted(bytes.length());
    }
}
