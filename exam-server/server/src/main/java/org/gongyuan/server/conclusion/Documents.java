package org.gongyuan.server.conclusion;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The documents of a conclusion in their folder: cut scores and human scores by digest, sealed
/// results and approvers by run. Only the node's own user may read them.
public record Documents(Path folder) {

    /// Those of a folder, which is made when it is not there.
    public static Documents in(Path folder) throws IOException {
        var _ = Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var _ =
                    Files.setPosixFilePermissions(
                            folder, PosixFilePermissions.fromString("rwx------"));
        }
        return new Documents(folder);
    }

    /// Whether there is one of this name.
    public boolean has(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    /// Where one of this name lies.
    public Path path(String name) {
        return folder.resolve(name);
    }

    /// Reads one.
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    /// Writes a document, synced, under its name at once or not at all.
    public void write(String name, byte[] bytes) throws IOException {
        var part = folder.resolve(name + ".part");
        try (var channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                var _ = channel.write(left);
            }
            channel.force(true);
        }
        var _ =
                Files.move(
                        part,
                        folder.resolve(name),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
    }
}
