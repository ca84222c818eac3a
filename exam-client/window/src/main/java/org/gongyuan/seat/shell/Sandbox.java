package org.gongyuan.seat.shell;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether the processes that draw the page are sandboxed, as the kernel itself says
/// (seat-window.md section 4).
public sealed interface Sandbox {

    /// Every renderer runs under a system call filter and in process and user namespaces of its
    /// own.
    record InForce(int renderers) implements Sandbox {}

    /// Some renderer is not sandboxed, or none could be looked at.
    record Missing(String because) implements Sandbox {

        public Missing {
            requireNonNull(because, "because");
        }
    }

    /// Looks at the renderers of this process now.
    static Sandbox look() {
        var renderers = renderers(ProcessHandle.current());
        if (renderers.isEmpty()) {
            return new Missing("no renderer process was found");
        }
        for (var renderer : renderers) {
            var fault = fault(renderer);
            if (fault.isPresent()) {
                return new Missing("renderer %d: %s".formatted(renderer, fault.get()));
            }
        }
        return new InForce(renderers.size());
    }

    /// The processes that draw pages for `of`.
    static List<Long> renderers(ProcessHandle of) {
        return of.descendants()
                .map(ProcessHandle::pid)
                .filter(pid -> arguments(pid).contains("--type=renderer"))
                .toList();
    }

    private static List<String> arguments(long pid) {
        try {
            var line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return List.of(line.split("[\\x00 ]+", -1));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static Optional<String> fault(long pid) {
        try {
            return faultIn(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException failed) {
            return Optional.of("its status cannot be read");
        }
    }

    /// What is wrong with a process whose `/proc/PID/status` reads like this, if anything.
    static Optional<String> faultIn(String status) {
        var filter = field(status, "Seccomp");
        if (!filter.equals(Optional.of("2"))) {
            return Optional.of(
                    "its system calls are not filtered (Seccomp %s, wanted 2)"
                            .formatted(filter.orElse("absent")));
        }
        var pids = field(status, "NSpid");
        if (pids.isEmpty() || pids.get().split("\\s+", -1).length < 2) {
            return Optional.of(
                    "it has no process namespace of its own (NSpid %s, wanted two numbers)"
                            .formatted(pids.orElse("absent")));
        }
        return Optional.empty();
    }

    private static Optional<String> field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }
}
