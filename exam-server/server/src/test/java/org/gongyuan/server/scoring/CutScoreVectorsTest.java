package org.gongyuan.server.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.server.scoring.DocumentRefused.Reason;
import org.gongyuan.server.vectors.VectorFile;
import org.gongyuan.server.vectors.VectorFile.Case;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The file `vectors/cut-score/documents.json`, for whoever reads or writes cut scores with other
/// code (`cut-score.md`, section 5).
@DisplayName("Vectors of the cut-score document")
class CutScoreVectorsTest {

    private static final String FILE = "cut-score/documents.json";
    private static final HexFormat HEX = HexFormat.of();
    private static final String LABEL = "gongyuan/cut-score/1";

    @TempDir Path folder;

    static List<Case> documents() {
        return VectorFile.read(FILE).stream().filter(vector -> vector.has("document")).toList();
    }

    private static Manifest manifest() {
        try {
            return Manifest.parse(VectorFile.read(FILE).getFirst().hex("manifest"));
        } catch (FormRefused broken) {
            throw new AssertionError(broken);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void areAnswered(Case vector) {
        Set<Digest> trusted =
                Stream.of(vector.get("trusted").split(" "))
                        .map(hex -> Digest.of(HEX.parseHex(hex)))
                        .collect(toSet());
        String answer;
        try {
            answer =
                    CutScoreDocument.read(vector.hex("document"), manifest(), Optional.of(trusted))
                            .digest()
                            .hex();
        } catch (DocumentRefused refused) {
            answer = refused.reason().word();
        }
        assertEquals(vector.get("expect"), answer);
    }

    @Test
    void areMostlyRefusalsOfEveryReason() {
        var reasons = documents().stream().map(vector -> vector.get("expect")).collect(toSet());
        for (var reason :
                List.of(
                        Reason.NOT_CANONICAL,
                        Reason.VERSION,
                        Reason.BOUNDS,
                        Reason.LEVELS,
                        Reason.PANEL,
                        Reason.APPROVALS,
                        Reason.SIGNATURE,
                        Reason.SIGNER,
                        Reason.OTHER_FORM)) {
            assertTrue(reasons.contains(reason.word()), reason.word());
        }
    }

    /// Writes the file anew, when the format has changed: `-Dgongyuan.vectors=write`.
    @Test
    @EnabledIfSystemProperty(named = "gongyuan.vectors", matches = "write")
    void areWrittenAnew() throws Exception {
        try (var held = new HeldSitting(folder)) {
            new Writing(held).write();
        }
    }

    /// Puts documents together, good and wrong, all signed where the signature is not the point.
    private static final class Writing {

        private final VectorFile to = new VectorFile();
        private final HeldSitting held;
        private final List<SigningKeyPair> sorted;
        private final String trusted;
        private final byte[] good;

        Writing(HeldSitting held) {
            this.held = held;
            sorted =
                    held.authorities.stream()
                            .sorted(Comparator.comparing(key -> key.verifyingKey().fingerprint()))
                            .toList();
            trusted =
                    sorted.stream()
                            .map(key -> key.verifyingKey().fingerprint().hex())
                            .collect(joining(" "));
            good = held.cutScore().toBytes();
        }

        private byte[] signed(byte[] body) {
            return SignedDocument.sign(HeldSitting.SUITE, LABEL, body, sorted);
        }

        private void add(String what, byte[] document, String expect) {
            add(what, document, trusted, expect);
        }

        private void add(String what, byte[] document, String trusting, String expect) {
            to.add(
                    "description",
                    what,
                    "document",
                    HEX.formatHex(document),
                    "trusted",
                    trusting,
                    "expect",
                    expect);
        }

        private void refused(Reason reason, String what, byte[] document) {
            add(what, document, reason.word());
        }

        private void body(Reason reason, String what, int field, UnaryOperator<byte[]> edit) {
            refused(reason, what, signed(edited(good, field, edit)));
        }

        /// A list with one of its elements, already encoded, written otherwise.
        private static byte[] edited(byte[] list, int index, UnaryOperator<byte[]> edit) {
            var from = new CborReader(list);
            var count = from.array();
            var to = new CborWriter().array(count);
            for (var i = 0; i < count; i++) {
                var raw = from.raw();
                to.raw(i == index ? edit.apply(raw) : raw);
            }
            return to.toBytes();
        }

        private static byte[] text(String text) {
            return new CborWriter().text(text).toBytes();
        }

        private static byte[] uint(long value) {
            return new CborWriter().uint(value).toBytes();
        }

        /// A level's lowest points, or with `field` 0 its name.
        private void level(Reason reason, String what, int level, int field, String value) {
            body(
                    reason,
                    what,
                    8,
                    levels -> edited(levels, level, one -> edited(one, field, _ -> text(value))));
        }

        private void approval(Reason reason, String what, int step, int field, byte[] value) {
            body(
                    reason,
                    what,
                    10,
                    steps -> edited(steps, step, one -> edited(one, field, _ -> value)));
        }

        void write() throws Exception {
            to.add(
                    "description",
                    "the manifest of the form these documents are for",
                    "manifest",
                    HEX.formatHex(held.form.manifest().toBytes()));
            var digest =
                    SignedDocument.digest(
                            HeldSitting.SUITE, "gongyuan/cut-score-document/1", signed(good));
            add("two levels, two signers", signed(good), digest.hex());
            body(Reason.VERSION, "version 2", 0, _ -> uint(2));
            body(Reason.BOUNDS, "no body", 1, _ -> text(" "));
            body(Reason.BOUNDS, "a method of 201 characters", 6, _ -> text("x".repeat(201)));
            body(Reason.OTHER_FORM, "another form", 3, _ -> text("auto-senior"));
            body(Reason.OTHER_FORM, "another revision", 4, _ -> uint(9));
            body(
                    Reason.OTHER_FORM,
                    "another manifest",
                    5,
                    _ -> new CborWriter().bytes(new byte[32]).toBytes());
            body(
                    Reason.NOT_CANONICAL,
                    "a manifest digest of 31 bytes",
                    5,
                    _ -> new CborWriter().bytes(new byte[31]).toBytes());
            body(Reason.LEVELS, "no level", 8, _ -> new CborWriter().array(0).toBytes());
            level(Reason.LEVELS, "two levels of one name", 1, 0, "qualified");
            level(Reason.LEVELS, "levels that do not rise", 1, 1, "6.5");
            level(Reason.BOUNDS, "lowest points above the maximum", 1, 1, "13.5");
            level(Reason.BOUNDS, "lowest points below zero", 0, 1, "-1");
            body(Reason.BOUNDS, "a panel of nobody", 9, panel -> edited(panel, 1, _ -> uint(0)));
            body(Reason.BOUNDS, "no round", 9, panel -> edited(panel, 2, _ -> uint(0)));
            body(
                    Reason.PANEL,
                    "a panel closed after the proposal",
                    9,
                    panel ->
                            edited(
                                    panel,
                                    3,
                                    _ -> uint(HeldSitting.NOON.minusSeconds(250).toEpochMilli())));
            body(Reason.APPROVALS, "no approval", 10, _ -> new CborWriter().array(0).toBytes());
            approval(Reason.APPROVALS, "no proposal first", 0, 0, text("guidance"));
            approval(Reason.APPROVALS, "no determination last", 2, 0, text("guidance"));
            approval(Reason.APPROVALS, "two proposals", 1, 0, text("proposal"));
            approval(Reason.APPROVALS, "one person twice", 2, 1, text("committee"));
            approval(
                    Reason.APPROVALS,
                    "guidance before the proposal",
                    1,
                    2,
                    uint(HeldSitting.NOON.minusSeconds(301).toEpochMilli()));
            body(
                    Reason.APPROVALS,
                    "adopted before the determination",
                    11,
                    _ -> uint(HeldSitting.NOON.minusSeconds(101).toEpochMilli()));
            refused(
                    Reason.NOT_CANONICAL,
                    "a byte behind the body",
                    signed(Arrays.copyOf(good, good.length + 1)));
            refused(
                    Reason.NOT_CANONICAL,
                    "a body cut by a byte",
                    signed(Arrays.copyOf(good, good.length - 1)));
            signatures();
            to.write(FILE);
        }

        private void signatures() {
            var document = signed(good);
            refused(
                    Reason.NOT_CANONICAL,
                    "a byte behind the document",
                    Arrays.copyOf(document, document.length + 1));
            refused(
                    Reason.NOT_CANONICAL,
                    "cut by a byte",
                    Arrays.copyOf(document, document.length - 1));
            var flipped = document.clone();
            flipped[document.length - 1] ^= 1;
            refused(Reason.SIGNATURE, "a flipped bit in a signature", flipped);
            var points = document.clone();
            points[HEX.formatHex(document).indexOf(HEX.formatHex(text("6.5"))) / 2 + 1] = '5';
            refused(Reason.SIGNATURE, "other points than were signed", points);
            refused(Reason.SIGNATURE, "one signature", sign(LABEL, sorted.subList(0, 1)));
            refused(
                    Reason.SIGNATURE,
                    "one key twice",
                    sign(LABEL, List.of(sorted.getFirst(), sorted.getFirst())));
            refused(Reason.SIGNATURE, "signatures not sorted", sign(LABEL, sorted.reversed()));
            refused(Reason.SIGNATURE, "signed as markers", sign(LABEL, held.markers));
            refused(
                    Reason.SIGNATURE,
                    "signed under another label",
                    sign("gongyuan/human-scores/1", sorted));
            add(
                    "one of the signers is not trusted",
                    document,
                    trusted.substring(0, 64),
                    Reason.SIGNER.word());
        }

        private byte[] sign(String label, List<SigningKeyPair> signers) {
            return SignedDocument.sign(HeldSitting.SUITE, label, good, signers);
        }
    }
}
