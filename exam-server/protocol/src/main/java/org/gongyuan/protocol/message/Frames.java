package org.gongyuan.protocol.message;

import org.gongyuan.trust.seal.MacKey;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Frames of one direction of one connection (`seat-protocol.md` section 2). Not thread-safe: one
/// sender, one receiver.
public final class Frames {

    /// A frame has at most this many bytes (section 1.5).
    public static final int LARGEST = 1 << 20;

    private static final byte PLAIN = 0;
    private static final byte AUTHENTICATED = 1;
    private static final int HEADER = 1 + Long.BYTES;
    private static final int TAG = 16;

    private final MacKey key;
    private long last;

    /// The authenticated frames of one direction, under that direction's key, from number 1.
    public Frames(MacKey key) {
        this.key = key;
    }

    /// A plain frame around a body.
    public static byte[] plain(byte[] body) {
        var frame = new byte[body.length + 1];
        frame[0] = PLAIN;
        System.arraycopy(body, 0, frame, 1, body.length);
        return frame;
    }

    /// The body of a plain frame.
    ///
    /// @throws NotAMessage when the frame is empty, too large or not plain
    public static byte[] openPlain(byte[] frame) {
        checkSize(frame);
        if (frame.length < 1 || frame[0] != PLAIN) {
            throw new NotAMessage("not a plain frame");
        }
        return Arrays.copyOfRange(frame, 1, frame.length);
    }

    /// The next frame, around a body.
    public byte[] seal(byte[] body) {
        int authenticated = HEADER + body.length;
        var frame = new byte[authenticated + TAG];
        ByteBuffer.wrap(frame).put(AUTHENTICATED).putLong(++last).put(body);
        key.tagInto(frame, 0, authenticated, frame, authenticated);
        return frame;
    }

    /// The body of the next frame.
    ///
    /// @throws NotAMessage when the frame is not authenticated, its tag is wrong, its number is not
    /// the next, or it is too large
    public byte[] open(byte[] frame) {
        checkSize(frame);
        if (frame.length < HEADER + TAG || frame[0] != AUTHENTICATED) {
            throw new NotAMessage("not an authenticated frame");
        }
        int authenticated = frame.length - TAG;
        if (!key.holdsAt(frame, authenticated, frame, 0, authenticated)) {
            throw new NotAMessage("the frame's tag is wrong");
        }
        long number = ByteBuffer.wrap(frame).getLong(1);
        if (number != last + 1) {
            throw new NotAMessage("frame %d came where %d was due".formatted(number, last + 1));
        }
        last = number;
        return Arrays.copyOfRange(frame, HEADER, authenticated);
    }

    private static void checkSize(byte[] frame) {
        if (frame.length > LARGEST) {
            throw new NotAMessage(
                    "a frame has at most %d bytes, not %d".formatted(LARGEST, frame.length));
        }
    }
}
