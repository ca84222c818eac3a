package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// A small file of a node that is only written on at its end, each payload synced before it counts:
/// frames of length (4 bytes, big endian), CRC-32C of the payload (4 bytes), payload. What a crash
/// left torn at the end was never acknowledged, and is cut off at the next opening.
final class AppendedFile implements Closeable {

    private static final int HEAD = 8;
    private static final int LONGEST = 1 << 20;

    private final FileChannel channel;

    private AppendedFile(FileChannel channel) {
        this.channel = requireNonNull(channel, "channel");
    }

    /// Opens a file that only the node's user may read, making it if it is not there; `found` is
    /// given every whole payload in order.
    static AppendedFile open(Path file, Consumer<byte[]> found) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            OwnFiles.write(file, new byte[0]);
        }
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int whole = 0;
        for (var payload = next(bytes); payload != null; payload = next(bytes)) {
            found.accept(payload);
            whole = bytes.position();
        }
        var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.truncate(whole).position(whole);
        return new AppendedFile(channel);
    }

    private static byte[] next(ByteBuffer from) {
        if (from.remaining() < HEAD) {
            return null;
        }
        int length = from.getInt();
        int sum = from.getInt();
        if (length < 1 || length > LONGEST || length > from.remaining()) {
            return null;
        }
        var payload = new byte[length];
        from.get(payload);
        return sum(payload) == sum ? payload : null;
    }

    /// Appends a payload of 1 byte to 1 MiB and syncs it.
    void append(byte[] payload) throws IOException {
        if (payload.length < 1 || payload.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a payload has 1 to %d bytes, not %d".formatted(LONGEST, payload.length));
        }
        long before = channel.position();
        var frame = ByteBuffer.allocate(HEAD + payload.length);
        frame.putInt(payload.length).putInt(sum(payload)).put(payload).flip();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
            channel.force(false);
        } catch (IOException failed) {
            channel.truncate(before).position(before);
            throw failed;
        }
    }

    /// Begins anew with nothing in it.
    void clear() throws IOException {
        channel.truncate(0).position(0);
        channel.force(false);
    }

    private static int sum(byte[] payload) {
        var sum = new CRC32C();
        sum.update(payload);
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
