package org.gongyuan.protocol.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names one candidate's run through one form at one sitting: 16 random bytes, told to nobody
/// before admission. Documents list sessions in their order as bytes.
public record SessionId(long high, long low) implements Comparable<SessionId> {

    /// Its length in bytes.
    public static final int LENGTH = 16;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// A new id.
    public static SessionId random(RandomGenerator random) {
        return new SessionId(random.nextLong(), random.nextLong());
    }

    /// The id of 16 bytes.
    ///
    /// @throws IllegalArgumentException when there are not exactly 16
    public static SessionId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a session id is 16 bytes, got " + bytes.length);
        }
        return at(bytes, 0);
    }

    /// The id that stands in `source` from `from` on.
    public static SessionId at(byte[] source, int from) {
        return new SessionId(
                (long) EIGHT_BYTES.get(source, from),
                (long) EIGHT_BYTES.get(source, from + Long.BYTES));
    }

    /// The id of 32 hexadecimal digits.
    ///
    /// @throws IllegalArgumentException when the text is anything else
    public static SessionId parse(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new IllegalArgumentException(
                    "a session id is 32 hexadecimal digits: \"" + hex + "\"");
        }
        return of(HexFormat.of().parseHex(hex));
    }

    /// The 16 bytes.
    public byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }

    @Override
    public int compareTo(SessionId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return HexFormat.of().withLowerCase().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
