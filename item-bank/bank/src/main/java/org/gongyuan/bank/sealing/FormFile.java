package org.gongyuan.bank.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The bytes of a sealed form or of a seat file, read at random and checked once, when opened
/// (`sealed-form.md` section 1). Safe for many threads.
final class FormFile implements AutoCloseable {

    static final byte[] PREAMBLE = "gongyuan-sealed-form/1\n".getBytes(US_ASCII);

    private static final int LARGEST_MANIFEST = 8 << 20;
    private static final int LARGEST_SIGNATURES = 64 << 10;
    private static final int PIECE = 1 << 20;

    private final FileChannel channel;
    private final Manifest manifest;
    private final Digest digest;
    private final FormSignatures signatures;
    private final long[] offsets;

    private FormFile(
            FileChannel channel,
            Manifest manifest,
            Digest digest,
            FormSignatures signatures,
            long first) {
        this.channel = channel;
        this.manifest = manifest;
        this.digest = digest;
        this.signatures = signatures;
        var blobs = manifest.contents().blobs();
        offsets = new long[blobs.size() + 1];
        offsets[0] = first;
        for (var i = 0; i < blobs.size(); i++) {
            offsets[i + 1] = Math.addExact(offsets[i], blobs.get(i).sealedSize());
        }
    }

    /// Opens a file and checks everything up to the end of the seat part.
    static FormFile open(Path path, Acceptance acceptance) throws FormRefused, IOException {
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return open(channel, acceptance);
        } catch (FormRefused | IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    private static FormFile open(FileChannel channel, Acceptance acceptance)
            throws FormRefused, IOException {
        var preamble = read(channel, 0, PREAMBLE.length, "preamble");
        if (!Arrays.equals(preamble, PREAMBLE)) {
            throw new FormRefused(
                    Reason.PREAMBLE, "the file does not begin with gongyuan-sealed-form/1");
        }
        var at = (long) PREAMBLE.length;
        var manifestBytes = sized(channel, at, LARGEST_MANIFEST, "manifest");
        at += 4 + manifestBytes.length;
        var signatureBytes = sized(channel, at, LARGEST_SIGNATURES, "signatures");
        at += 4 + signatureBytes.length;
        var manifest = Manifest.parse(manifestBytes);
        var signatures = FormSignatures.parse(signatureBytes, manifest);
        acceptance.check(manifest);
        var file =
                new FormFile(
                        channel,
                        manifest,
                        Manifest.digest(manifest.suite(), manifestBytes),
                        signatures,
                        at);
        file.checkBlobs();
        return file;
    }

    private void checkBlobs() throws FormRefused, IOException {
        if (channel.size() < seatFileSize()) {
            throw new FormRefused(
                    Reason.TRUNCATED,
                    "the file has %d bytes, its blobs end at %d"
                            .formatted(channel.size(), seatFileSize()));
        }
        var label = Bindings.of(manifest).blobLabel();
        for (var i = 0; i < offsets.length - 1; i++) {
            var expected = manifest.contents().blobs().get(i).digest();
            if (!digest(label, offsets[i], offsets[i + 1]).equals(expected)) {
                throw new FormRefused(
                        Reason.DIGEST, "blob %d does not have its digest".formatted(i));
            }
        }
    }

    /// The digest of a label and the bytes from one offset to another.
    Digest digest(byte[] label, long from, long to) throws FormRefused, IOException {
        var hashing = manifest.suite().hashing().update(label);
        for (var at = from; at < to; at += PIECE) {
            hashing.update(bytes(at, (int) Math.min(PIECE, to - at)));
        }
        return hashing.digest();
    }

    Manifest manifest() {
        return manifest;
    }

    Digest manifestDigest() {
        return digest;
    }

    FormSignatures signatures() {
        return signatures;
    }

    /// Where the blobs end (section 1.2).
    long seatFileSize() {
        return offsets[offsets.length - 1];
    }

    long size() throws IOException {
        return channel.size();
    }

    byte[] blob(int index) throws IOException, FormRefused {
        return bytes(offsets[index], (int) (offsets[index + 1] - offsets[index]));
    }

    byte[] bytes(long at, int length) throws IOException, FormRefused {
        return read(channel, at, length, "a part");
    }

    byte[] sized(long at, int largest, String what) throws IOException, FormRefused {
        return sized(channel, at, largest, what);
    }

    private static byte[] sized(FileChannel channel, long at, int largest, String what)
            throws IOException, FormRefused {
        var length = Integer.toUnsignedLong(ByteBuffer.wrap(read(channel, at, 4, what)).getInt());
        if (length > largest) {
            throw new FormRefused(
                    Reason.TOO_LARGE,
                    "%s of %d bytes, at most %d are taken".formatted(what, length, largest));
        }
        return read(channel, at + 4, (int) length, what);
    }

    private static byte[] read(FileChannel channel, long at, int length, String what)
            throws IOException, FormRefused {
        if (channel.size() - at < length) {
            throw new FormRefused(
                    Reason.TRUNCATED,
                    "the file ends at byte %d inside %s".formatted(channel.size(), what));
        }
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new FormRefused(Reason.TRUNCATED, "the file ends inside " + what);
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
