package org.gongyuan.seat.shell;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import me.friwi.jcefmaven.CefAppBuilder;
import me.friwi.jcefmaven.UnsupportedPlatformException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Chromium's own files, unpacked in a folder. An installed seat brings them unpacked; otherwise
/// they are unpacked from the class path when they are first wanted. Nothing is ever downloaded.
public record ChromiumFiles(Path folder) {

    private static final List<String> NEEDED =
            List.of("libcef.so", "libjcef.so", "jcef_helper", "icudtl.dat", "resources.pak");

    public ChromiumFiles {
        requireNonNull(folder, "folder");
        folder = folder.toAbsolutePath().normalize();
    }

    /// The files in this folder, unpacked now unless they are there.
    ///
    /// @throws IOException when they can be neither found nor unpacked
    public static ChromiumFiles in(Path folder) throws IOException {
        var files = new ChromiumFiles(folder);
        if (!files.isComplete()) {
            files.unpack();
        }
        return files;
    }

    private boolean isComplete() {
        return Files.exists(folder.resolve("install.lock"))
                && NEEDED.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /// Two programs that start at once must not unpack into each other.
    private void unpack() throws IOException {
        var parent = folder.getParent();
        Files.createDirectories(parent);
        var lock = parent.resolve(folder.getFileName() + ".unpacking");
        try (var channel = FileChannel.open(lock, CREATE, WRITE);
                var _ = channel.lock()) {
            if (isComplete()) {
                return;
            }
            var builder = new CefAppBuilder();
            builder.setInstallDir(folder.toFile());
            builder.setMirrors(List.of());
            builder.setProgressHandler((_, _) -> {});
            builder.install();
        } catch (UnsupportedPlatformException refused) {
            throw new IOException(
                    "Chromium is packed for Linux on x86-64 only, not for this machine", refused);
        }
        if (!isComplete()) {
            throw new IOException("Chromium's files in %s are not complete".formatted(folder));
        }
    }

    Path helper() {
        return folder.resolve("jcef_helper");
    }

    Path library() {
        return folder.resolve("libjcef.so");
    }

    Path locales() {
        return folder.resolve("locales");
    }
}
