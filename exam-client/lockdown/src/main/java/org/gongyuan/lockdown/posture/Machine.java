package org.gongyuan.lockdown.posture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the kernel tells about the machine under `/proc` and `/sys`, read as plain files.
///
/// @param proc the folder `/proc`
/// @param sys the folder `/sys`
public record Machine(Path proc, Path sys) {

    public Machine {
        requireNonNull(proc, "proc");
        requireNonNull(sys, "sys");
    }

    /// This machine.
    public static Machine here() {
        return new Machine(Path.of("/proc"), Path.of("/sys"));
    }

    /// A program that runs.
    ///
    /// @param id its process number
    /// @param user the number of the user it belongs to
    /// @param name the kernel's name for it, at most 15 characters
    /// @param command its first words
    public record Program(long id, long parent, long user, String name, String command) {}

    /// The programs that run, as far as they can be read; those that end meanwhile are left out.
    public List<Program> programs() throws IOException {
        var programs = new ArrayList<Program>();
        try (var folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var folder : folders) {
                program(folder).ifPresent(programs::add);
            }
        }
        return programs;
    }

    private static Optional<Program> program(Path folder) {
        try {
            long parent = 0;
            long user = -1;
            var name = "?";
            for (var line : Files.readAllLines(folder.resolve("status"), UTF_8)) {
                var parts = line.split("\\s+", 3);
                switch (parts[0]) {
                    case "Name:" -> name = line.substring("Name:".length()).strip();
                    case "PPid:" -> parent = Long.parseLong(parts[1]);
                    case "Uid:" -> user = Long.parseLong(parts[1]);
                    default -> {}
                }
            }
            var command =
                    new String(Files.readAllBytes(folder.resolve("cmdline")), UTF_8)
                            .replace('\0', ' ')
                            .strip();
            long id = Long.parseLong(folder.getFileName().toString());
            return Optional.of(new Program(id, parent, user, name, command));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// A line of our own `status` file, without its name.
    Optional<String> ownStatus(String name) throws IOException {
        for (var line : Files.readAllLines(proc.resolve("self/status"), UTF_8)) {
            if (line.startsWith(name + ":")) {
                return Optional.of(line.substring(name.length() + 1).strip());
            }
        }
        return Optional.empty();
    }

    /// Whether the processor says that something runs beneath the system.
    boolean hasHypervisor() throws IOException {
        try (var lines = Files.lines(proc.resolve("cpuinfo"), UTF_8)) {
            return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" hypervisor"));
        }
    }

    /// The maker's words for the machine, in lower case; empty where there are none.
    String maker() {
        var words = new StringBuilder();
        for (var name : List.of("sys_vendor", "product_name", "board_vendor", "bios_vendor")) {
            try {
                words.append(Files.readString(sys.resolve("class/dmi/id").resolve(name), UTF_8))
                        .append(' ');
            } catch (IOException _) {
                // many machines have none, and some are for root only
            }
        }
        return words.toString().replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }

    /// The local ports somebody listens at.
    List<Integer> listening() {
        var ports = new ArrayList<Integer>();
        for (var table : List.of("net/tcp", "net/tcp6")) {
            try {
                for (var line : Files.readAllLines(proc.resolve(table), UTF_8)) {
                    var parts = line.strip().split("\\s+");
                    if (parts.length > 3 && parts[3].equals("0A")) {
                        ports.add(
                                Integer.parseInt(
                                        parts[1].substring(parts[1].lastIndexOf(':') + 1), 16));
                    }
                }
            } catch (IOException | NumberFormatException _) {
                // a system without that table listens at none of its ports
            }
        }
        return ports;
    }
}
