package org.gongyuan.bank.sealing;

import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.Navigation;
import org.gongyuan.bank.form.Outline;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.SectionId;
import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.share.ShareCommitments;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes and reads the bytes of a manifest (`sealed-form.md` 2.1).
final class ManifestFormat {

    private static final int VERSION = 1;
    private static final int FIELDS = 22;

    private ManifestFormat() {}

    static byte[] write(Manifest manifest) {
        var identity = manifest.identity();
        var rules = manifest.rules();
        var vault = manifest.vault();
        var to =
                new CborWriter(4096)
                        .array(FIELDS)
                        .uint(VERSION)
                        .text(identity.suite().id())
                        .bytes(identity.sealing().toBytes())
                        .text(identity.body())
                        .text(identity.exam())
                        .text(identity.form().id())
                        .uint(identity.form().revision())
                        .text(identity.classification().word())
                        .uint(identity.sealedAt().toEpochMilli())
                        .uint(identity.notBefore().toEpochMilli())
                        .array(4)
                        .uint(rules.duration().toMillis())
                        .uint(rules.lastEntry().toMillis())
                        .uint(rules.earliestHandIn().toMillis())
                        .text(rules.preset());
        sections(to, manifest.contents());
        blobs(to, manifest.contents().blobs());
        to.bytes(manifest.contents().itemSet().toBytes());
        to.array(2)
                .bytes(manifest.signers().assembler().toBytes())
                .bytes(manifest.signers().reviewer().toBytes());
        quorum(to, manifest.formKey());
        to.array(2).bytes(manifest.markingKey().publicKey().toBytes());
        quorum(to, manifest.markingKey().quorum());
        return to.bytes(vault.custody().toBytes())
                .uint(vault.custodySize())
                .bytes(vault.marking().toBytes())
                .uint(vault.markingSize())
                .bytes(vault.answerKey().toBytes())
                .toBytes();
    }

    private static void sections(CborWriter to, Manifest.Contents contents) {
        var sections = contents.outline().sections();
        to.array(sections.size());
        for (var section : sections) {
            to.array(5)
                    .text(section.id().id())
                    .uint(section.navigation() == Navigation.LINEAR ? 0 : 1)
                    .uint(millis(section.timeLimit()))
                    .bool(section.shuffled())
                    .array(section.blocks().size());
            for (var block : section.blocks()) {
                to.array(3)
                        .bool(block.fixed())
                        .bool(block.shuffled())
                        .array(block.placements().size());
                for (var place : block.placements()) {
                    to.array(4)
                            .uint(place.id().number())
                            .uint(contents.items().get(place.id().number() - 1))
                            .uint(millis(place.timeLimit()))
                            .bool(place.fixed());
                }
            }
        }
    }

    private static void blobs(CborWriter to, List<Blob> blobs) {
        to.array(blobs.size());
        for (var blob : blobs) {
            to.array(5)
                    .bytes(blob.id().toBytes())
                    .uint(blob.kind().code())
                    .bytes(blob.digest().toBytes())
                    .uint(blob.plainSize())
                    .uint(blob.sealedSize());
        }
    }

    private static void quorum(CborWriter to, Quorum quorum) {
        to.array(4)
                .uint(quorum.k())
                .uint(quorum.n())
                .bytes(quorum.commitments().toBytes())
                .array(quorum.n());
        quorum.custodians().forEach(custodian -> to.bytes(custodian.toBytes()));
    }

    private static long millis(Optional<Duration> limit) {
        return limit.map(Duration::toMillis).orElse(0L);
    }

    static Manifest read(byte[] bytes) throws FormRefused {
        var from = new CborReader(bytes);
        try {
            var fields = from.array();
            var version = from.uint();
            if (version != VERSION) {
                throw new FormRefused(
                        Reason.VERSION, "manifest of version %d, known is 1".formatted(version));
            }
            if (fields != FIELDS) {
                throw new FormRefused(
                        Reason.NOT_CANONICAL,
                        "a manifest has %d fields, this has %d".formatted(FIELDS, fields));
            }
            var suite = suite(from.text());
            var manifest = fields(from, suite);
            from.end();
            return manifest;
        } catch (NotCanonical | IllegalArgumentException | ArithmeticException wrong) {
            throw new FormRefused(
                    Reason.NOT_CANONICAL, "the manifest: " + wrong.getMessage(), wrong);
        }
    }

    private static Manifest fields(CborReader from, Suite suite) throws FormRefused {
        var sealing = SealingId.of(from.bytes(Id16.LENGTH));
        var body = from.text();
        var exam = from.text();
        var form = new FormId(from.text(), from.uint(Integer.MAX_VALUE));
        var classification = classification(from.text());
        var identity =
                new Manifest.Identity(
                        suite,
                        sealing,
                        body,
                        exam,
                        form,
                        classification,
                        Instant.ofEpochMilli(from.uint()),
                        Instant.ofEpochMilli(from.uint()));
        from.array(4);
        var rules =
                new RuleDefaults(
                        Duration.ofMillis(from.uint()),
                        Duration.ofMillis(from.uint()),
                        Duration.ofMillis(from.uint()),
                        from.text());
        var items = new ArrayList<Integer>();
        var sections = sections(from, items);
        var blobs = blobs(from);
        var contents = new Manifest.Contents(outline(sections), items, blobs, digest(from));
        from.array(2);
        var signers = new Manifest.Signers(digest(from), digest(from));
        var formKey = quorum(from);
        from.array(2);
        var publicKey = SealingPublicKey.decode(from.bytes());
        if (publicKey.purpose() != Purpose.MARKING) {
            throw new FormRefused(
                    Reason.NOT_CANONICAL, "the marking key is a key for " + publicKey.purpose());
        }
        var markingKey = new Manifest.MarkingTerms(publicKey, quorum(from));
        var vault =
                new Manifest.Vault(
                        digest(from),
                        from.uint(Integer.MAX_VALUE),
                        digest(from),
                        from.uint(),
                        digest(from));
        return new Manifest(identity, rules, contents, signers, formKey, markingKey, vault);
    }

    private static Suite suite(String id) throws FormRefused {
        try {
            return Suite.named(id);
        } catch (IllegalArgumentException unknown) {
            throw new FormRefused(Reason.SUITE, unknown.getMessage(), unknown);
        }
    }

    private static Classification classification(String word) throws FormRefused {
        try {
            return Classification.named(word);
        } catch (IllegalArgumentException unknown) {
            throw new FormRefused(Reason.CLASSIFICATION, unknown.getMessage(), unknown);
        }
    }

    private static Outline outline(List<Outline.Part> sections) throws FormRefused {
        try {
            return new Outline(sections);
        } catch (IllegalArgumentException wrong) {
            throw new FormRefused(Reason.STRUCTURE, wrong.getMessage(), wrong);
        }
    }

    private static List<Outline.Part> sections(CborReader from, List<Integer> items)
            throws FormRefused {
        var sections = new ArrayList<Outline.Part>();
        for (var left = from.array(); left > 0; left--) {
            from.array(5);
            var id = new SectionId(from.text());
            var navigation = from.uint(1) == 0 ? Navigation.LINEAR : Navigation.NONLINEAR;
            var limit = limit(from);
            var shuffled = from.bool();
            var blocks = new ArrayList<Outline.Run>();
            for (var blocksLeft = from.array(); blocksLeft > 0; blocksLeft--) {
                blocks.add(block(from, items));
            }
            if (blocks.isEmpty()) {
                throw new FormRefused(
                        Reason.STRUCTURE, "section %s has no placement".formatted(id));
            }
            sections.add(new Outline.Part(id, navigation, limit, shuffled, blocks));
        }
        return sections;
    }

    private static Outline.Run block(CborReader from, List<Integer> items) throws FormRefused {
        from.array(3);
        var fixed = from.bool();
        var shuffled = from.bool();
        var places = new ArrayList<Outline.Place>();
        for (var left = from.array(); left > 0; left--) {
            from.array(4);
            var number = new PlacementId(from.uint(Integer.MAX_VALUE));
            items.add(from.uint(Integer.MAX_VALUE));
            places.add(new Outline.Place(number, limit(from), from.bool()));
        }
        if (places.isEmpty()) {
            throw new FormRefused(Reason.STRUCTURE, "a block has no placement");
        }
        return new Outline.Run(fixed, shuffled, places);
    }

    private static List<Blob> blobs(CborReader from) {
        var blobs = new ArrayList<Blob>();
        for (var left = from.array(); left > 0; left--) {
            from.array(5);
            blobs.add(
                    new Blob(
                            BlobId.of(from.bytes(Id16.LENGTH)),
                            Blob.Kind.coded(from.uint(Integer.MAX_VALUE)),
                            digest(from),
                            from.uint(),
                            from.uint()));
        }
        return blobs;
    }

    private static Quorum quorum(CborReader from) throws FormRefused {
        from.array(4);
        var k = from.uint(Integer.MAX_VALUE);
        var n = from.uint(Integer.MAX_VALUE);
        var commitments = from.bytes();
        var custodians = new ArrayList<Digest>();
        for (var left = from.array(); left > 0; left--) {
            custodians.add(digest(from));
        }
        try {
            var quorum = new Quorum(ShareCommitments.decode(commitments), custodians);
            if (quorum.k() != k || quorum.n() != n) {
                throw new FormRefused(
                        Reason.QUORUM,
                        "a quorum of %d of %d is called %d of %d"
                                .formatted(quorum.k(), quorum.n(), k, n));
            }
            return quorum;
        } catch (NotCanonical | IllegalArgumentException wrong) {
            throw new FormRefused(Reason.QUORUM, wrong.getMessage(), wrong);
        }
    }

    private static Optional<Duration> limit(CborReader from) {
        var millis = from.uint();
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private static Digest digest(CborReader from) {
        return Digest.of(from.bytes(Digest.LENGTH));
    }
}
