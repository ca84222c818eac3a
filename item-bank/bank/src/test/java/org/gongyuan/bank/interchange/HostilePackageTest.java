package org.gongyuan.bank.interchange;

import static org.gongyuan.bank.interchange.PackageReadingTest.assertRefusal;
import static org.gongyuan.bank.interchange.PackageReadingTest.refusals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

@DisplayName("A package is refused")
class HostilePackageTest {

    private static final int CENTRAL = 0x02014b50;

    private static final PackageLimits SMALL =
            new PackageLimits(100_000, 10, 50_000, 20_000, 20, 40);

    private static byte[] zip(String... paths) {
        var files = new LinkedHashMap<String, byte[]>();
        for (var path : paths) {
            files.put(path, "x".getBytes(UTF_8));
        }
        return Packages.zipOf(files);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ../a.xml     | path with "..": it leads elsewhere
                    a/../../b    | path with "..": it leads elsewhere
                    ./a.xml      | path with ".": it leads elsewhere
                    a//b.xml     | path with "": it leads elsewhere
                    /etc/passwd  | absolute path: paths are relative to the package
                    C:/a.xml     | absolute path: paths are relative to the package
                    """)
    void whosePathsLeadOut(String path, String why) {
        assertRefusal("%s: %s".formatted(path, why), Packages.read(zip("imsmanifest.xml", path)));
    }

    @Test
    void whosePathsLeadOutByBackslashes() {
        assertRefusal(
                "../a.xml: path with \"..\": it leads elsewhere",
                Packages.read(zip("imsmanifest.xml", "..\\a.xml")));
        assertRefusal(
                "C:/a.xml: absolute path: paths are relative to the package",
                Packages.read(zip("imsmanifest.xml", "C:\\a.xml")));
        assertRefusal(
                "/etc/a: absolute path: paths are relative to the package",
                Packages.read(zip("imsmanifest.xml", "\\etc\\a")));
        assertRefusal(
                "a/b.xml: path used twice: it would be the same file as a/b.xml on some machines",
                Packages.read(zip("a/b.xml", "a\\b.xml")));
    }

    @Test
    void whosePathsAreOneFileOnSomeMachines() {
        assertRefusal(
                "A.xml: path that differs only in case: it would be the same file as a.xml on some"
                        + " machines",
                Packages.read(zip("a.xml", "A.xml")));
        var twice = patch(zip("a.xml", "b.xml"), "b.xml", "a.xml");
        assertRefusal(
                "a.xml: path used twice: it would be the same file as a.xml on some machines",
                Packages.read(twice));
    }

    @Test
    void thatHoldsALink() {
        var bytes = zip("a.xml");
        central(bytes).putInt(find(bytes, CENTRAL) + 38, 0120777 << 16);

        assertRefusal(
                "a.xml: symbolic link or special file: a package holds plain files",
                Packages.read(bytes));
    }

    @Test
    void thatIsEncrypted() {
        var bytes = zip("a.xml");
        int at = find(bytes, CENTRAL) + 8;
        central(bytes).putShort(at, (short) (central(bytes).getShort(at) | 1));

        assertRefusal("a.xml: encrypted entry: pack without a password", Packages.read(bytes));
    }

    @Test
    void thatIsTooLarge() {
        var bomb = Packages.zipOf(Map.of("a.xml", new byte[19_000]));
        assertEquals(0, PackageReading.readZip("x", bomb, SMALL).items().size());
        var huge = Packages.zipOf(Map.of("a.xml", new byte[30_000]));
        assertRefusal(
                "a.xml: file of 30000 bytes or more: at most 20000 are taken",
                PackageReading.readZip("x", huge, SMALL));
        var files = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < 4; i++) {
            files.put("f" + i, new byte[15_000]);
        }
        assertRefusal(
                "f3: package of more than 50000 bytes unpacked: split it",
                PackageReading.readZip("x", Packages.zipOf(files), SMALL));
        assertRefusal(
                ".: zip file with 11 entries: at most 10 are taken",
                PackageReading.readZip(
                        "x", zip("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"), SMALL));
        assertTrue(
                refusals(PackageReading.readZip("x", zip("x".repeat(41)), SMALL))
                        .contains("path of 41 characters"));
    }

    @Test
    void thatUnpacksToVeryMuch() {
        var bomb = Packages.zipOf(Map.of("a.xml", new byte[4 << 20]));

        assertRefusal(
                "a.xml: file packed to less than 1/200: it looks like a zip bomb (4194304 bytes"
                        + " from"
                        + " %d)".formatted(bomb.length - 22 - 46 - 5 - 30 - 5 - 16),
                Packages.read(bomb));
    }

    @Test
    void thatSaysASmallerSizeThanItUnpacksTo() {
        var bytes = Packages.zipOf(Map.of("a.xml", new byte[1000]));
        central(bytes).putInt(find(bytes, CENTRAL) + 24, 10);

        assertRefusal(
                ".: zip file is damaged: a.xml does not unpack to its named size",
                Packages.read(bytes));
    }

    @Test
    void whoseEntriesOverlap() {
        var inner = stored("b", "x".getBytes(UTF_8));
        var files = new LinkedHashMap<String, byte[]>();
        files.put("a", Arrays.copyOf(inner, 32));
        files.put("b", "x".getBytes(UTF_8));
        var bytes = storedAll(files);
        int second = find(bytes, CENTRAL, find(bytes, CENTRAL) + 4);
        central(bytes).putInt(second + 42, 31);

        assertRefusal("b: overlapping entries: it looks like a zip bomb", Packages.read(bytes));
    }

    @Test
    void whoseHeadersDisagree() {
        var bytes = zip("a.xml");
        bytes[find(bytes, CENTRAL) + 46] = 'b';

        assertRefusal(
                "b.xml: two names for one entry: header and directory disagree",
                Packages.read(bytes));
    }

    private static byte[] stored(String path, byte[] content) {
        return storedAll(Map.of(path, content));
    }

    private static byte[] storedAll(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var crc = new CRC32();
                crc.update(file.getValue());
                var entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(file.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Test
    void thatIsNoZipOrTorn() {
        assertRefusal(
                ".: not a zip file: its directory is not at its end",
                Packages.read("PK not really".getBytes(UTF_8)));
        var bytes = zip("imsmanifest.xml", "a.xml");
        for (int length = 0; length < bytes.length; length++) {
            var torn = Packages.read(Arrays.copyOf(bytes, length));
            assertTrue(!torn.report().isClean(), "torn at " + length);
        }
    }

    @Test
    void forEveryFlippedByteOrReadWithoutFault() {
        var bytes = new Packages().item("a.xml", Qti.singleChoice()).zip();
        for (int i = 0; i < bytes.length; i++) {
            var flipped = bytes.clone();
            flipped[i] ^= (byte) 0xFF;
            Packages.read(flipped).report().json();
        }
    }

    @Test
    void whoseManifestIsHostile() {
        var hostile =
                Packages.with(
                                "imsmanifest.xml",
                                "<!DOCTYPE x [<!ENTITY e SYSTEM"
                                        + " \"file:///etc/passwd\">]><manifest/>")
                        .zipWithoutManifest();
        assertTrue(refusals(Packages.read(hostile)).contains("imsmanifest.xml:1: DOCTYPE"));
        var other = Packages.with("imsmanifest.xml", "<other/>").zipWithoutManifest();
        assertTrue(refusals(Packages.read(other)).contains("imsmanifest.xml:1: other"));
    }

    @Test
    void thatHoldsNoItem() {
        assertTrue(refusals(Packages.read(zip("a.txt"))).contains("there is no QTI item in it"));
    }

    private static ByteBuffer central(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int find(byte[] bytes, int signature) {
        return find(bytes, signature, 0);
    }

    private static int find(byte[] bytes, int signature, int from) {
        var buffer = central(bytes);
        for (int i = from; i < bytes.length - 3; i++) {
            if (buffer.getInt(i) == signature) {
                return i;
            }
        }
        throw new AssertionError("no such header");
    }

    private static byte[] patch(byte[] bytes, String from, String to) {
        var text = new String(bytes, ISO_8859_1);
        return text.replace(from, to).getBytes(ISO_8859_1);
    }
}
