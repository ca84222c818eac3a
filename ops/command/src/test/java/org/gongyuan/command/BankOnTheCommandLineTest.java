package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

@DisplayName("A bank on the command line")
class BankOnTheCommandLineTest {

    @TempDir private Path folder;

    private Path bank() {
        var bank = folder.resolve("bank");
        var made = good("bank", "init", "--bank", bank, "--open", "--json").json();
        assertEquals(bank.toString(), made.getString("bank"));
        return bank;
    }

    @Test
    void takesAPackageListsItAndGivesItBack() {
        var bank = bank();
        var source = SmallPackage.good(folder.resolve("package"));

        var imported = good("bank", "import", source, "--bank", bank, "--open", "--json").json();

        assertEquals(2, imported.getJsonObject("imported").getInteger("new"));
        var listed = good("bank", "list", "--bank", bank, "--open").out();
        assertTrue(listed.contains("q1") && listed.contains("q2"), listed);
        var out = folder.resolve("out.zip");
        var given = good("bank", "export", "--bank", bank, "--open", "--json", "--out", out).json();
        assertEquals(2, given.getInteger("items"));
        assertEquals(out.toString(), given.getString("file"));
        var again = good("bank", "import", out, "--bank", bank, "--open", "--json").json();
        assertEquals(2, again.getJsonObject("imported").getInteger("unchanged"));
    }

    @Test
    void keepsAllOfAPackageOutWhenOneItemIsRefused() {
        var bank = bank();
        var source =
                new SmallPackage(folder.resolve("package"))
                        .choice("good", "stem")
                        .item("bad", SmallPackage.uploadXml("bad"))
                        .written();

        var refused = gongyuan("bank", "import", source, "--bank", bank, "--open");

        assertEquals(1, refused.status());
        assertTrue(refused.out().contains("bad"), refused.out());
        assertEquals("", good("bank", "list", "--bank", bank, "--open").out());
        var some = gongyuan("bank", "import", source, "--bank", bank, "--open", "--accept-good");
        assertEquals(1, some.status());
        assertTrue(good("bank", "list", "--bank", bank, "--open").out().contains("good"));
    }

    @Test
    void endsWithThreeWhenNoItemCouldBeAccepted() throws IOException {
        var item = Files.writeString(folder.resolve("bad.xml"), SmallPackage.uploadXml("bad"));

        var refused = gongyuan("bank", "import", item, "--bank", bank(), "--open");

        assertEquals(3, refused.status());
        assertTrue(refused.out().contains("bad.xml:"), refused.out());
    }

    @Test
    void hidesItsItemsFromWhoeverReadsTheFolder() throws IOException {
        var bank = bank();
        good(
                "bank",
                "import",
                SmallPackage.good(folder.resolve("package")),
                "--bank",
                bank,
                "--open");

        try (var files = Files.walk(bank)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        new String(
                                        Files.readAllBytes(file),
                                        java.nio.charset.StandardCharsets.ISO_8859_1)
                                .contains(SmallPackage.STEM),
                        file.toString());
            }
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(bank.resolve("bank.key"))));
    }

    @Test
    void isNotMadeWhereSomethingIs() throws IOException {
        Files.writeString(folder.resolve("there"), "x");

        var refused = gongyuan("bank", "init", "--bank", folder, "--open", "--json");

        assertEquals(1, refused.status());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains("is not empty"), refused.err());
    }

    @Test
    void isNamedWhenItIsNone() {
        var refused = gongyuan("bank", "list", "--bank", folder.resolve("no"), "--open");

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("is no item bank"), refused.err());
    }
}
