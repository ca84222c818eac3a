package org.gongyuan.bank.sealing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;

import org.gongyuan.bank.sealing.SealedFormRefusedTest.Parts;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The file `vectors/sealed-form/forms.json`, for whoever reads sealed forms with other code
/// (`sealed-form.md`, section 10): two good forms, one of each suite, and edits of them.
@DisplayName("Vectors of the sealed form")
class FormVectorsTest {

    private static final String FILE = "sealed-form/forms.json";
    private static final HexFormat HEX = HexFormat.of();

    @TempDir Path folder;

    /// One case: a good form, or an edit of the good form of a suite.
    record Case(Map<String, String> fields) {

        String get(String name) {
            return fields.get(name);
        }

        boolean isGood() {
            return fields.containsKey("file");
        }

        @Override
        public String toString() {
            return get("description");
        }
    }

    static List<Case> cases() throws IOException {
        var all = new ArrayList<Case>();
        try (var in = FormVectorsTest.class.getResourceAsStream("/vectors/" + FILE);
                var json = new JsonFactory().createParser(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                var fields = new LinkedHashMap<String, String>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    var name = json.currentName();
                    fields.put(name, json.nextTextValue());
                }
                all.add(new Case(fields));
            }
        }
        return all;
    }

    private static byte[] good(String suite) throws IOException {
        return cases().stream()
                .filter(vector -> vector.isGood() && vector.get("suite").equals(suite))
                .map(vector -> HEX.parseHex(vector.get("file")))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] file(Case vector) throws IOException {
        if (vector.isGood()) {
            return HEX.parseHex(vector.get("file"));
        }
        var good = good(vector.get("suite"));
        int at = Integer.parseInt(vector.get("at"));
        int behind = at + Integer.parseInt(vector.get("take"));
        var put = HEX.parseHex(vector.get("put"));
        var edited = Arrays.copyOf(good, at + put.length + good.length - behind);
        System.arraycopy(put, 0, edited, at, put.length);
        System.arraycopy(good, behind, edited, at + put.length, good.length - behind);
        return edited;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areAnswered(Case vector) throws IOException {
        var path = folder.resolve("form.sealed");
        Files.write(path, file(vector));
        String answer;
        try (var form = SealedForm.read(path, SealedForms.acceptance())) {
            answer = form.manifestDigest().hex();
        } catch (FormRefused refused) {
            answer = refused.reason().word();
        }
        assertEquals(vector.get("expect"), answer);
    }

    @ParameterizedTest
    @MethodSource("goodOnes")
    void thatAreGoodOpenForThreeOfTheirCustodians(Case vector) throws Exception {
        var path = folder.resolve("form.sealed");
        Files.write(path, file(vector));
        try (var form = SealedForm.read(path, SealedForms.acceptance())) {
            var node =
                    SealingKeyPair.generate(
                            Suite.named(vector.get("suite")), Purpose.NODE, new SecureRandom());
            var shares = new ArrayList<Share>();
            for (var key : vector.get("custodians").split("\n\n")) {
                var custodian =
                        KeyFile.parse(key.strip() + "\n")
                                .secret(SealingKeyPair.kind(Purpose.CUSTODIAN), new char[0]);
                var handIn = form.handIn(SharePurpose.FORM, custodian, node.publicKey());
                shares.add(HandIn.parse(handIn.toBytes()).open(node));
            }
            var released =
                    assertInstanceOf(
                            Release.Opened.class,
                            Release.combine(form.manifest(), shares, SealedForms.NOT_BEFORE));
            try (FormKey key = released.key()) {
                var open = form.open(key);
                assertEquals(vector.get("title"), open.layout().title());
            }
        }
    }

    static List<Case> goodOnes() throws IOException {
        return cases().stream().filter(Case::isGood).toList();
    }

    @Test
    void areMostlyRefusals() throws IOException {
        assertTrue(goodOnes().size() == 2 && cases().size() > 40, "cases: " + cases().size());
    }

    /// Writes the file anew, when the format has changed: `-Dgongyuan.vectors=write
    /// -Dtest=FormVectorsTest#areWrittenAnew`.
    @Test
    @EnabledIfSystemProperty(named = "gongyuan.vectors", matches = "write")
    void areWrittenAnew() throws Exception {
        var lines = new ArrayList<String>();
        for (var suite : Suite.values()) {
            var forms = suite == Suite.INTL_1 ? SealedFormRefusedTest.FORMS : SealedForms.in(suite);
            var path = folder.resolve(suite.id());
            new FormSealing(forms.random, Classification.TOP_SECRET)
                    .seal(
                            forms.order(),
                            SealedForms.form(),
                            small(forms.content()),
                            forms.assembler,
                            forms.reviewer,
                            path);
            var good = Files.readAllBytes(path);
            lines.add(goodCase(suite, forms, good));
            if (suite == Suite.INTL_1) {
                for (var edit : SealedFormRefusedTest.edits().toList()) {
                    // No blob of these forms has two chunks.
                    if (!edit.what().equals("two chunks swapped")) {
                        var parts = Parts.of(good);
                        edit.editing().edit(parts);
                        lines.add(
                                editCase(suite, edit.what(), good, parts.toBytes(), edit.reason()));
                    }
                }
            } else {
                lines.addAll(flips(suite, good));
            }
        }
        Files.writeString(
                Path.of("src/test/resources/vectors", FILE),
                "[\n" + String.join(",\n", lines) + "\n]\n");
    }

    /// The same parts with a picture of a few bytes, so that the file stays small.
    private static FormContent small(FormContent content) {
        var assets = new ArrayList<FormContent.Asset>();
        for (var asset : content.assets()) {
            assets.add(
                    new FormContent.Asset(
                            asset.path(), asset.mediaType(), new byte[] {1, 2, 3, 4, 5}));
        }
        return new FormContent(content.items(), content.stimuli(), assets);
    }

    private static String goodCase(Suite suite, SealedForms forms, byte[] good) throws Exception {
        var custodians = new StringBuilder();
        for (var custodian : forms.custodians.subList(0, 3)) {
            custodians.append(KeyFile.lyingOpen(custodian).text()).append('\n');
        }
        return line(
                "description",
                "a good form of " + suite.id(),
                "suite",
                suite.id(),
                "custodians",
                custodians.toString().strip(),
                "title",
                SealedForms.form().title(),
                "file",
                HEX.formatHex(good),
                "expect",
                Manifest.digest(suite, manifest(good)).hex());
    }

    private static byte[] manifest(byte[] good) {
        int length = ByteBuffer.wrap(good).getInt(23);
        return Arrays.copyOfRange(good, 27, 27 + length);
    }

    private static List<String> flips(Suite suite, byte[] good) throws IOException {
        int manifest = manifest(good).length;
        int signatures = ByteBuffer.wrap(good).getInt(27 + manifest);
        int blobs = 31 + manifest + signatures;
        var lines = new ArrayList<String>();
        lines.add(flip(suite, good, 4, "preamble", FormRefused.Reason.PREAMBLE));
        lines.add(flip(suite, good, blobs - 1, "signatures", FormRefused.Reason.SIGNATURE));
        lines.add(flip(suite, good, blobs, "the first blob", FormRefused.Reason.DIGEST));
        lines.add(flip(suite, good, good.length - 1, "marking part", FormRefused.Reason.DIGEST));
        var cut = Arrays.copyOf(good, good.length - 1);
        lines.add(editCase(suite, "cut by a byte", good, cut, FormRefused.Reason.TRUNCATED));
        var longer = Arrays.copyOf(good, good.length + 1);
        lines.add(editCase(suite, "a byte behind it", good, longer, FormRefused.Reason.TRAILING));
        return lines;
    }

    private static String flip(
            Suite suite, byte[] good, int at, String where, FormRefused.Reason reason)
            throws IOException {
        var flipped = good.clone();
        flipped[at] ^= 1;
        return editCase(suite, "a bit flipped in " + where, good, flipped, reason);
    }

    private static String editCase(
            Suite suite, String what, byte[] good, byte[] edited, FormRefused.Reason reason)
            throws IOException {
        int at = Arrays.mismatch(good, edited);
        int same = 0;
        int most = Math.min(good.length, edited.length) - at;
        while (same < most && good[good.length - 1 - same] == edited[edited.length - 1 - same]) {
            same++;
        }
        return line(
                "description",
                what,
                "suite",
                suite.id(),
                "at",
                Integer.toString(at),
                "take",
                Integer.toString(good.length - same - at),
                "put",
                HEX.formatHex(Arrays.copyOfRange(edited, at, edited.length - same)),
                "expect",
                reason.word());
    }

    private static String line(String... pairs) throws IOException {
        var line = new StringWriter();
        try (var json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            for (var i = 0; i < pairs.length; i += 2) {
                json.writeStringField(pairs[i], pairs[i + 1]);
            }
            json.writeEndObject();
        }
        return "  " + line;
    }
}
