package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

@DisplayName("A form on the command line")
class FormOnTheCommandLineTest {

    private static final String NEXT_CENTURY = "2126-05-04T09:00:00+08:00";

    @TempDir private Path folder;

    @Test
    void isAssembledSealedInspectedAndItsShareHandedOut() throws Exception {
        var paper = SealedPaper.sealed(folder, NEXT_CENTURY);

        var told = good("form", "inspect", paper.form, "--json").json();

        assertEquals("hold", told.getString("signatures"));
        assertEquals(2, told.getInteger("items"));
        assertEquals("2126-05-04T01:00:00Z", told.getString("notBefore"));
        assertEquals(3, told.getJsonObject("formKey").getInteger("n"));
        var words = good("form", "inspect", paper.form).out();
        assertTrue(words.contains("2 of 3"), words);
        assertFalse(words.contains(SmallPackage.STEM), words);
        assertTrue(
                good("bank", "list", "--bank", paper.bank, "--open").out().contains("small@1"),
                "sealing freezes");

        try (var node = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, new SecureRandom())) {
            var nodeKey = Files.writeString(folder.resolve("node"), node.publicKey().text() + "\n");
            var share = folder.resolve("share");
            good(
                    "custodian",
                    "share",
                    paper.form,
                    "--key",
                    paper.custodian(2),
                    "--open",
                    "--node-key",
                    nodeKey,
                    "--out",
                    share);
            var handIn = HandIn.parse(Files.readAllBytes(share));
            assertEquals(SharePurpose.FORM, handIn.purpose());
            assertEquals(2, handIn.open(node).index());
        }
    }

    @Test
    void isAssembledFromAList() throws Exception {
        var paper = SealedPaper.assembled(folder);
        var list = Files.writeString(folder.resolve("list"), "# two\nq2\n\nq1\n");

        var made =
                good(
                        "form",
                        "assemble",
                        "--bank",
                        paper.bank,
                        "--open",
                        "--items",
                        list,
                        "--id",
                        "listed",
                        "--assembler",
                        "Zhao",
                        "--reviewer",
                        "Qian",
                        "--out",
                        folder.resolve("listed"),
                        "--json");

        assertEquals(2, made.json().getInteger("items"));
    }

    @Test
    void isNotAssembledByOnePerson() {
        var paper = SealedPaper.assembled(folder);

        var refused =
                gongyuan(
                        "form",
                        "assemble",
                        "--bank",
                        paper.bank,
                        "--open",
                        "--package",
                        folder.resolve("package"),
                        "--id",
                        "x",
                        "--assembler",
                        "Zhao",
                        "--reviewer",
                        "Zhao",
                        "--out",
                        folder.resolve("x"));

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("must be two persons"), refused.err());
    }

    @Test
    void isNotAssembledFromItemsTheBankDoesNotHave() throws Exception {
        var paper = SealedPaper.assembled(folder);
        var list = Files.writeString(folder.resolve("list"), "nobody\n");

        var refused =
                gongyuan(
                        "form",
                        "assemble",
                        "--bank",
                        paper.bank,
                        "--open",
                        "--items",
                        list,
                        "--id",
                        "x",
                        "--assembler",
                        "Zhao",
                        "--reviewer",
                        "Qian",
                        "--out",
                        folder.resolve("x"));

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("the bank has no item nobody"), refused.err());
    }

    @Test
    void isNotSealedWithTheAssemblersKeyTwice() {
        var paper = SealedPaper.assembled(folder);

        var refused = gongyuan(paper.seal(folder.resolve("assembler"), NEXT_CENTURY));

        assertEquals(1, refused.status());
        assertTrue(
                refused.err().contains("holds a assembler signing key")
                        || refused.err().contains("assembler signing key"),
                refused.err());
        assertFalse(Files.exists(paper.form));
    }

    @Test
    void isNotSealedForAnHourThatHasPassed() {
        var paper = SealedPaper.assembled(folder);

        var refused = gongyuan(paper.seal(folder.resolve("reviewer"), "2020-01-01T00:00:00Z"));

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("that is not later"), refused.err());
    }

    @Test
    void isRefusedByNameWhenAByteOfItWasChanged() throws Exception {
        var paper = SealedPaper.sealed(folder, NEXT_CENTURY);
        var bytes = Files.readAllBytes(paper.form);
        bytes[bytes.length - 5] ^= 1;
        var tampered = Files.write(folder.resolve("tampered"), bytes);

        var refused = gongyuan("form", "inspect", tampered);

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("digest: "), refused.err());
    }

    @Test
    void givesNoShareToWhoHoldsNone() throws Exception {
        var paper = SealedPaper.sealed(folder, NEXT_CENTURY);
        var stranger = folder.resolve("stranger");
        good("custodian", "keygen", "--open", "--out", stranger);
        try (var node = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, new SecureRandom())) {
            var nodeKey = Files.writeString(folder.resolve("node"), node.publicKey().text());

            var refused =
                    gongyuan(
                            "custodian",
                            "share",
                            paper.form,
                            "--key",
                            stranger,
                            "--open",
                            "--node-key",
                            nodeKey,
                            "--out",
                            folder.resolve("share"));

            assertEquals(1, refused.status());
            assertTrue(refused.err().contains("no custodian"), refused.err());
        }
    }
}
