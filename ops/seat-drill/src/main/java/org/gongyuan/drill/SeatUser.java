package org.gongyuan.drill;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Who the seat's program runs as in a drill. Chromium's sandbox refuses root, so root lends itself
/// an account without rights; anybody else runs it as himself.
public final class SeatUser {

    private static final String ACCOUNT = "gongyuan-seat-drill";
    private static final String UNPACKED_ALREADY = "jcef-natives";
    private static final int WITHIN_SECONDS = 240;

    private final boolean isLent;

    private SeatUser(boolean isLent) {
        this.isLent = isLent;
    }

    /// The user for this process's seats; the account is made if root has none yet.
    public static SeatUser find() {
        boolean isRoot = System.getProperty("user.name").equals("root");
        if (isRoot && run(List.of("id", "-u", ACCOUNT)) != 0) {
            int made =
                    run(
                            List.of(
                                    "useradd",
                                    "--system",
                                    "--no-create-home",
                                    "--home-dir",
                                    "/nonexistent",
                                    "--user-group",
                                    "--shell",
                                    "/usr/sbin/nologin",
                                    ACCOUNT));
            if (made != 0) {
                throw new IllegalStateException(
                        "the account %s cannot be made; run the drill as an ordinary user"
                                .formatted(ACCOUNT));
            }
        }
        return new SeatUser(isRoot);
    }

    private static int run(List<String> command) {
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException _) {
            return -1;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /// The command as this user; the process that comes of it is the command itself.
    List<String> command(List<String> command) {
        if (!isLent) {
            return command;
        }
        var whole =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=" + ACCOUNT,
                                "--regid=" + ACCOUNT,
                                "--clear-groups",
                                "--"));
        whole.addAll(command);
        return whole;
    }

    /// Lets this user onto a display that is there, until what comes of it is closed; nothing where
    /// he is whoever the display belongs to.
    ///
    /// @throws IllegalStateException when the display does not let him
    Onto admittedTo(Display display) {
        if (!isLent || display.ask(List.of("xhost")).contains(":" + ACCOUNT)) {
            return () -> {};
        }
        var name = "si:localuser:" + ACCOUNT;
        display.run(WITHIN_SECONDS, quietly("xhost", "+" + name));
        var isIn = new AtomicBoolean(true);
        return () -> {
            if (isIn.getAndSet(false)) {
                display.run(WITHIN_SECONDS, quietly("xhost", "-" + name));
            }
        };
    }

    private static List<String> quietly(String... command) {
        var all = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/null", "quietly"));
        all.addAll(List.of(command));
        return all;
    }

    /// A user's leave to use a display.
    interface Onto extends AutoCloseable {

        @Override
        void close();
    }

    /// Gives a folder with all that is in it to the user.
    void own(Path folder) {
        if (!isLent) {
            return;
        }
        try {
            var account =
                    folder.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(ACCOUNT);
            var _ =
                    Files.walkFileTree(
                            folder,
                            new SimpleFileVisitor<>() {
                                @Override
                                public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                                        throws IOException {
                                    var _ = Files.setOwner(file, account);
                                    return FileVisitResult.CONTINUE;
                                }

                                @Override
                                public FileVisitResult preVisitDirectory(
                                        Path inside, BasicFileAttributes is) throws IOException {
                                    var _ = Files.setOwner(inside, account);
                                    return FileVisitResult.CONTINUE;
                                }
                            });
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot give away " + folder, failed);
        }
    }

    /// A class path the user can read: what lies where only we may look is copied below `to`.
    String readable(String classPath, Path to) {
        var readable = new ArrayList<String>();
        for (var entry : classPath.split(File.pathSeparator, -1)) {
            var path = Path.of(entry);
            if (entry.contains(UNPACKED_ALREADY)) {
                continue;
            }
            if (isLent && !isForAll(path) && Files.isRegularFile(path)) {
                var copy = to.resolve(path.getFileName());
                try {
                    if (!Files.exists(copy) || Files.mismatch(path, copy) >= 0) {
                        copy(path, copy);
                    }
                } catch (IOException failed) {
                    throw new UncheckedIOException("cannot copy " + path, failed);
                }
                readable.add(copy.toString());
            } else {
                readable.add(path.toString());
            }
        }
        return String.join(File.pathSeparator, readable);
    }

    /// Other drills of the same build read and make the same copies: each is whole from the moment
    /// it is there.
    private static void copy(Path path, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        var making = to.resolveSibling(to.getFileName() + "." + ProcessHandle.current().pid());
        var _ = Files.copy(path, making, StandardCopyOption.REPLACE_EXISTING);
        var _ = Files.move(making, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isForAll(Path path) {
        try {
            for (var each = path.toAbsolutePath(); each != null; each = each.getParent()) {
                var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                boolean isOpen = mode.charAt(6) == 'r' || mode.charAt(8) == 'x';
                if (!isOpen) {
                    return false;
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
