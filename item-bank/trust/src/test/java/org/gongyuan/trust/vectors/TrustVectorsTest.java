package org.gongyuan.trust.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.ConsistencyProof;
import org.gongyuan.trust.log.EntryBundle;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteRefused;
import org.gongyuan.trust.log.SignedNote;
import org.gongyuan.trust.log.TilePath;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.ItemKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.share.Combination;
import org.gongyuan.trust.share.Combination.Refusal;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.share.ShareCommitments;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.share.Shares;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.vectors.VectorFile.Case;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The files in `src/test/resources/vectors`, for whoever reads or writes these formats with other
/// code (`item-bank/spec/trust.md`, sections 4, 5, 8 and 9). [VectorsWriting] wrote them.
@DisplayName("Vectors of trust")
class TrustVectorsTest {

    private static final String REFUSED = "refused";
    private static final HexFormat HEX = HexFormat.of();
    private static final char[] NO_PASSPHRASE = {};

    static List<Case> notes() {
        return VectorFile.read("note/notes.json");
    }

    static List<Case> checkpoints() {
        return VectorFile.read("checkpoint/checkpoints.json");
    }

    static List<Case> inclusion() {
        return VectorFile.read("proof/inclusion.json");
    }

    static List<Case> consistency() {
        return VectorFile.read("proof/consistency.json");
    }

    static List<Case> paths() {
        return VectorFile.read("tile/paths.json");
    }

    static List<Case> bundles() {
        return VectorFile.read("tile/bundles.json");
    }

    static List<Case> envelopes() {
        return VectorFile.read("envelope/envelopes.json");
    }

    static List<Case> shares() {
        return VectorFile.read("share/shares.json");
    }

    private static byte[] hex(Case vector, String field) {
        return HEX.parseHex(vector.get(field));
    }

    private static Digest digest(Case vector, String field) {
        return Digest.of(hex(vector, field));
    }

    private static List<NoteKey> keys(Case vector) {
        return Stream.of(vector.get("keys").split(" ")).map(NoteKey::parse).toList();
    }

    @ParameterizedTest
    @MethodSource("notes")
    void ofNotesAreAnswered(Case vector) {
        String answer;
        try {
            var note = SignedNote.parse(vector.get("note"));
            answer =
                    note.signers(keys(vector)).stream()
                            .map(NoteKey::name)
                            .sorted()
                            .collect(joining(" "));
        } catch (NoteRefused _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer);
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void ofCheckpointsAreAnswered(Case vector) {
        String answer;
        try {
            var note = vector.get("note").getBytes(UTF_8);
            var checkpoint = Checkpoint.open(note, keys(vector));
            answer =
                    "%s %d %s"
                            .formatted(
                                    checkpoint.origin(),
                                    checkpoint.size(),
                                    checkpoint.root().hex());
        } catch (NoteRefused _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer);
    }

    @ParameterizedTest
    @MethodSource("inclusion")
    void ofInclusionAreAnswered(Case vector) {
        String answer;
        try {
            var proof = InclusionProof.decode(hex(vector, "proof"));
            assertArrayEquals(hex(vector, "proof"), proof.toBytes());
            answer = held(proof.holds(hex(vector, "entry"), digest(vector, "root")));
        } catch (NotCanonical _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer);
    }

    @ParameterizedTest
    @MethodSource("consistency")
    void ofConsistencyAreAnswered(Case vector) {
        String answer;
        try {
            var proof = ConsistencyProof.decode(hex(vector, "proof"));
            assertArrayEquals(hex(vector, "proof"), proof.toBytes());
            answer = held(proof.holds(digest(vector, "first"), digest(vector, "second")));
        } catch (NotCanonical _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer);
    }

    private static String held(boolean holds) {
        return holds ? "holds" : "does not hold";
    }

    @ParameterizedTest
    @MethodSource("paths")
    void ofPathsOfTilesAreAnswered(Case vector) {
        String answer;
        try {
            var path = vector.get("path");
            var tile =
                    path.startsWith("tile/entries/")
                            ? TilePath.parseEntries(path)
                            : TilePath.parse(path);
            answer = "%d %d %d".formatted(tile.level(), tile.index(), tile.width());
        } catch (IllegalArgumentException _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void ofBundlesAreAnswered(Case vector) {
        String answer;
        try {
            var entries = EntryBundle.decode(hex(vector, "bundle"));
            var tree = new MerkleTree();
            entries.forEach(tree::append);
            var tile = tree.tile(new TilePath(0, 0, entries.size()));
            answer = "%s %s".formatted(tree.root().hex(), HEX.formatHex(tile));
        } catch (IllegalArgumentException _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer);
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void ofEnvelopesAreAnswered(Case vector) {
        String answer;
        try {
            var associated = hex(vector, "associated");
            var sealed = hex(vector, "sealed");
            var file = KeyFile.parse(vector.get("key"));
            answer =
                    HEX.formatHex(
                            switch (vector.get("form")) {
                                case "under a key" ->
                                        file.secret(ItemKey.KIND, NO_PASSPHRASE)
                                                .open(sealed, associated);
                                case "in chunks" ->
                                        file.secret(ItemKey.KIND, NO_PASSPHRASE)
                                                .openChunked(sealed, associated);
                                case "to a public key" -> custodian(file).open(sealed, associated);
                                default -> throw new AssertionError(vector.get("form"));
                            });
        } catch (SealBroken _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer);
    }

    private static SealingKeyPair custodian(KeyFile file) throws SealBroken {
        return file.secret(SealingKeyPair.kind(Purpose.CUSTODIAN), NO_PASSPHRASE);
    }

    @ParameterizedTest
    @MethodSource("shares")
    void ofSharesAreAnswered(Case vector) throws SealBroken {
        String answer;
        try {
            var holder =
                    KeyFile.parse(vector.get("key"))
                            .secret(SealingKeyPair.kind(Purpose.NODE), NO_PASSPHRASE);
            List<Share> given = new ArrayList<>();
            for (var envelope : vector.get("envelopes").split(" ")) {
                given.add(ShareEnvelope.decode(HEX.parseHex(envelope)).open(holder));
            }
            var commitments = ShareCommitments.decode(hex(vector, "commitments"));
            answer =
                    switch (Shares.combine(FormKey.KIND, given, commitments)) {
                        case Combination.Rebuilt<FormKey>(var key) ->
                                HEX.formatHex(key.exposeForSharing());
                        case Combination.Refused<FormKey>(var because) ->
                                because.stream().map(TrustVectorsTest::word).collect(joining(", "));
                    };
        } catch (NotCanonical | SealBroken _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer);
    }

    private static String word(Refusal refusal) {
        return switch (refusal) {
            case Refusal.OtherSplit(var index, _) -> "other-split " + index;
            case Refusal.OtherSuite(var index) -> "other-suite " + index;
            case Refusal.NoSuchShare(var index) -> "no-such-share " + index;
            case Refusal.GivenTwice(var index) -> "given-twice " + index;
            case Refusal.Altered(var index) -> "altered " + index;
            case Refusal.TooFew(var good, var needed) -> "too-few %d of %d".formatted(good, needed);
            case Refusal.NotTheSecret() -> "not-the-secret";
        };
    }

    @Test
    void areMostlyRefusals() {
        var all =
                Stream.of(
                                notes(),
                                checkpoints(),
                                inclusion(),
                                consistency(),
                                paths(),
                                bundles(),
                                envelopes(),
                                shares())
                        .toList();
        for (var file : all) {
            var good =
                    file.stream()
                            .map(Case::expect)
                            .filter(expect -> !expect.matches("refused|does not hold|.*-.*"))
                            .count();
            assertTrue(good * 2 < file.size() && good > 0, file.getFirst() + ": " + good);
        }
    }
}
