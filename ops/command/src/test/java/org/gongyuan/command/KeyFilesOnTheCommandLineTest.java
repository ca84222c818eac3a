package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.seal.KeyFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

@DisplayName("A key file on the command line")
class KeyFilesOnTheCommandLineTest {

    @TempDir private Path folder;

    private Path passphrase(String words, String permissions) throws IOException {
        var file = Files.writeString(folder.resolve("words-" + permissions), words + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @Test
    void isSealedUnderThePassphraseInAFileOfItsOwner() throws IOException {
        var key = folder.resolve("key");

        var made =
                good(
                        "key",
                        "new",
                        "--purpose",
                        "assembler",
                        "--out",
                        key,
                        "--passphrase-file",
                        passphrase("long enough", "rw-------"),
                        "--json");

        assertTrue(KeyFile.parse(Files.readString(key)).isSealed());
        assertEquals("assembler signing key", made.json().getString("kind"));
        assertFalse((made.out() + made.err()).contains("long enough"));
        var shown = good("key", "show", PublicPart.beside(key), "--json").json();
        assertEquals(made.json().getString("fingerprint"), shown.getString("fingerprint"));
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw----r--", "rw-rw----"})
    void isNotSealedUnderAPassphraseOthersMayRead(String permissions) throws IOException {
        var key = folder.resolve("key");

        var refused =
                gongyuan(
                        "key",
                        "new",
                        "--purpose",
                        "assembler",
                        "--out",
                        key,
                        "--passphrase-file",
                        passphrase("long enough", permissions));

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("chmod 600"), refused.err());
        assertFalse(Files.exists(key));
    }

    @Test
    void doesNotOpenUnderAnotherPassphrase() throws IOException {
        var bank = folder.resolve("bank");
        good("bank", "init", "--bank", bank, "--passphrase-file", passphrase("one", "rw-------"));

        var refused =
                gongyuan(
                        "bank",
                        "list",
                        "--bank",
                        bank,
                        "--passphrase-file",
                        passphrase("two", "r--------"));

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("the passphrase is wrong"), refused.err());
        assertFalse(refused.err().contains("two"), refused.err());
    }

    @Test
    void thatLiesOpenIsNotUsedUnlessSaid() {
        var bank = folder.resolve("bank");
        good("bank", "init", "--bank", bank, "--open");

        var refused = gongyuan("bank", "list", "--bank", bank);

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("say --open"), refused.err());
    }

    @Test
    void isNeverOverwritten() {
        var key = folder.resolve("key");
        good("custodian", "keygen", "--open", "--out", key);

        var refused = gongyuan("custodian", "keygen", "--open", "--out", key);

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("is there already"), refused.err());
    }

    @Test
    void isMadeForAPurposeThereIs() {
        var refused =
                gongyuan("key", "new", "--purpose", "king", "--open", "--out", folder.resolve("k"));

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("known are assembler, reviewer"), refused.err());
    }

    @Test
    void isMadeInASuiteThereIs() {
        var refused =
                gongyuan(
                        "key",
                        "new",
                        "--purpose",
                        "assembler",
                        "--suite",
                        "SM-9",
                        "--open",
                        "--out",
                        folder.resolve("k"));

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("INTL-1 and SM-1"), refused.err());
    }
}
