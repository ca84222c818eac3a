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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@DisplayName("The list of a seat's files on the command line")
class SeatFilesOnTheCommandLineTest {

    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final String LIST =
            """
            gongyuan-seat-files/1
            %1$s  bin/gongyuan-seat
            %1$s  lib/a.jar
            """
                    .formatted(DIGEST);

    @TempDir private Path folder;
    private Path list;
    private Path body;
    private Path signature;

    @BeforeEach
    void aListAndTheBodysKey() throws IOException {
        list = Files.writeString(folder.resolve("files"), LIST);
        body = key("body", "authority");
        signature = folder.resolve("files.sig");
    }

    private Path key(String name, String purpose) {
        var key = folder.resolve(name);
        good("key", "new", "--purpose", purpose, "--out", key, "--open");
        return key;
    }

    private Terminal.Run sign(Path key) {
        return gongyuan(
                "seat-files",
                "sign",
                "--list",
                list,
                "--key",
                key,
                "--out",
                signature,
                "--open",
                "--json");
    }

    private Terminal.Run check(Path key) {
        return gongyuan(
                "seat-files",
                "check",
                "--list",
                list,
                "--signature",
                signature,
                "--key",
                key,
                "--json");
    }

    @Test
    void isSignedByTheBodyAndHolds() {
        var signed = sign(body);

        assertEquals(0, signed.status(), signed.err());
        var shown = good("key", "show", PublicPart.beside(body), "--json").json();
        assertEquals(shown.getString("public"), signed.json().getString("signer"));
        assertEquals(signature.toString(), signed.json().getString("signature"));
        var checked = check(PublicPart.beside(body));
        assertEquals(0, checked.status(), checked.err());
        assertTrue(checked.json().getBoolean("holds"), checked.out());
    }

    @Test
    void doesNotHoldWhenALineChanged() throws IOException {
        sign(body);
        var _ = Files.writeString(list, LIST.replace("lib/a.jar", "lib/b.jar"));

        var refused = check(PublicPart.beside(body));

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("was not made by the key"), refused.err());
        assertEquals("", refused.out());
    }

    @Test
    void doesNotHoldUnderTheKeyOfAnotherBody() {
        sign(body);

        assertEquals(1, check(PublicPart.beside(key("other", "authority"))).status());
    }

    @Test
    void isNotSignedInAnotherCapacity() {
        var refused = sign(key("proctor", "proctor"));

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("authority signing key is needed"), refused.err());
        assertEquals("", refused.out());
        assertFalse(Files.exists(signature));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gongyuan-seat-files/2\n",
                "gongyuan-seat-files/1\nnonsense\n",
                "gongyuan-seat-files/1\n\\DIGEST  a\\b\n",
                "gongyuan-seat-files/1\nDIGEST  ../shadow\n"
            })
    void isNotSignedWhenItIsNone(String text) throws IOException {
        var _ = Files.writeString(list, text.replace("DIGEST", DIGEST));

        var refused = sign(body);

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("line "), refused.err());
        assertFalse(Files.exists(signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64 !"})
    void doesNotHoldWithWhatIsNoSignature(String text) throws IOException {
        var _ = Files.writeString(signature, text);

        var refused = check(PublicPart.beside(body));

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("no signature in base64"), refused.err());
    }
}
