package org.gongyuan.server.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gongyuan.server.time.ClockAtRestart.Sign;
import org.gongyuan.server.time.Uptime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

@DisplayName("What a node notes of its clock")
class ClockFileTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir Path folder;

    @Test
    void isReadAgainAfterARestart() {
        var up = Optional.of(new Uptime.Reading("run-1", Duration.ofMillis(12_340)));
        try (var file = new ClockFile(folder, () -> NOON, () -> up)) {
            file.note();
        }
        try (var file = new ClockFile(folder, () -> NOON, Uptime.UNKNOWN)) {
            assertEquals(Optional.of(new Sign(NOON, up)), file.before());
            file.note();
            assertEquals(Optional.of(new Sign(NOON, Optional.empty())), file.before());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "12x run 5", "12 run x"})
    void isNothingWhenItCannotBeRead(String text) throws Exception {
        Files.writeString(folder.resolve("clock"), text);
        try (var file = new ClockFile(folder, () -> NOON, Uptime.UNKNOWN)) {
            assertEquals(Optional.empty(), file.before());
        }
    }

    @Test
    void readsTheUptimeOfLinux() throws Exception {
        Files.createDirectories(folder.resolve("sys/kernel/random"));
        Files.writeString(folder.resolve("sys/kernel/random/boot_id"), "run-1\n");
        Files.writeString(folder.resolve("uptime"), "350735.47 234388.90\n");

        assertEquals(
                Optional.of(new Uptime.Reading("run-1", Duration.ofMillis(350_735_470))),
                Uptime.linux(folder).read());
        assertEquals(Optional.empty(), Uptime.linux(folder.resolve("none")).read());
    }
}
