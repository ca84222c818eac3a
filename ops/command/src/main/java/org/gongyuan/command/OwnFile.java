package org.gongyuan.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Files that only their owner may read. Nothing that is there already is overwritten.
final class OwnFile {

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNERS_FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private OwnFile() {}

    /// Writes a new file that only its owner may read, synced.
    static void create(Path file, byte[] bytes) throws IOException {
        if (file.getParent() != null && !Files.isDirectory(file.getParent())) {
            throw new Refused(
                    Refused.MISUSED,
                    "the folder %s of %s does not exist"
                            .formatted(file.getParent(), file.getFileName()));
        }
        try (var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        onlyOwner(file, OWNER))) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                var _ = channel.write(left);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException _) {
            throw alreadyThere(file);
        }
    }

    /// Makes a new folder that only its owner may enter, or takes an empty one.
    static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new Refused(
                            Refused.REFUSED, "the folder %s is not empty".formatted(folder));
                }
            }
            return;
        }
        if (Files.exists(folder)) {
            throw alreadyThere(folder);
        }
        var _ = Files.createDirectories(folder, onlyOwner(folder, OWNERS_FOLDER));
    }

    /// Refuses a file that is there: what holds secrets is never replaced.
    static Refused alreadyThere(Path file) {
        return new Refused(
                Refused.REFUSED,
                "%s is there already and is not overwritten; name another file".formatted(file));
    }

    /// Refuses a file that anybody but its owner may read.
    static void refuseReadableByOthers(Path file, String what) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        var permissions = Files.getPosixFilePermissions(file);
        var others = EnumSet.copyOf(permissions);
        others.removeIf(permission -> permission.name().startsWith("OWNER"));
        if (!others.isEmpty()) {
            throw new Refused(
                    Refused.REFUSED,
                    "the %s %s has permissions %s, others than its owner may use it: chmod 600 %s"
                            .formatted(
                                    what, file, PosixFilePermissions.toString(permissions), file));
        }
    }

    /// The bytes of a file of at most `most` bytes.
    static byte[] read(Path file, String what, long most) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Refused(
                    Refused.MISUSED,
                    "the %s %s does not exist or is no file".formatted(what, file));
        }
        var size = Files.size(file);
        if (size > most) {
            throw new Refused(
                    Refused.MISUSED,
                    "the %s %s has %d bytes, at most %d are read"
                            .formatted(what, file, size, most));
        }
        return Files.readAllBytes(file);
    }

    private static FileAttribute<?>[] onlyOwner(Path at, Set<PosixFilePermission> permissions) {
        return at.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) throws IOException {
        return Files.getFileStore(file)
                        .supportsFileAttributeView(
                                java.nio.file.attribute.PosixFileAttributeView.class)
                && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
