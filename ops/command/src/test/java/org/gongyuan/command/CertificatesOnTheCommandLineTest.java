package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.certificate.SeatMachine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

@DisplayName("Certificates on the command line")
class CertificatesOnTheCommandLineTest {

    @TempDir private Path folder;

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void areIssuedForServersAndSeats() throws Exception {
        var ca = folder.resolve("centre");
        var made = good("certificate", "ca", "--name", "Centre 7", "--out", ca, "--json").json();
        assertEquals(ca + ".crt", made.getString("certificate"));
        assertEquals(ca + ".key", made.getString("key"));
        good(
                "certificate",
                "server",
                "--ca",
                ca,
                "--name",
                "localhost",
                "--name",
                "127.0.0.1",
                "--out",
                folder.resolve("server"));
        good(
                "certificate",
                "seat",
                "--ca",
                ca,
                "--centre",
                "c7",
                "--seat",
                "B-14",
                "--out",
                folder.resolve("b14"));

        var authority = read(folder.resolve("centre.crt"));
        read(folder.resolve("server.crt")).verify(authority.getPublicKey());
        assertEquals(
                new SeatMachine("c7", "B-14"), SeatMachine.of(read(folder.resolve("b14.crt"))));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("b14.key"))));
    }

    @Test
    void areNotIssuedForLongerThanTheBound() {
        var refused =
                gongyuan(
                        "certificate",
                        "ca",
                        "--name",
                        "x",
                        "--days",
                        "99999",
                        "--json",
                        "--out",
                        folder.resolve("x"));

        assertEquals(2, refused.status());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains("outside 1..7305"), refused.err());
    }
}
