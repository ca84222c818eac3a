package org.gongyuan.bank.interchange;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads a zip file by its central directory alone, under limits
/// (`item-bank/spec/interchange.md`, section 8). The JDK's readers do not tell encryption,
/// symbolic links or overlapping entries; this one refuses them by name.
final class ZipArchive {

    private static final int END = 0x06054b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR_LENGTH = 20;
    private static final int END_64_LENGTH = 56;
    private static final int SIZES_64 = 0x0001;
    private static final long BEYOND = 0xFFFFFFFFL;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int ENCRYPTED = 1 | (1 << 6) | (1 << 13);
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int FILE_KIND = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int FOLDER = 0x4000;

    private final ByteBuffer zip;
    private final PackageLimits limits;
    private final ZipNames names = new ZipNames();
    private long total;

    private ZipArchive(byte[] archive, PackageLimits limits) {
        this.zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        this.limits = limits;
    }

    private record Entry(
            String path, int method, long crc, int packed, long size, int offset, int dataEnd) {}

    /// How many entries the directory has, and where it is.
    private record Directory(long count, long offset) {}

    /// What a directory entry says of sizes and place, ZIP64 or not.
    private record Sizes(long packed, long size, long offset) {}

    /// What a zip file holds.
    ///
    /// @param files every file by its path, unpacked
    /// @param remarks paths whose names were read otherwise than written, each with why
    record Contents(SequencedMap<String, byte[]> files, SequencedMap<String, String> remarks) {}

    /// Every file by its path, unpacked.
    static Contents read(byte[] archive, PackageLimits limits) throws PackageRefused {
        if (archive.length > limits.archiveBytes()) {
            throw new PackageRefused(
                    ".",
                    "zip file of %d bytes".formatted(archive.length),
                    "at most %d are taken".formatted(limits.archiveBytes()));
        }
        try {
            return new ZipArchive(archive, limits).read();
        } catch (IndexOutOfBoundsException | BufferUnderflowException torn) {
            throw damaged("it ends in the middle of a header");
        }
    }

    private static PackageRefused damaged(String why) {
        return new PackageRefused(".", "zip file is damaged", why);
    }

    private Contents read() throws PackageRefused {
        var files = new TreeMap<String, byte[]>();
        for (var entry : entries()) {
            files.put(entry.path, unpack(entry));
        }
        return new Contents(files, names.remarks());
    }

    private Directory directory() throws PackageRefused {
        int end = findEnd();
        int count = zip.getShort(end + 10) & 0xFFFF;
        long offset = zip.getInt(end + 16) & BEYOND;
        int disk = zip.getShort(end + 4) & 0xFFFF;
        int first = zip.getShort(end + 6) & 0xFFFF;
        if ((disk != 0 && disk != 0xFFFF) || (first != 0 && first != 0xFFFF)) {
            throw new PackageRefused(".", "zip file in several parts", "put it into one file");
        }
        return count == 0xFFFF || offset == BEYOND || disk == 0xFFFF
                ? directory64(end)
                : new Directory(count, offset);
    }

    /// Programs that write to a stream do not know beforehand that a package is small, and write
    /// it as ZIP64.
    private Directory directory64(int end) throws PackageRefused {
        int locator = end - LOCATOR_LENGTH;
        if (locator < 0 || zip.getInt(locator) != LOCATOR_64) {
            throw damaged("its ZIP64 directory is not found");
        }
        if (zip.getInt(locator + 16) != 1) {
            throw new PackageRefused(".", "zip file in several parts", "put it into one file");
        }
        int at = place(zip.getLong(locator + 8), END_64_LENGTH);
        if (at > locator - END_64_LENGTH || zip.getInt(at) != END_64) {
            throw damaged("its ZIP64 directory is not where it says");
        }
        return new Directory(zip.getLong(at + 32), zip.getLong(at + 48));
    }

    private int place(long offset, int length) throws PackageRefused {
        if (offset < 0 || offset > zip.limit() - length) {
            throw damaged("it points outside itself");
        }
        return (int) offset;
    }

    private List<Entry> entries() throws PackageRefused {
        int end = findEnd();
        var directory = directory();
        if (directory.count < 0 || directory.count > limits.entries()) {
            throw new PackageRefused(
                    ".",
                    "zip file with %s entries".formatted(Long.toUnsignedString(directory.count)),
                    "at most %d are taken".formatted(limits.entries()));
        }
        int count = (int) directory.count;
        var entries = new ArrayList<Entry>();
        var folded = new HashMap<String, String>();
        int at = place(directory.offset, 0);
        for (int i = 0; i < count; i++) {
            if (at > end || zip.getInt(at) != CENTRAL) {
                throw damaged(
                        "its directory does not hold the %d entries it names".formatted(count));
            }
            int nameLength = zip.getShort(at + 28) & 0xFFFF;
            int extraLength = zip.getShort(at + 30) & 0xFFFF;
            int commentLength = zip.getShort(at + 32) & 0xFFFF;
            var path =
                    names.read(
                            bytes(at + CENTRAL_LENGTH, nameLength),
                            zip.getShort(at + 8) & 0xFFFF,
                            extra(at));
            checkKind(path, at);
            PackagePath.check(path, limits);
            PackageFiles.checkCollision(
                    path.endsWith("/") ? path.substring(0, path.length() - 1) : path, folded);
            if (!path.endsWith("/")) {
                entries.add(entry(path, at));
            }
            at += CENTRAL_LENGTH + nameLength + extraLength + commentLength;
        }
        checkOverlap(entries);
        return entries;
    }

    private int findEnd() throws PackageRefused {
        int last = zip.limit() - END_LENGTH;
        int first = Math.max(0, last - LONGEST_COMMENT);
        for (int at = last; at >= first; at--) {
            if (zip.getInt(at) == END
                    && (zip.getShort(at + 20) & 0xFFFF) == zip.limit() - at - END_LENGTH) {
                return at;
            }
        }
        throw new PackageRefused(".", "not a zip file", "its directory is not at its end");
    }

    private byte[] bytes(int at, int length) {
        var bytes = new byte[length];
        zip.get(at, bytes);
        return bytes;
    }

    /// The extra fields of a directory entry.
    private ByteBuffer extra(int at) {
        int nameLength = zip.getShort(at + 28) & 0xFFFF;
        int extraLength = zip.getShort(at + 30) & 0xFFFF;
        return zip.slice(at + CENTRAL_LENGTH + nameLength, extraLength)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private void checkKind(String path, int at) throws PackageRefused {
        int flags = zip.getShort(at + 8) & 0xFFFF;
        if ((flags & ENCRYPTED) != 0) {
            throw new PackageRefused(path, "encrypted entry", "pack without a password");
        }
        int kind = (zip.getInt(at + 38) >>> 16) & FILE_KIND;
        if (kind != 0 && kind != REGULAR && kind != FOLDER) {
            throw new PackageRefused(
                    path, "symbolic link or special file", "a package holds plain files");
        }
    }

    private Entry entry(String path, int at) throws PackageRefused {
        int method = zip.getShort(at + 10) & 0xFFFF;
        if (method != STORED && method != DEFLATED) {
            throw new PackageRefused(
                    path,
                    "packing method %d".formatted(method),
                    "only stored and deflated are read");
        }
        long crc = zip.getInt(at + 16) & 0xFFFFFFFFL;
        var sizes = sizes(path, at);
        long packed = sizes.packed;
        long size = sizes.size;
        long offset = sizes.offset;
        PackageFiles.checkSize(path, size, total, limits);
        if (size > PackageLimits.RATIO_FROM && size / limits.ratio() > packed) {
            throw new PackageRefused(
                    path,
                    "file packed to less than 1/%d".formatted(limits.ratio()),
                    "it looks like a zip bomb (%d bytes from %d)".formatted(size, packed));
        }
        if (offset < 0
                || offset > zip.limit() - LOCAL_LENGTH
                || zip.getInt((int) offset) != LOCAL) {
            throw damaged("entry %s is not where the directory says".formatted(path));
        }
        int nameLength = zip.getShort((int) offset + 26) & 0xFFFF;
        int extraLength = zip.getShort((int) offset + 28) & 0xFFFF;
        long data = offset + LOCAL_LENGTH + nameLength + extraLength;
        if (packed < 0 || packed > zip.limit() - data) {
            throw damaged("entry %s ends after the file".formatted(path));
        }
        int directoryNameLength = zip.getShort(at + 28) & 0xFFFF;
        if (!Arrays.equals(
                bytes((int) offset + LOCAL_LENGTH, nameLength),
                bytes(at + CENTRAL_LENGTH, directoryNameLength))) {
            throw new PackageRefused(
                    path, "two names for one entry", "header and directory disagree");
        }
        return new Entry(path, method, crc, (int) packed, size, (int) data, (int) (data + packed));
    }

    private Sizes sizes(String path, int at) throws PackageRefused {
        long packed = zip.getInt(at + 20) & BEYOND;
        long size = zip.getInt(at + 24) & BEYOND;
        long offset = zip.getInt(at + 42) & BEYOND;
        if (packed != BEYOND && size != BEYOND && offset != BEYOND) {
            return new Sizes(packed, size, offset);
        }
        var wide = wide(path, extra(at));
        // Only what did not fit is there, in this order.
        size = size == BEYOND ? wide.getLong() : size;
        packed = packed == BEYOND ? wide.getLong() : packed;
        offset = offset == BEYOND ? wide.getLong() : offset;
        return new Sizes(packed, size, offset);
    }

    private static ByteBuffer wide(String path, ByteBuffer extra) throws PackageRefused {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xFFFF;
            int length = extra.getShort() & 0xFFFF;
            if (length > extra.remaining()) {
                break;
            }
            if (id == SIZES_64) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        throw damaged("%s names its sizes in ZIP64 and does not give them".formatted(path));
    }

    private static void checkOverlap(List<Entry> entries) throws PackageRefused {
        var inOrder = new ArrayList<>(entries);
        inOrder.sort((a, b) -> Integer.compare(a.offset, b.offset));
        int end = 0;
        for (var entry : inOrder) {
            if (entry.offset < end) {
                throw new PackageRefused(
                        entry.path, "overlapping entries", "it looks like a zip bomb");
            }
            end = entry.dataEnd;
        }
    }

    private byte[] unpack(Entry entry) throws PackageRefused {
        total += entry.size;
        PackageFiles.checkSize(entry.path, entry.size, total, limits);
        var packed = new byte[entry.packed];
        zip.get(entry.offset, packed);
        var bytes = entry.method == STORED ? packed : inflate(entry, packed);
        var crc = new CRC32();
        crc.update(bytes);
        if (bytes.length != entry.size || crc.getValue() != entry.crc) {
            throw damaged("%s is not what its checksum and size say".formatted(entry.path));
        }
        return bytes;
    }

    /// Never unpacks more than the size the directory names, which was checked.
    private static byte[] inflate(Entry entry, byte[] packed) throws PackageRefused {
        var out = new byte[(int) entry.size + 1];
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int length = 0;
            while (!inflater.finished() && length < out.length) {
                int more = inflater.inflate(out, length, out.length - length);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                length += more;
            }
            if (length != entry.size || !inflater.finished()) {
                throw damaged("%s does not unpack to its named size".formatted(entry.path));
            }
            return Arrays.copyOf(out, length);
        } catch (DataFormatException broken) {
            throw damaged("%s cannot be unpacked".formatted(entry.path));
        } finally {
            inflater.end();
        }
    }
}
