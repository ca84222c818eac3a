package org.gongyuan.trust.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.ConsistencyProof;
import org.gongyuan.trust.log.EntryBundle;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.log.SignedNote;
import org.gongyuan.trust.log.TilePath;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.ItemKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.share.ShareCommitments;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.share.Shares;
import org.gongyuan.trust.share.SplitId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.gongyuan.trust.vectors.VectorFile.Writer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// Writes the files that [TrustVectorsTest] reads, with fresh keys, when a format has changed:
/// `-Dgongyuan.vectors=write -Dtest=VectorsWriting`. What each case must answer is said here, not
/// asked of the code.
@DisplayName("Vectors of trust, written anew")
@EnabledIfSystemProperty(named = "gongyuan.vectors", matches = "write")
class VectorsWriting {

    private static final String REFUSED = "refused";
    private static final String FALSE = "does not hold";
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();

    private static NoteSigner signer(String name, Suite suite, SigningPurpose purpose) {
        return new NoteSigner(name, SigningKeyPair.generate(suite, purpose, RANDOM));
    }

    private final NoteSigner log =
            signer("example.org/log", Suite.INTL_1, SigningPurpose.CHECKPOINT);
    private final NoteSigner sm = signer("example.org/log", Suite.SM_1, SigningPurpose.CHECKPOINT);
    private final NoteSigner witness =
            signer("example.net/witness", Suite.INTL_1, SigningPurpose.WITNESS);

    @Test
    void notes() throws IOException {
        var text = "A text\nof two lines.\n";
        var good = SignedNote.sign(text, List.of(log)).toString();
        var key = log.key().text();
        var both = SignedNote.sign(text, List.of(log, sm)).toString();
        var line = good.substring(good.indexOf("\n\n") + 2);
        var other = SignedNote.sign("Another text.\n", List.of(log)).toString();
        var wrongLine = other.substring(other.indexOf("\n\n") + 2);
        var writer =
                new Writer()
                        .add(of("one line, Ed25519", key, good, "example.org/log"))
                        .add(of("one line, SM2", sm.key().text(), both, "example.org/log"))
                        .add(
                                of(
                                        "a line of a key nobody knows here is passed over",
                                        key,
                                        SignedNote.sign(text, List.of(log, witness)).toString(),
                                        "example.org/log"))
                        .add(
                                of(
                                        "witnessed",
                                        key + " " + witness.key().text(),
                                        SignedNote.sign(text, List.of(log, witness)).toString(),
                                        "example.net/witness example.org/log"));
        var refused =
                List.of(
                        "no known key signed",
                        SignedNote.sign(text, List.of(witness)).toString(),
                        "a letter of the text changed",
                        good.replace("two", "ten"),
                        "the signature of another text",
                        text + "\n" + wrongLine,
                        "a good line and a wrong line of one key",
                        good + wrongLine,
                        "another name before the signature",
                        good.replace("\u2014 example.org/log", "\u2014 example.org/lag"),
                        "no empty line before the signatures",
                        text + line,
                        "no signature",
                        text + "\n",
                        "no line end at the end",
                        good.substring(0, good.length() - 1),
                        "an empty line at the end",
                        good + "\n",
                        "a hyphen for the dash",
                        good.replace("\u2014", "-"),
                        "two spaces before the signature",
                        good.replace("org/log ", "org/log  "),
                        "a carriage return",
                        good.replace("text\n", "text\r\n"),
                        "a tab in the text",
                        good.replace("two lines", "two\tlines"),
                        "base64 without its padding",
                        good.replace("=\n", "\n"),
                        "101 signatures",
                        text + "\n" + line.repeat(101));
        for (var i = 0; i < refused.size(); i += 2) {
            writer.add(of(refused.get(i), key, refused.get(i + 1), REFUSED));
        }
        writer.write("note/notes.json");
    }

    private static String[] of(String description, String keys, String note, String expect) {
        return new String[] {
            "description", description, "keys", keys, "note", note, "expect", expect
        };
    }

    private String signed(String text) {
        return SignedNote.sign(text, List.of(log)).toString();
    }

    @Test
    void checkpoints() throws IOException {
        var root = Suite.INTL_1.digest("root".getBytes(UTF_8));
        var key = log.key().text();
        var base = new Checkpoint("example.org/log", 42, root);
        var text = base.text();
        var good = "example.org/log 42 " + root.hex();
        var writer =
                new Writer()
                        .add(of("a checkpoint", key, signed(text), good))
                        .add(
                                of(
                                        "with a line of each suite",
                                        key,
                                        base.sign(List.of(log, sm)).toString(),
                                        good))
                        .add(of("with an extension line", key, signed(text + "more\n"), good))
                        .add(
                                of(
                                        "of an empty log",
                                        key,
                                        signed(text.replace("\n42\n", "\n0\n")),
                                        "example.org/log 0 " + root.hex()));
        var refused =
                List.of(
                        "another size than was signed",
                        signed(text).replace("\n42\n", "\n43\n"),
                        "another origin than was signed",
                        signed(text).replaceFirst("example.org/log\n", "example.org/lag\n"),
                        "signed by nobody who is known",
                        base.sign(List.of(witness)).toString(),
                        "a size with a leading zero",
                        signed(text.replace("\n42\n", "\n042\n")),
                        "a negative size",
                        signed(text.replace("\n42\n", "\n-1\n")),
                        "a size in hexadecimal",
                        signed(text.replace("\n42\n", "\n0x2a\n")),
                        "a size of 2^63",
                        signed(text.replace("\n42\n", "\n9223372036854775808\n")),
                        "no size",
                        signed(text.replace("\n42\n", "\n\n")),
                        "a root of 31 bytes",
                        signed(
                                "example.org/log\n42\n"
                                        + base64(Arrays.copyOf(root.toBytes(), 31))
                                        + "\n"),
                        "a root in base64 for addresses",
                        signed("example.org/log\n42\n" + "_".repeat(43) + "=\n"),
                        "two lines",
                        signed("example.org/log\n42\n"),
                        "an empty extension line in the middle",
                        signed(text + "\nmore\n"));
        for (var i = 0; i < refused.size(); i += 2) {
            writer.add(of(refused.get(i), key, refused.get(i + 1), REFUSED));
        }
        writer.write("checkpoint/checkpoints.json");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static MerkleTree tree(int size) {
        var tree = new MerkleTree();
        for (var i = 0; i < size; i++) {
            tree.append(entry(i));
        }
        return tree;
    }

    private static byte[] entry(int index) {
        return "entry %d".formatted(index).getBytes(UTF_8);
    }

    private static void inclusion(
            Writer to, String description, byte[] proof, byte[] entry, Digest root, String expect) {
        to.add(
                "description",
                description,
                "proof",
                HEX.formatHex(proof),
                "entry",
                HEX.formatHex(entry),
                "root",
                root.hex(),
                "expect",
                expect);
    }

    @Test
    void inclusion() throws IOException {
        var writer = new Writer();
        var tree = tree(11);
        for (var size : new int[] {1, 2, 3, 7, 8, 11}) {
            var index = size / 2;
            inclusion(
                    writer,
                    "entry %d of %d".formatted(index, size),
                    tree.inclusion(index, size).toBytes(),
                    entry(index),
                    tree.root(size),
                    "holds");
        }
        var good = tree.inclusion(4, 11);
        var root = tree.root(11);
        var path = good.path();
        inclusion(
                writer,
                "entry 4 of 11 said to be of 12: the size is the checkpoint's to say, not the"
                        + " proof's",
                new InclusionProof(4, 12, path).toBytes(),
                entry(4),
                root,
                "holds");
        inclusion(writer, "another entry", good.toBytes(), entry(5), root, FALSE);
        inclusion(writer, "another root", good.toBytes(), entry(4), tree.root(10), FALSE);
        var reversed = new ArrayList<>(path);
        Collections.reverse(reversed);
        var longer = new ArrayList<>(path);
        longer.add(path.getFirst());
        var wrong = new ArrayList<>(path);
        wrong.set(1, path.getFirst());
        List<InclusionProof> proofs =
                List.of(
                        new InclusionProof(5, 11, path),
                        new InclusionProof(4, 8, path),
                        new InclusionProof(11, 11, path),
                        new InclusionProof(4, 0, path),
                        new InclusionProof(4, 11, path.subList(1, path.size())),
                        new InclusionProof(4, 11, path.subList(0, path.size() - 1)),
                        new InclusionProof(4, 11, longer),
                        new InclusionProof(4, 11, reversed),
                        new InclusionProof(4, 11, wrong),
                        new InclusionProof(4, 11, List.of()));
        for (var proof : proofs) {
            inclusion(
                    writer,
                    "index %d, size %d, %d hashes, not those of entry 4 of 11"
                            .formatted(proof.index(), proof.size(), proof.path().size()),
                    proof.toBytes(),
                    entry(4),
                    root,
                    FALSE);
        }
        undecodable(good.toBytes())
                .forEach((what, bytes) -> inclusion(writer, what, bytes, entry(4), root, REFUSED));
        writer.write("proof/inclusion.json");
    }

    /// A proof's bytes in ways that are none, by what is wrong with them.
    private static SequencedMap<String, byte[]> undecodable(byte[] proof) {
        var two = proof.clone();
        two[0] = (byte) 0x82;
        var wide = new byte[proof.length + 1];
        wide[0] = proof[0];
        wide[1] = 0x18;
        System.arraycopy(proof, 1, wide, 2, proof.length - 1);
        SequencedMap<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("cut by a byte", Arrays.copyOf(proof, proof.length - 1));
        bad.put("a byte behind it", Arrays.copyOf(proof, proof.length + 1));
        bad.put("two fields", two);
        bad.put("an index that has a shorter form", wide);
        bad.put(
                "hashes of 33 bytes together",
                new CborWriter().array(3).uint(4).uint(11).bytes(new byte[33]).toBytes());
        bad.put("nothing", new byte[0]);
        return bad;
    }

    private static void consistency(
            Writer to,
            String description,
            byte[] proof,
            Digest first,
            Digest second,
            String expect) {
        to.add(
                "description",
                description,
                "proof",
                HEX.formatHex(proof),
                "first",
                first.hex(),
                "second",
                second.hex(),
                "expect",
                expect);
    }

    @Test
    void consistency() throws IOException {
        var writer = new Writer();
        var tree = tree(11);
        for (var sizes : new int[][] {{0, 5}, {1, 2}, {3, 7}, {4, 8}, {6, 11}, {8, 11}, {11, 11}}) {
            consistency(
                    writer,
                    "from %d to %d".formatted(sizes[0], sizes[1]),
                    tree.consistency(sizes[0], sizes[1]).toBytes(),
                    tree.root(sizes[0]),
                    tree.root(sizes[1]),
                    "holds");
        }
        var good = tree.consistency(6, 11);
        var path = good.path();
        var longer = new ArrayList<>(path);
        longer.add(path.getFirst());
        var reversed = new ArrayList<>(path);
        Collections.reverse(reversed);
        var first = tree.root(6);
        var second = tree.root(11);
        consistency(
                writer,
                "from 6 to 11 said to be to 12: sizes are the checkpoints' to say",
                new ConsistencyProof(6, 12, path).toBytes(),
                first,
                second,
                "holds");
        consistency(writer, "another first root", good.toBytes(), tree.root(5), second, FALSE);
        consistency(writer, "another second root", good.toBytes(), first, tree.root(10), FALSE);
        consistency(writer, "roots exchanged", good.toBytes(), second, first, FALSE);
        for (var proof :
                List.of(
                        new ConsistencyProof(5, 11, path),
                        new ConsistencyProof(11, 6, path),
                        new ConsistencyProof(6, 11, path.subList(1, path.size())),
                        new ConsistencyProof(6, 11, path.subList(0, path.size() - 1)),
                        new ConsistencyProof(6, 11, longer),
                        new ConsistencyProof(6, 11, reversed),
                        new ConsistencyProof(6, 11, List.of()),
                        new ConsistencyProof(6, 6, path),
                        new ConsistencyProof(0, 11, path))) {
            consistency(
                    writer,
                    "from %d to %d, %d hashes, not those from 6 to 11"
                            .formatted(proof.from(), proof.to(), proof.path().size()),
                    proof.toBytes(),
                    first,
                    second,
                    FALSE);
        }
        consistency(
                writer,
                "equal sizes, other roots",
                new ConsistencyProof(11, 11, List.of()).toBytes(),
                first,
                second,
                FALSE);
        consistency(
                writer,
                "from an empty log whose root is not the empty one",
                new ConsistencyProof(0, 11, List.of()).toBytes(),
                first,
                second,
                FALSE);
        undecodable(good.toBytes())
                .forEach((what, bytes) -> consistency(writer, what, bytes, first, second, REFUSED));
        writer.write("proof/consistency.json");
    }

    @Test
    void tiles() throws IOException {
        var paths = new Writer();
        for (var good :
                List.of(
                        "tile/0/000 0 0 256",
                        "tile/0/000.p/5 0 0 5",
                        "tile/2/x001/x234/067 2 1234067 256",
                        "tile/entries/x001/000.p/255 0 1000 255")) {
            var space = good.indexOf(' ');
            var path = good.substring(0, space);
            paths.add("description", "a tile", "path", path, "expect", good.substring(space + 1));
        }
        for (var bad :
                List.of(
                        "tile/0/0",
                        "tile/0/0000",
                        "tile/00/000",
                        "tile/0/x000/001",
                        "tile/0/1234",
                        "tile/0/001/234",
                        "tile/0/000.p/0",
                        "tile/0/000.p/256",
                        "tile/0/000.p/05",
                        "tile/0/000.p",
                        "tile/0/000/",
                        "/tile/0/000",
                        "tile/0/../000",
                        "tile/-1/000",
                        "tile/entries/00",
                        "tile/data/000",
                        "tile/0/x999/x999/x999/x999/x999/x999/999")) {
            paths.add("description", "none", "path", bad, "expect", REFUSED);
        }
        paths.write("tile/paths.json");

        var bundles = new Writer();
        for (var size : new int[] {1, 5}) {
            var entries = new ArrayList<byte[]>();
            for (var i = 0; i < size; i++) {
                entries.add(entry(i));
            }
            var tree = tree(size);
            bundles.add(
                    "description",
                    "%d entries, their root and their tile".formatted(size),
                    "bundle",
                    HEX.formatHex(EntryBundle.encode(entries)),
                    "expect",
                    tree.root().hex() + " " + HEX.formatHex(tree.tile(new TilePath(0, 0, size))));
        }
        var bundle = EntryBundle.encode(List.of(entry(0), entry(1)));
        bundles.add(bundle("cut by a byte", Arrays.copyOf(bundle, bundle.length - 1)));
        bundles.add(bundle("a byte behind it", Arrays.copyOf(bundle, bundle.length + 1)));
        bundles.add(bundle("a length and nothing behind it", new byte[] {0, 5}));
        bundles.add(bundle("257 entries", new byte[2 * 257]));
        bundles.write("tile/bundles.json");
    }

    private static String[] bundle(String description, byte[] bytes) {
        return new String[] {
            "description", description, "bundle", HEX.formatHex(bytes), "expect", REFUSED
        };
    }

    private static void envelope(
            Writer to,
            String description,
            String form,
            KeyFile key,
            byte[] associated,
            byte[] sealed,
            String expect) {
        to.add(
                "description",
                description,
                "form",
                form,
                "key",
                key.text(),
                "associated",
                HEX.formatHex(associated),
                "sealed",
                HEX.formatHex(sealed),
                "expect",
                expect);
    }

    @Test
    void envelopes() throws IOException {
        var writer = new Writer();
        var plain = "What is sealed.".getBytes(UTF_8);
        var associated = "where it belongs".getBytes(UTF_8);
        for (var suite : Suite.values()) {
            var key = ItemKey.generate(suite, RANDOM);
            var file = KeyFile.lyingOpen(key);
            var other = KeyFile.lyingOpen(ItemKey.generate(suite, RANDOM));
            var sealed = key.seal(plain, associated);
            var chunked = key.sealChunked(plain, associated);
            edits(writer, suite, "under a key", file, other, associated, sealed, 16);
            edits(writer, suite, "in chunks", file, other, associated, chunked, 36);
            var pair = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, RANDOM);
            var stranger = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, RANDOM);
            edits(
                    writer,
                    suite,
                    "to a public key",
                    KeyFile.lyingOpen(pair),
                    KeyFile.lyingOpen(stranger),
                    associated,
                    pair.publicKey().seal(plain, associated),
                    12);
        }
        writer.write("envelope/envelopes.json");
    }

    private static void edits(
            Writer to,
            Suite suite,
            String form,
            KeyFile key,
            KeyFile other,
            byte[] associated,
            byte[] sealed,
            int header) {
        var name = suite.id() + ", " + form + ": ";
        var plain = HEX.formatHex("What is sealed.".getBytes(UTF_8));
        envelope(to, name + "good", form, key, associated, sealed, plain);
        envelope(to, name + "another key", form, other, associated, sealed, REFUSED);
        envelope(to, name + "other associated data", form, key, new byte[0], sealed, REFUSED);
        for (var at :
                new int[] {0, 1, 2, 3, header - 1, header, sealed.length - 17, sealed.length - 1}) {
            var flipped = sealed.clone();
            flipped[at] ^= 1;
            envelope(
                    to,
                    name + "bit flipped in byte " + at,
                    form,
                    key,
                    associated,
                    flipped,
                    REFUSED);
        }
        envelope(
                to,
                name + "cut by a byte",
                form,
                key,
                associated,
                Arrays.copyOf(sealed, sealed.length - 1),
                REFUSED);
        envelope(
                to,
                name + "a byte behind it",
                form,
                key,
                associated,
                Arrays.copyOf(sealed, sealed.length + 1),
                REFUSED);
        envelope(
                to,
                name + "its header alone",
                form,
                key,
                associated,
                Arrays.copyOf(sealed, header),
                REFUSED);
    }

    @Test
    void shares() throws IOException {
        var writer = new Writer();
        for (var suite : Suite.values()) {
            var node = SealingKeyPair.generate(suite, Purpose.NODE, RANDOM);
            var key = FormKey.generate(suite, RANDOM);
            var split = Shares.split(key, 2, 3, SplitId.random(RANDOM), RANDOM);
            var strange =
                    Shares.split(
                            FormKey.generate(suite, RANDOM), 2, 3, SplitId.random(RANDOM), RANDOM);
            var file = KeyFile.lyingOpen(node).text();
            var commitments = split.commitments();
            var one = envelope(split, 1, node);
            var two = envelope(split, 2, node);
            var three = envelope(split, 3, node);
            var id = commitments.splitId().toBytes();
            var altered = envelope(suite, id, 2, new byte[32], node);
            var beyond = envelope(suite, id, 9, new byte[32], node);
            var wrongSecret =
                    new ShareCommitments(
                            commitments.splitId(),
                            suite,
                            2,
                            strange.commitments().secret(),
                            commitments.shares());
            var good = HEX.formatHex(key.exposeForSharing());
            var name = suite.id().toUpperCase(Locale.ROOT) + ": ";
            share(
                    writer,
                    name + "shares 1 and 2 of 3",
                    file,
                    commitments.toBytes(),
                    good,
                    one,
                    two);
            share(writer, name + "shares 3 and 1", file, commitments.toBytes(), good, three, one);
            share(writer, name + "all three", file, commitments.toBytes(), good, three, one, two);
            share(
                    writer,
                    name + "one of the two that are needed",
                    file,
                    commitments.toBytes(),
                    "too-few 1 of 2",
                    one);
            share(
                    writer,
                    name + "one share twice",
                    file,
                    commitments.toBytes(),
                    "given-twice 1, too-few 1 of 2",
                    one,
                    one);
            share(
                    writer,
                    name + "an altered share among enough good ones",
                    file,
                    commitments.toBytes(),
                    "altered 2",
                    one,
                    altered,
                    three);
            share(
                    writer,
                    name + "an index there is not",
                    file,
                    commitments.toBytes(),
                    "no-such-share 9",
                    one,
                    beyond,
                    three);
            share(
                    writer,
                    name + "a share of another split",
                    file,
                    commitments.toBytes(),
                    "other-split 2, too-few 1 of 2",
                    one,
                    envelope(strange, 2, node));
            share(
                    writer,
                    name + "a secret that is not the one committed to",
                    file,
                    wrongSecret.toBytes(),
                    "not-the-secret",
                    one,
                    two);
            var flipped = HEX.parseHex(two);
            flipped[flipped.length - 1] ^= 1;
            share(
                    writer,
                    name + "an envelope with a flipped bit",
                    file,
                    commitments.toBytes(),
                    REFUSED,
                    one,
                    HEX.formatHex(flipped));
            var renumbered = HEX.parseHex(two);
            renumbered[20] = 3;
            share(
                    writer,
                    name + "an envelope under another index",
                    file,
                    commitments.toBytes(),
                    REFUSED,
                    one,
                    HEX.formatHex(renumbered));
            var version = HEX.parseHex(two);
            version[1] = 2;
            share(
                    writer,
                    name + "an envelope of version 2",
                    file,
                    commitments.toBytes(),
                    REFUSED,
                    one,
                    HEX.formatHex(version));
            var cut = Arrays.copyOf(commitments.toBytes(), commitments.toBytes().length - 1);
            share(writer, name + "commitments cut by a byte", file, cut, REFUSED, one, two);
            var quorum = commitments.toBytes();
            quorum[20] = 1;
            share(writer, name + "commitments to a quorum of one", file, quorum, REFUSED, one, two);
        }
        writer.write("share/shares.json");
    }

    private static void share(
            Writer to,
            String description,
            String key,
            byte[] commitments,
            String expect,
            String... envelopes) {
        to.add(
                "description",
                description,
                "key",
                key,
                "commitments",
                HEX.formatHex(commitments),
                "envelopes",
                String.join(" ", envelopes),
                "expect",
                expect);
    }

    private static String envelope(Shares.Split split, int index, SealingKeyPair node) {
        return HEX.formatHex(
                ShareEnvelope.seal(split.shares().get(index - 1), node.publicKey()).toBytes());
    }

    /// The envelope of a share nobody made, put together from its specification (8.3).
    private static String envelope(
            Suite suite, byte[] splitId, int index, byte[] value, SealingKeyPair node) {
        var bound =
                new CborWriter()
                        .array(4)
                        .text("gongyuan.org/share/1")
                        .text(suite.id())
                        .bytes(splitId)
                        .uint(index)
                        .toBytes();
        return HEX.formatHex(
                new CborWriter()
                        .array(5)
                        .uint(1)
                        .uint(suite.code())
                        .bytes(splitId)
                        .uint(index)
                        .bytes(node.publicKey().seal(value, bound))
                        .toBytes());
    }
}
