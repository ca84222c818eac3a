package org.gongyuan.seat.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Where the IBus of this user and display listens, as IBus itself says it: in the environment, or
/// in a file that is written anew whenever it starts.
final class IbusAddress implements Supplier<Optional<String>> {

    private static final String SAYS = "IBUS_ADDRESS=";

    private final Map<String, String> environment;

    /// @param environment of this process when it began; Chromium changes it later
    IbusAddress(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Optional<String> get() {
        var told = environment.getOrDefault("IBUS_ADDRESS", "");
        if (!told.isEmpty()) {
            return Optional.of(told);
        }
        var folder = settings().resolve("ibus/bus");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        // MACHINE-unix-DISPLAY
        var ending = "-unix-" + display();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .findFirst()
                    .flatMap(IbusAddress::in);
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private Path settings() {
        var own = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return own.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "/nonexistent"), ".config")
                : Path.of(own);
    }

    /// `:0.0` is display 0.
    private String display() {
        var name = environment.getOrDefault("DISPLAY", ":0");
        var number = name.substring(name.lastIndexOf(':') + 1);
        int screen = number.indexOf('.');
        return screen < 0 ? number : number.substring(0, screen);
    }

    private static Optional<String> in(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(SAYS))
                    .map(line -> line.substring(SAYS.length()).strip())
                    .filter(address -> !address.isEmpty())
                    .findFirst();
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }
}
