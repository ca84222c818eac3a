package org.gongyuan.bank.sealing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.Chunks;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Each edit of a good file is one line of the table in `sealed-form.md` section 9. Where an edit
/// would be found by a signature first, the signers sign the edited manifest: what is tested is
/// that even they cannot make such a form.
@DisplayName("A sealed form is refused")
class SealedFormRefusedTest {

    static final SealedForms FORMS = SealedForms.in(Suite.INTL_1);

    @TempDir Path folder;
    private Parts good;

    /// The parts of a sealed form, taken apart without the code under test.
    static final class Parts {
        private byte[] preamble;
        private byte[] manifest;
        private byte[] signatures;
        private List<byte[]> blobs = new ArrayList<>();
        private byte[] custody;
        private byte[] marking;

        static Parts of(byte[] file) throws FormRefused {
            var in = ByteBuffer.wrap(file);
            var parts = new Parts();
            parts.preamble = take(in, 23);
            parts.manifest = take(in, in.getInt());
            parts.signatures = take(in, in.getInt());
            for (var blob : Manifest.parse(parts.manifest).contents().blobs()) {
                parts.blobs.add(take(in, (int) blob.sealedSize()));
            }
            parts.custody = take(in, in.getInt());
            parts.marking = take(in, in.remaining());
            return parts;
        }

        private static byte[] take(ByteBuffer in, int length) {
            var bytes = new byte[length];
            in.get(bytes);
            return bytes;
        }

        byte[] toBytes() {
            var size = 12 + preamble.length + manifest.length + signatures.length;
            size += blobs.stream().mapToInt(blob -> blob.length).sum();
            size += custody.length + marking.length;
            var out = ByteBuffer.allocate(size);
            out.put(preamble).putInt(manifest.length).put(manifest);
            out.putInt(signatures.length).put(signatures);
            blobs.forEach(out::put);
            return out.putInt(custody.length).put(custody).put(marking).array();
        }

        void sign() {
            signatures =
                    FormSignatures.sign(
                            Manifest.digest(FORMS.suite, manifest),
                            FORMS.assembler,
                            FORMS.reviewer);
        }

        /// Rewrites one top-level field of the manifest, already encoded, and signs again.
        void field(int index, UnaryOperator<byte[]> edit) {
            var from = new CborReader(manifest);
            var count = from.array();
            var to = new CborWriter().array(count);
            for (var i = 0; i < count; i++) {
                var raw = from.raw();
                to.raw(i == index ? edit.apply(raw) : raw);
            }
            manifest = to.toBytes();
            sign();
        }
    }

    @BeforeEach
    void seal() throws Exception {
        good = Parts.of(Files.readAllBytes(FORMS.seal(folder)));
    }

    private void refused(Reason reason, byte[] file) throws IOException {
        var path = folder.resolve("edited");
        Files.write(path, file);
        try (var form = SealedForm.read(path, SealedForms.acceptance())) {
            fail("form %s was accepted".formatted(form.manifest().form()));
        } catch (FormRefused refused) {
            assertEquals(reason, refused.reason(), refused.getMessage());
        }
    }

    private static byte[] text(String text) {
        return new CborWriter().text(text).toBytes();
    }

    private static byte[] uint(long value) {
        return new CborWriter().uint(value).toBytes();
    }

    private static byte[] items(byte[] array, UnaryOperator<List<byte[]>> edit) {
        var from = new CborReader(array);
        var items = new ArrayList<byte[]>();
        for (var left = from.array(); left > 0; left--) {
            items.add(from.raw());
        }
        var edited = edit.apply(items);
        var to = new CborWriter().array(edited.size());
        edited.forEach(to::raw);
        return to.toBytes();
    }

    private static byte[] item(byte[] array, int index, UnaryOperator<byte[]> edit) {
        return items(
                array,
                items -> {
                    items.set(index, edit.apply(items.get(index)));
                    return items;
                });
    }

    /// One edit of a good form, by the reason for which it must be refused.
    record Edit(Reason reason, String what, Editing editing) {

        @Override
        public String toString() {
            return reason.word() + ": " + what;
        }
    }

    interface Editing {
        void edit(Parts parts) throws Exception;
    }

    private static Edit edit(Reason reason, String what, Editing editing) {
        return new Edit(reason, what, editing);
    }

    private static Edit field(
            Reason reason, String what, int field, UnaryOperator<byte[]> editing) {
        return new Edit(reason, what, parts -> parts.field(field, editing));
    }

    static Stream<Edit> edits() {
        return Stream.of(
                edit(Reason.PREAMBLE, "version 2", parts -> parts.preamble[21] = '2'),
                edit(Reason.PREAMBLE, "another file", parts -> parts.preamble[0] = 'G'),
                field(Reason.VERSION, "of the manifest", 0, _ -> uint(2)),
                field(Reason.SUITE, "unknown", 1, _ -> text("INTL-9")),
                field(
                        Reason.NOT_CANONICAL,
                        "a sealing id of 15 bytes",
                        2,
                        _ -> new CborWriter().bytes(new byte[15]).toBytes()),
                field(Reason.NOT_CANONICAL, "an empty body", 3, _ -> text("")),
                field(Reason.NOT_CANONICAL, "revision 0", 6, _ -> uint(0)),
                field(Reason.CLASSIFICATION, "an unknown word", 7, _ -> text("very")),
                field(Reason.CLASSIFICATION, "above the ceiling", 7, _ -> text("secret")),
                field(
                        Reason.NOT_CANONICAL,
                        "no duration",
                        10,
                        rules -> item(rules, 0, _ -> uint(0))),
                field(Reason.STRUCTURE, "no section", 11, _ -> new CborWriter().array(0).toBytes()),
                field(
                        Reason.STRUCTURE,
                        "placements out of order",
                        11,
                        sections -> items(sections, List::reversed)),
                field(
                        Reason.STRUCTURE,
                        "a placement that shows the layout",
                        11,
                        sections -> shows(sections, 0)),
                field(
                        Reason.STRUCTURE,
                        "a placement that shows an asset",
                        11,
                        sections -> shows(sections, 5)),
                field(
                        Reason.STRUCTURE,
                        "a placement that shows nothing",
                        11,
                        sections -> shows(sections, 99)),
                field(Reason.UNLISTED, "an item nobody shows", 11, sections -> shows(sections, 2)),
                field(
                        Reason.STRUCTURE,
                        "a second layout",
                        12,
                        blobs -> item(blobs, 4, blob -> item(blob, 1, _ -> uint(0)))),
                field(
                        Reason.STRUCTURE,
                        "no layout",
                        12,
                        blobs -> item(blobs, 0, blob -> item(blob, 1, _ -> uint(3)))),
                field(Reason.STRUCTURE, "two blobs of one id", 12, SealedFormRefusedTest::sameId),
                field(
                        Reason.NOT_CANONICAL,
                        "a kind of blob that is none",
                        12,
                        blobs -> item(blobs, 4, blob -> item(blob, 1, _ -> uint(9)))),
                field(
                        Reason.NOT_CANONICAL,
                        "a size that cannot be",
                        12,
                        blobs -> item(blobs, 4, blob -> item(blob, 3, _ -> uint(1)))),
                field(
                        Reason.DIGEST,
                        "another digest of a blob",
                        12,
                        blobs -> item(blobs, 4, blob -> item(blob, 2, _ -> zeros()))),
                field(
                        Reason.SAME_SIGNER,
                        "one fingerprint twice",
                        14,
                        signers -> items(signers, two -> List.of(two.get(0), two.get(0)))),
                field(
                        Reason.SIGNER,
                        "another fingerprint",
                        14,
                        signers -> item(signers, 1, _ -> zeros())),
                field(Reason.QUORUM, "k of 1", 15, quorum -> item(quorum, 0, _ -> uint(1))),
                field(Reason.QUORUM, "k above n", 15, quorum -> item(quorum, 0, _ -> uint(6))),
                field(Reason.QUORUM, "another n", 15, quorum -> item(quorum, 1, _ -> uint(4))),
                field(
                        Reason.QUORUM,
                        "a custodian named twice",
                        15,
                        quorum ->
                                item(
                                        quorum,
                                        3,
                                        four ->
                                                items(
                                                        four,
                                                        all -> {
                                                            all.set(1, all.get(0));
                                                            return all;
                                                        }))),
                field(
                        Reason.QUORUM,
                        "shares of another sealing",
                        2,
                        _ -> new CborWriter().bytes(new byte[16]).toBytes()),
                field(
                        Reason.NOT_CANONICAL,
                        "a marking key that is none",
                        16,
                        terms ->
                                item(terms, 0, _ -> new CborWriter().bytes(new byte[5]).toBytes())),
                field(Reason.DIGEST, "another custody", 17, _ -> zeros()),
                field(Reason.DIGEST, "another marking part", 19, _ -> zeros()),
                field(Reason.NOT_CANONICAL, "no marking part", 20, _ -> uint(0)),
                edit(Reason.NOT_CANONICAL, "a field too many", SealedFormRefusedTest::surplus),
                edit(
                        Reason.NOT_CANONICAL,
                        "bytes after the manifest",
                        parts -> {
                            parts.manifest =
                                    Arrays.copyOf(parts.manifest, parts.manifest.length + 1);
                            parts.sign();
                        }),
                edit(
                        Reason.SIGNATURE,
                        "a manifest nobody signed",
                        parts -> {
                            var signatures = parts.signatures;
                            parts.field(
                                    9,
                                    _ ->
                                            uint(
                                                    SealedForms.NOT_BEFORE
                                                            .minus(Duration.ofDays(1))
                                                            .toEpochMilli()));
                            parts.signatures = signatures;
                        }),
                edit(
                        Reason.SIGNATURE,
                        "one signature",
                        parts ->
                                parts.signatures =
                                        items(parts.signatures, two -> List.of(two.get(0)))),
                edit(
                        Reason.SIGNATURE,
                        "the reviewer's first",
                        parts -> parts.signatures = items(parts.signatures, List::reversed)),
                edit(
                        Reason.SIGNATURE,
                        "the assembler's twice",
                        parts ->
                                parts.signatures =
                                        items(
                                                parts.signatures,
                                                two -> List.of(two.get(0), two.get(0)))),
                edit(
                        Reason.SIGNATURE,
                        "a flipped bit",
                        parts -> parts.signatures[parts.signatures.length - 1] ^= 1),
                edit(
                        Reason.SIGNER,
                        "two strangers",
                        parts ->
                                parts.signatures =
                                        FormSignatures.sign(
                                                Manifest.digest(FORMS.suite, parts.manifest),
                                                SigningKeyPair.generate(
                                                        FORMS.suite,
                                                        SigningPurpose.ASSEMBLER,
                                                        FORMS.random),
                                                SigningKeyPair.generate(
                                                        FORMS.suite,
                                                        SigningPurpose.REVIEWER,
                                                        FORMS.random))),
                edit(
                        Reason.DIGEST,
                        "a flipped bit in a blob",
                        parts -> parts.blobs.get(4)[40] ^= 1),
                edit(Reason.DIGEST, "two chunks swapped", parts -> swapChunks(parts.blobs.get(5))),
                edit(
                        Reason.DIGEST,
                        "two items swapped",
                        parts -> {
                            var first = parts.blobs.get(1);
                            parts.blobs.set(1, parts.blobs.get(2));
                            parts.blobs.set(2, first);
                        }),
                edit(Reason.DIGEST, "a missing blob", parts -> parts.blobs.remove(1)),
                edit(
                        Reason.DIGEST,
                        "a flipped bit in custody",
                        parts -> parts.custody[parts.custody.length - 1] ^= 1),
                edit(
                        Reason.DIGEST,
                        "a flipped bit in the marking part",
                        parts -> parts.marking[parts.marking.length - 1] ^= 1),
                edit(
                        Reason.TRUNCATED,
                        "a marking part that is cut",
                        parts ->
                                parts.marking =
                                        Arrays.copyOf(parts.marking, parts.marking.length - 1)),
                edit(
                        Reason.TRAILING,
                        "bytes after the end",
                        parts ->
                                parts.marking =
                                        Arrays.copyOf(parts.marking, parts.marking.length + 1)));
    }

    private static byte[] zeros() {
        return new CborWriter().bytes(new byte[Digest.LENGTH]).toBytes();
    }

    /// Lets placement 1 show another blob.
    private static byte[] shows(byte[] sections, int blob) {
        return item(
                sections,
                0,
                section ->
                        item(
                                section,
                                4,
                                blocks ->
                                        item(
                                                blocks,
                                                0,
                                                block ->
                                                        item(
                                                                block,
                                                                2,
                                                                places ->
                                                                        item(
                                                                                places,
                                                                                0,
                                                                                place ->
                                                                                        item(
                                                                                                place,
                                                                                                1,
                                                                                                _ ->
                                                                                                        uint(
                                                                                                                blob)))))));
    }

    private static byte[] sameId(byte[] blobs) {
        var first = new CborReader(blobs);
        var _ = first.array();
        first.array(5);
        var id = first.raw();
        return item(blobs, 1, blob -> item(blob, 0, _ -> id));
    }

    private static void surplus(Parts parts) {
        parts.manifest =
                items(
                        parts.manifest,
                        fields -> {
                            fields.add(uint(1));
                            return fields;
                        });
        parts.sign();
    }

    private static void swapChunks(byte[] sealed) {
        var first = (int) Chunks.sealedOffset(0);
        var second = (int) Chunks.sealedOffset(1);
        var chunk = Arrays.copyOfRange(sealed, first, second);
        System.arraycopy(sealed, second, sealed, first, chunk.length);
        System.arraycopy(chunk, 0, sealed, second, chunk.length);
    }

    @ParameterizedTest
    @MethodSource("edits")
    void whenItIs(Edit edit) throws Exception {
        edit.editing().edit(good);

        refused(edit.reason(), good.toBytes());
    }

    @Test
    void whereverItIsCut() throws Exception {
        var whole = good.toBytes();
        for (var length :
                List.of(
                        0,
                        5,
                        22,
                        23,
                        25,
                        27,
                        100,
                        27 + good.manifest.length,
                        30 + good.manifest.length,
                        whole.length / 2,
                        whole.length - 1)) {
            refused(Reason.TRUNCATED, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void whenALengthIsBeyondItsLimitBeforeAnythingIsAllocated() throws Exception {
        var whole = good.toBytes();
        ByteBuffer.wrap(whole).putInt(23, -1);

        refused(Reason.TOO_LARGE, whole);
    }

    @Test
    void onASeatWhenBytesFollowItsBlobs() throws Exception {
        var file = folder.resolve("whole");
        Files.write(file, good.toBytes());

        assertEquals(
                Reason.TRAILING,
                assertThrows(FormRefused.class, () -> SeatForm.read(file, SealedForms.acceptance()))
                        .reason());
    }

    @Test
    void asAnAnswerKeyWhenItIsAnothers() throws Exception {
        var manifest = Manifest.parse(good.manifest);
        var part = new MarkingPart(new FormId("other", 1), new byte[MarkingPart.SALT], List.of());

        assertEquals(
                Reason.DIGEST,
                assertThrows(FormRefused.class, () -> MarkingPart.parse(part.toBytes(), manifest))
                        .reason());
    }

    @Test
    void asAHandInThatIsNone() {
        for (var bytes :
                List.of(
                        new byte[0],
                        new byte[] {(byte) 0x85, 2, 0, 0, 0, 0},
                        "hello".getBytes(UTF_8))) {
            assertThrows(FormRefused.class, () -> HandIn.parse(bytes));
        }
    }
}
