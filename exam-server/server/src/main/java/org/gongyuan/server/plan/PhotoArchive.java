package org.gongyuan.server.plan;

import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.RosterCsv;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Photos of candidates in a zip archive, by the plain names of its files. Nothing of it is ever
/// written to a disk under a name from inside.
public final class PhotoArchive implements RosterCsv.PhotoFiles, Closeable {

    private static final int MOST = 50_000;
    private static final long MOST_BYTES = 200L << 20;

    private final ZipFile zip;
    private final Map<String, ZipEntry> files = new HashMap<>();
    private long read;

    private PhotoArchive(ZipFile zip) {
        this.zip = zip;
    }

    /// Opens an archive.
    ///
    /// @throws SheetRefused when it is none, holds too much, or names lead out of it
    public static PhotoArchive open(Path file) throws IOException, SheetRefused {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException broken) {
            throw new SheetRefused(Sentence.PHOTOS_NO_ARCHIVE.of(), broken);
        }
        var archive = new PhotoArchive(zip);
        try {
            archive.index();
            return archive;
        } catch (SheetRefused refused) {
            zip.close();
            throw refused;
        }
    }

    private void index() throws SheetRefused {
        if (zip.size() > MOST) {
            throw new SheetRefused(Sentence.PHOTOS_FILES.of(zip.size(), MOST));
        }
        for (var entry : Collections.list(zip.entries())) {
            var name = entry.getName();
            if (name.startsWith("/") || name.contains("\\") || name.contains("..")) {
                throw new SheetRefused(Sentence.PHOTOS_NAME_LEADS_OUT.of());
            }
            if (!entry.isDirectory()
                    && files.put(name.substring(name.lastIndexOf('/') + 1), entry) != null) {
                throw new SheetRefused(Sentence.PHOTOS_SAME_NAME.of());
            }
        }
    }

    /// The content of a photo, however large its entry says it is.
    @Override
    public byte[] read(String name) throws IOException {
        var entry = files.get(name);
        if (entry == null) {
            throw new IOException("no such file is in the archive");
        }
        try (var in = zip.getInputStream(entry)) {
            var bytes = in.readNBytes(Portrait.LARGEST + 1);
            read += bytes.length;
            if (read > MOST_BYTES) {
                throw new IOException("the photos have over %d bytes".formatted(MOST_BYTES));
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
