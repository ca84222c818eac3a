package org.gongyuan.seat.program;

import org.gongyuan.lockdown.privilege.Helper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Stands in for the privileged helper, which needs root: it answers as the real one does
/// (lockdown.md 4.1), and writes down what it was asked. The real one is tested in
/// `exam-client/lockdown`, in namespaces of its own.
final class TestHelper {

    private final Path folder;

    TestHelper(Path folder) throws IOException {
        this.folder = folder;
        var script =
                """
                #!/bin/sh
                echo "$*" >>"%1$s/asked"
                [ -e "%1$s/silent-$1-$2" ] && { touch "%1$s/hangs"; sleep 600; }
                [ -e "%1$s/refuses-$1" ] && { echo "no"; exit 1; }
                case "$2" in
                  state) case "$1" in egress) echo off ;; usb) echo usb1=1 ;; sysrq) echo 176 ;; esac ;;
                  hold) echo held ;;
                  free) echo freed ;;
                esac
                """
                        .formatted(folder);
        Files.writeString(folder.resolve("helper"), script);
        Files.setPosixFilePermissions(
                folder.resolve("helper"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Helper helper() {
        return new Helper(List.of(folder.resolve("helper").toString()));
    }

    /// From now on this verb is refused.
    void refuses(String verb) throws IOException {
        Files.createFile(folder.resolve("refuses-" + verb));
    }

    /// From now on this verb and act hang.
    void hangsAt(String verb, String act) throws IOException {
        Files.createFile(folder.resolve("silent-" + verb + "-" + act));
    }

    void isWellAgain() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.startsWith("refuses-") || name.startsWith("silent-")) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Waits until it hangs.
    void awaitsHanging() throws InterruptedException {
        while (!Files.exists(folder.resolve("hangs"))) {
            Thread.sleep(20);
        }
    }

    List<String> asked() throws IOException {
        var asked = folder.resolve("asked");
        return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    }
}
