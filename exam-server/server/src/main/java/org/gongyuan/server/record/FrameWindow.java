package org.gongyuan.server.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A sliding view of one segment for reading it from front to back, which says of each place
/// whether a whole frame stands there (`journal.md` section 3). Not for use by several threads.
final class FrameWindow {

    /// What stands at one place.
    enum Found {
        ENTRY,
        MARK,
        /// Zeros where a frame's header would be, or the end of the file.
        NOTHING,
        /// Anything else; `trouble()` says what.
        BROKEN;

        boolean isWhole() {
            return this == ENTRY || this == MARK;
        }
    }

    private static final int WINDOW = 8 << 20;
    private static final int LARGEST_ON_HEAP = 64 << 10;

    private final JournalFile file;
    private final long fileBytes;
    private final byte[] salt;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer window;
    private long base;
    private int filled;

    private long index;
    private int position;
    private int length;
    private int leafLength;
    private long at;
    private String trouble = "";

    /// A view for reading all of a segment.
    FrameWindow(JournalFile file, long fileBytes, byte[] salt) {
        this(file, fileBytes, salt, WINDOW);
    }

    /// A view that reads about `windowBytes` at once.
    FrameWindow(JournalFile file, long fileBytes, byte[] salt, int windowBytes) {
        this.file = file;
        this.fileBytes = fileBytes;
        this.salt = salt.clone();
        this.window = room(Math.clamp(fileBytes, Frame.HEADER, windowBytes));
    }

    private static ByteBuffer room(int bytes) {
        return bytes <= LARGEST_ON_HEAP
                ? ByteBuffer.allocate(bytes)
                : ByteBuffer.allocateDirect(bytes);
    }

    /// Looks at `offset`; the other answers of this class then speak of what was found.
    Found look(long offset) throws IOException {
        at = offset;
        if (!load(offset, Frame.HEADER)) {
            return rest(offset);
        }
        var start = (int) (offset - base);
        length = window.getInt(start + Frame.AT_LENGTH);
        index = window.getLong(start + Frame.AT_INDEX);
        position = window.getInt(start + Frame.AT_POSITION);
        leafLength = window.getInt(start + Frame.AT_LEAF_LENGTH);
        if (length == 0 && index == 0 && leafLength == 0 && position == 0) {
            if (window.getInt(start) == 0) {
                return Found.NOTHING;
            }
            return broken("a checksum with no frame behind it");
        }
        if (length < Frame.HEADER || length > Frame.LARGEST) {
            return broken(
                    "a frame length of %d is outside %d..%d"
                            .formatted(length, Frame.HEADER, Frame.LARGEST));
        }
        if (index < 0
                || position < 0
                || position > index
                || leafLength < 0
                || leafLength > length - Frame.HEADER
                || (leafLength == 0 && length != Frame.HEADER)) {
            return broken("a frame header that contradicts itself");
        }
        if (!load(offset, Frame.padded(length))) {
            return broken("a frame of %d bytes runs over the end of the file".formatted(length));
        }
        start = (int) (offset - base);
        if (window.getInt(start)
                != Frame.checksum(window, start, Frame.padded(length), crc, salt)) {
            return broken("the checksum does not match");
        }
        return leafLength == 0 ? Found.MARK : Found.ENTRY;
    }

    /// The first offset at or after `offset` where a whole frame stands; -1 if there is none.
    long nextWhole(long offset) throws IOException {
        for (var place = aligned(offset); place + Frame.HEADER <= fileBytes; ) {
            if (!load(place, Frame.HEADER)) {
                return -1;
            }
            var start = (int) (place - base);
            if (window.getLong(start) == 0) {
                place += Long.BYTES;
                continue;
            }
            if (look(place).isWhole()) {
                return place;
            }
            place += Frame.ALIGNMENT;
        }
        return -1;
    }

    /// The offset behind the last byte that is not zero, at or after `from`.
    long endOfContent(long from) throws IOException {
        var end = from;
        for (var place = from; place < fileBytes; ) {
            var wanted = (int) Math.min(window.capacity(), fileBytes - place);
            if (!load(place, wanted)) {
                break;
            }
            var start = (int) (place - base);
            var content = contentLength(start, wanted);
            if (content > 0) {
                end = place + content;
            }
            place += wanted;
        }
        return end;
    }

    private int contentLength(int start, int count) {
        var last = count;
        while (last >= Long.BYTES && window.getLong(start + last - Long.BYTES) == 0) {
            last -= Long.BYTES;
        }
        while (last > 0 && window.get(start + last - 1) == 0) {
            last--;
        }
        return last;
    }

    long index() {
        return index;
    }

    /// The index of the first entry of the group the frame was written with.
    long groupStart() {
        return index - position;
    }

    /// The offset behind the frame.
    long next() {
        return at + Frame.padded(length);
    }

    String trouble() {
        return trouble;
    }

    byte[] leaf() {
        return copy(Frame.HEADER, leafLength);
    }

    byte[] attachment() {
        return copy(Frame.HEADER + leafLength, length - Frame.HEADER - leafLength);
    }

    private byte[] copy(int from, int count) {
        var bytes = new byte[count];
        window.get((int) (at - base) + from, bytes);
        return bytes;
    }

    private Found rest(long offset) throws IOException {
        if (endOfContent(offset) > offset) {
            return broken("bytes that are no frame before the end of the file");
        }
        length = 0;
        return Found.NOTHING;
    }

    private Found broken(String why) {
        trouble = why;
        return Found.BROKEN;
    }

    private long aligned(long offset) {
        return (offset + Frame.ALIGNMENT - 1) & -Frame.ALIGNMENT;
    }

    private boolean load(long offset, int wanted) throws IOException {
        if (offset + wanted > fileBytes) {
            return false;
        }
        if (offset < base || offset + wanted > base + filled) {
            if (wanted > window.capacity()) {
                window = room(wanted);
            }
            window.clear();
            filled = file.readFully(window, offset);
            base = offset;
            window.limit(window.capacity());
        }
        return filled >= wanted;
    }
}
