package org.gongyuan.seat.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@DisplayName("The folder a run of the seat writes to")
class PrivateFolderTest {

    @TempDir Path temporary;

    @Test
    void isRemovedAtTheEndWithAllThatIsInIt() throws IOException {
        var run = PrivateFolder.take(temporary.resolve("t"));
        var _ = Files.writeString(run.inside("profile").resolve("cookies"), "x");
        run.close();
        assertFalse(Files.exists(run.path()));
    }

    @Test
    void isRemovedByTheNextRunWhenItsOwnWasKilled() throws IOException {
        var base = Files.createDirectory(temporary.resolve("t"));
        var left = Files.createDirectories(base.resolve("run1/profile")).getParent();
        var _ = Files.writeString(left.resolve("profile/history"), "x");
        try (var run = PrivateFolder.take(base)) {
            assertTrue(Files.isDirectory(run.path()));
            assertFalse(Files.exists(run.path().resolve("profile")));
        }
    }

    @Test
    void isLeftAloneWhileAnotherRunHoldsIt() throws IOException {
        var base = temporary.resolve("t");
        try (var one = PrivateFolder.take(base);
                var other = PrivateFolder.take(base)) {
            assertTrue(Files.isDirectory(one.path()));
            assertTrue(Files.isDirectory(other.path()));
            assertFalse(one.path().equals(other.path()));
        }
    }

    @Test
    void isRefusedWhereChromiumsSocketWouldNotFit() {
        var refused =
                assertThrows(
                        IOException.class,
                        () -> PrivateFolder.take(temporary.resolve("x".repeat(60))));
        assertTrue(refused.getMessage().contains("at most 50"));
    }
}
