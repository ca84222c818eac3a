package org.gongyuan.trust.encoding;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Writes canonical CBOR (`item-bank/spec/trust.md`, section 1): shortest integers, definite
/// lengths. It counts what each array and map still owes, so that unfinished bytes never leave it.
/// A writer belongs to one thread; [#reset()] makes it ready for the next value without giving its
/// buffer back.
public final class CborWriter {

    private static final int FIRST_SIZE = 128;
    private static final int LARGEST = Integer.MAX_VALUE - 16;

    private byte[] buffer;
    private int length;
    private long owed;
    private boolean hasMaps;

    /// An empty writer.
    public CborWriter() {
        this(FIRST_SIZE);
    }

    /// An empty writer with room for `size` bytes before its buffer grows.
    public CborWriter(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("a writer's room must not be negative: " + size);
        }
        buffer = new byte[Math.max(size, 16)];
    }

    /// Begins an array of exactly `count` items, which follow.
    public CborWriter array(int count) {
        container(4, count, count);
        return this;
    }

    /// Begins a map of exactly `count` pairs: key, value, key, value. Keys must be written in the
    /// order of their encoded bytes; [#toBytes()] refuses any other order.
    public CborWriter map(int count) {
        container(5, count, 2L * count);
        hasMaps = true;
        return this;
    }

    /// Writes an unsigned integer.
    public CborWriter uint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "an unsigned integer must not be negative: " + value);
        }
        item(0);
        head(0, value);
        return this;
    }

    /// Writes a signed integer.
    public CborWriter integer(long value) {
        item(0);
        if (value >= 0) {
            head(0, value);
        } else {
            head(1 << 5, ~value);
        }
        return this;
    }

    /// Writes a byte string.
    public CborWriter bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    /// Writes the byte string `value[from..to)`.
    public CborWriter bytes(byte[] value, int from, int to) {
        Objects.checkFromToIndex(from, to, value.length);
        item(0);
        var size = to - from;
        head(2 << 5, size);
        room(size);
        System.arraycopy(value, from, buffer, length, size);
        length += size;
        return this;
    }

    /// Writes a text as UTF-8. A text with half a surrogate pair has no UTF-8 and is refused.
    public CborWriter text(String value) {
        requireNonNull(value, "text");
        item(0);
        var size = value.length();
        for (var i = 0; i < size; i++) {
            if (value.charAt(i) >= 0x80) {
                otherText(value);
                return this;
            }
        }
        head(3 << 5, size);
        room(size);
        for (var i = 0; i < size; i++) {
            buffer[length + i] = (byte) value.charAt(i);
        }
        length += size;
        return this;
    }

    /// Writes true or false.
    public CborWriter bool(boolean value) {
        item(0);
        room(1);
        buffer[length++] = (byte) (value ? 0xf5 : 0xf4);
        return this;
    }

    /// Writes null.
    public CborWriter nil() {
        item(0);
        room(1);
        buffer[length++] = (byte) 0xf6;
        return this;
    }

    /// Writes one item that is encoded already. What is not exactly one canonical item is refused.
    public CborWriter raw(byte[] encoded) {
        var reader = new CborReader(encoded);
        reader.skip();
        reader.end();
        item(0);
        room(encoded.length);
        System.arraycopy(encoded, 0, buffer, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /// How many bytes have been written.
    public int length() {
        return length;
    }

    /// The bytes written. Refused while an array or a map still owes items.
    public byte[] toBytes() {
        if (owed != 0) {
            throw new IllegalStateException(
                    "%d items are still owed to an open array or map".formatted(owed));
        }
        if (hasMaps) {
            var reader = new CborReader(buffer, 0, length);
            while (reader.position() < length) {
                reader.skip();
            }
        }
        return Arrays.copyOf(buffer, length);
    }

    /// Forgets what was written, wipes it, and keeps the buffer.
    public CborWriter reset() {
        Arrays.fill(buffer, 0, length, (byte) 0);
        length = 0;
        owed = 0;
        hasMaps = false;
        return this;
    }

    private void container(int major, int count, long items) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "an array or map cannot have a negative count: " + count);
        }
        item(items);
        head(major << 5, count);
    }

    private void item(long inside) {
        owed = (owed == 0 ? 1 : owed) - 1 + inside;
    }

    private void otherText(String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException(
                        "a text has half a surrogate pair at character " + i);
            }
        }
        var encoded = value.getBytes(StandardCharsets.UTF_8);
        head(3 << 5, encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, buffer, length, encoded.length);
        length += encoded.length;
    }

    private void head(int major, long value) {
        room(9);
        if (value < 24) {
            buffer[length++] = (byte) (major | (int) value);
        } else if (value < 0x100) {
            buffer[length++] = (byte) (major | 24);
            buffer[length++] = (byte) value;
        } else if (value < 0x1_0000) {
            buffer[length++] = (byte) (major | 25);
            bigEndian(value, 2);
        } else if (value < 0x1_0000_0000L) {
            buffer[length++] = (byte) (major | 26);
            bigEndian(value, 4);
        } else {
            buffer[length++] = (byte) (major | 27);
            bigEndian(value, 8);
        }
    }

    private void bigEndian(long value, int size) {
        for (var shift = (size - 1) * 8; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    private void room(int more) {
        if (more > buffer.length - length) {
            var needed = (long) length + more;
            if (needed > LARGEST) {
                throw new IllegalStateException(
                        "one encoding holds at most %d bytes".formatted(LARGEST));
            }
            var old = buffer;
            buffer =
                    Arrays.copyOf(
                            buffer, (int) Math.min(LARGEST, Math.max(needed, 2L * length + 64)));
            Arrays.fill(old, (byte) 0);
        }
    }
}
