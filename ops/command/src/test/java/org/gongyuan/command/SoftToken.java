package org.gongyuan.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A token of SoftHSM2, a real PKCS#11 library that keeps its tokens in files. The build says by
/// `SOFTHSM2_CONF` where they lie. Without the package softhsm2 the tests are left out and say so,
/// except in `ops/test`, which installs it.
record SoftToken(String label, Path library) {

    static final String PIN = "271828";

    private static final String OFFICER = "31415926";
    private static final List<String> PLACES =
            List.of(
                    "/usr/lib/softhsm/libsofthsm2.so",
                    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                    "/usr/lib64/pkcs11/libsofthsm2.so");

    /// A token that has just been set up.
    static SoftToken fresh() throws IOException, InterruptedException {
        var library = PLACES.stream().map(Path::of).filter(Files::isRegularFile).findFirst();
        if (library.isEmpty()) {
            assertNotEquals(
                    "required",
                    Optional.ofNullable(System.getenv("GONGYUAN_TOKENS")).orElse(""),
                    "the package softhsm2 is not installed");
        }
        assumeTrue(library.isPresent(), "NOT TESTED: the package softhsm2 is not installed");
        var configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
        var folder = configuration.resolveSibling("softhsm2-tokens");
        Files.createDirectories(folder);
        Files.writeString(
                configuration,
                "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
                        .formatted(folder));
        var label = "test " + UUID.randomUUID().toString().substring(0, 8);
        run("--init-token", "--free", "--label", label, "--so-pin", OFFICER, "--pin", PIN);
        return new SoftToken(label, library.get());
    }

    /// Throws the token away.
    void delete() throws IOException, InterruptedException {
        run("--delete-token", "--token", label);
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                Stream.concat(Stream.of("softhsm2-util"), Stream.of(arguments))
                                        .toList())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
