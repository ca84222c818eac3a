package org.gongyuan.trust.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Reads canonical CBOR item by item (`item-bank/spec/trust.md`, section 1), in the order in which
/// the caller's format has them. What is not the one canonical encoding of what was asked for is
/// refused with [NotCanonical]; a length is believed only if that many bytes are really there. A
/// reader belongs to one thread and keeps a reference to the array it reads.
public final class CborReader {

    /// How deep items may be nested inside one that is skipped or taken whole (section 1.3).
    public static final int DEEPEST = 32;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[] source;
    private final int limit;
    private int position;

    /// Reads the whole of `source`.
    public CborReader(byte[] source) {
        this(source, 0, source.length);
    }

    /// Reads `source[from..to)`.
    public CborReader(byte[] source, int from, int to) {
        Objects.checkFromToIndex(from, to, source.length);
        this.source = source;
        this.position = from;
        this.limit = to;
    }

    /// Enters an array and tells how many items it has.
    public int array() {
        return container(4, 1);
    }

    /// Enters an array that must have exactly `expected` items.
    public void array(int expected) {
        var at = position;
        var count = container(4, 1);
        if (count != expected) {
            throw new NotCanonical(
                    at, "an array of %d items where %d are due".formatted(count, expected));
        }
    }

    /// Enters a map and tells how many pairs it has. All of it is looked through at once, so that
    /// its keys are known to be in order and without repeats before the first is read.
    public int map() {
        var count = container(5, 2);
        var first = position;
        pairs(count, 1);
        position = first;
        return count;
    }

    /// Reads an unsigned integer of at most 63 bits.
    public long uint() {
        return head(0);
    }

    /// Reads an unsigned integer that must not be greater than `largest`.
    public int uint(int largest) {
        var at = position;
        var value = head(0);
        if (value > largest) {
            throw new NotCanonical(at, "%d is greater than %d".formatted(value, largest));
        }
        return (int) value;
    }

    /// Reads a signed integer of 64 bits.
    public long integer() {
        return position < limit && (source[position] & 0xe0) == 0x20 ? ~head(1) : head(0);
    }

    /// Reads a byte string.
    public byte[] bytes() {
        var size = sized(2);
        var value = Arrays.copyOfRange(source, position, position + size);
        position += size;
        return value;
    }

    /// Reads a byte string that must have exactly `exact` bytes.
    public byte[] bytes(int exact) {
        var from = passBytes(exact);
        return Arrays.copyOfRange(source, from, position);
    }

    /// Passes over the head of a byte string and its content, and tells how many bytes the content
    /// has: they end at [#position()]. For readers that hash or compare in place.
    public int passBytes() {
        var size = sized(2);
        position += size;
        return size;
    }

    /// Passes over a byte string that must have exactly `exact` bytes and tells where in the array
    /// its content begins.
    public int passBytes(int exact) {
        var at = position;
        var size = sized(2);
        if (size != exact) {
            throw new NotCanonical(
                    at, "a byte string of %d bytes where %d are due".formatted(size, exact));
        }
        position += size;
        return position - size;
    }

    /// Reads a text.
    public String text() {
        var size = sized(3);
        var from = position;
        position += size;
        if (isAscii(from, position)) {
            return new String(source, from, size, StandardCharsets.ISO_8859_1);
        }
        return decoded(from, size);
    }

    /// Reads true or false.
    public boolean bool() {
        var at = position;
        var first = next();
        if (first == 0xf5) {
            return true;
        }
        if (first == 0xf4) {
            return false;
        }
        throw unexpected(at, first, "true or false");
    }

    /// Whether null is next. If so it has been read; if not, nothing has.
    public boolean nil() {
        if (position < limit && source[position] == (byte) 0xf6) {
            position++;
            return true;
        }
        return false;
    }

    /// Reads the next item, whatever it is, and returns it as it is encoded.
    public byte[] raw() {
        var from = position;
        skip(0);
        return Arrays.copyOfRange(source, from, position);
    }

    /// Passes over the next item, whatever it is, checking all of it.
    public void skip() {
        skip(0);
    }

    /// The first byte of the next item, which tells its kind, without reading it.
    public byte peek() {
        if (position >= limit) {
            throw new NotCanonical(position, "the bytes end here");
        }
        return source[position];
    }

    /// Where the next item begins, counted from the start of the array.
    public int position() {
        return position;
    }

    /// Whether everything has been read.
    public boolean atEnd() {
        return position == limit;
    }

    /// Refuses if anything has not been read.
    public void end() {
        if (position != limit) {
            throw new NotCanonical(position, "%d bytes follow".formatted(limit - position));
        }
    }

    private void skip(int depth) {
        var at = position;
        if (depth > DEEPEST) {
            throw new NotCanonical(at, "nested deeper than %d".formatted(DEEPEST));
        }
        if (at >= limit) {
            throw new NotCanonical(at, "the bytes end here");
        }
        switch ((source[at] & 0xff) >> 5) {
            case 0 -> head(0);
            case 1 -> head(1);
            case 2 -> {
                var _ = passBytes();
            }
            case 3 -> {
                var size = sized(3);
                var from = position;
                position += size;
                if (!isAscii(from, position)) {
                    var _ = decoded(from, size);
                }
            }
            case 4 -> {
                var count = container(4, 1);
                for (var i = 0; i < count; i++) {
                    skip(depth + 1);
                }
            }
            case 5 -> pairs(container(5, 2), depth + 1);
            default -> {
                if (!nil()) {
                    var _ = bool();
                }
            }
        }
    }

    private void pairs(int count, int depth) {
        var before = 0;
        var beforeEnd = 0;
        for (var i = 0; i < count; i++) {
            var key = position;
            skip(depth);
            var keyEnd = position;
            if (i > 0) {
                var order = Arrays.compareUnsigned(source, before, beforeEnd, source, key, keyEnd);
                if (order == 0) {
                    throw new NotCanonical(key, "a map has this key twice");
                }
                if (order > 0) {
                    throw new NotCanonical(key, "a map's keys are not in order");
                }
            }
            before = key;
            beforeEnd = keyEnd;
            skip(depth);
        }
    }

    private int container(int major, int itemsEach) {
        var at = position;
        var count = head(major);
        if (count > (limit - position) / itemsEach) {
            throw new NotCanonical(
                    at,
                    "%d items or pairs are announced, only %d bytes are left"
                            .formatted(count, limit - position));
        }
        return (int) count;
    }

    private int sized(int major) {
        var at = position;
        var size = head(major);
        if (size > limit - position) {
            throw new NotCanonical(
                    at,
                    "%d bytes are announced, only %d are left".formatted(size, limit - position));
        }
        return (int) size;
    }

    private int next() {
        if (position >= limit) {
            throw new NotCanonical(position, "the bytes end here");
        }
        return source[position++] & 0xff;
    }

    private long head(int major) {
        var at = position;
        var first = next();
        if (first >> 5 != major) {
            position = at;
            throw unexpected(at, first, nameOf(major));
        }
        var low = first & 0x1f;
        if (low < 24) {
            return low;
        }
        var size = 1 << (low - 24);
        if (low > 27) {
            throw new NotCanonical(
                    at, low == 31 ? "an indefinite length" : "a reserved length " + low);
        }
        if (size > limit - position) {
            throw new NotCanonical(at, "the bytes end inside a length or number");
        }
        var value = 0L;
        for (var i = 0; i < size; i++) {
            value = value << 8 | (source[position++] & 0xff);
        }
        if (value < 0) {
            throw new NotCanonical(at, "a number that needs more than 63 bits");
        }
        if (value < (low == 24 ? 24 : 1L << (size * 4))) {
            throw new NotCanonical(at, "a number that has a shorter form");
        }
        return value;
    }

    private boolean isAscii(int from, int to) {
        var i = from;
        for (; i <= to - 8; i += 8) {
            if (((long) EIGHT_BYTES.get(source, i) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < to; i++) {
            if (source[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private String decoded(int from, int size) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(source, from, size))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new NotCanonical(from, "a text that is not UTF-8");
        }
    }

    private static NotCanonical unexpected(int at, int first, String expected) {
        return new NotCanonical(
                at, "%s is due, found %s".formatted(expected, nameOf(first >> 5, first)));
    }

    private static String nameOf(int major, int first) {
        return major == 7 || major == 6 ? "initial byte 0x%02x".formatted(first) : nameOf(major);
    }

    private static String nameOf(int major) {
        return switch (major) {
            case 0 -> "an unsigned integer";
            case 1 -> "a negative integer";
            case 2 -> "a byte string";
            case 3 -> "a text";
            case 4 -> "an array";
            default -> "a map";
        };
    }
}
