package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

@DisplayName("The first two administrators on the command line")
class StaffOnTheCommandLineTest {

    @TempDir private Path folder;
    private Path config;

    @BeforeEach
    void configure() throws IOException {
        config = folder.resolve("gongyuan.conf");
        Files.writeString(
                config,
                """
                node.body = example.org
                data.folder = %1$s/data
                seat.certificates = off
                staff.console = on
                staff.certificate = %1$s/server.pem
                staff.key = %1$s/server.key
                staff.origin = https://staff.example.org
                """
                        .formatted(folder));
    }

    @Test
    void isInvitedOnceIntoAFileForHimAlone() throws IOException {
        var out = folder.resolve("invitation");
        var run = good(invite("zhao", out));

        var code = Files.readString(out).strip();
        assertTrue(code.matches("[0-9a-f]{32}\\.[A-Za-z0-9_-]{43}"), "the code has its form");
        assertFalse(run.out().contains(code), "the code is not on the screen");
        assertEquals("zhao", run.json().getString("id"));
        assertEquals(out.toString(), run.json().getString("file"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));

        assertEquals(0, good(invite("qian", folder.resolve("second"))).status());
        var third = gongyuan(invite("sun", folder.resolve("another")));
        assertEquals(1, third.status());
        assertEquals("", third.out());
        assertTrue(third.err().contains("there are two accounts or more already"), third.err());
        assertFalse(Files.exists(folder.resolve("another")));
    }

    @Test
    void isNotInvitedOverAFileThatIsThere() throws IOException {
        var out = Files.writeString(folder.resolve("invitation"), "mine");

        assertTrue(gongyuan(invite("zhao", out)).status() != 0);
        assertEquals("mine", Files.readString(out));
        assertEquals(0, good(invite("zhao", folder.resolve("other"))).status());
    }

    @Test
    void isNotInvitedWhereStaffHaveNoPort() throws IOException {
        Files.writeString(config, Files.readString(config).replace("staff.console = on", ""));
        var refused = gongyuan(invite("zhao", folder.resolve("invitation")));

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("staff.console is off"), refused.err());
    }

    private Object[] invite(String id, Path out) {
        return new Object[] {
            "staff",
            "first-administrator",
            "--config",
            config,
            "--id",
            id,
            "--name",
            "赵敏",
            "--json",
            "--out",
            out
        };
    }
}
