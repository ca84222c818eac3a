package org.gongyuan.server.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.Gathering;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.MarkingPart;
import org.gongyuan.bank.sealing.Quorum;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.ResultKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.share.Shares;
import org.gongyuan.trust.share.SplitId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The results of a score run and all that was opened for it, sealed until the publication
/// approvers open them together (`scoring.md` section 7).
public final class SealedResults {

    private static final int VERSION = 1;
    private static final byte[] SPLIT = "gongyuan/split/1\0".getBytes(UTF_8);

    private final Suite suite;
    private final String sitting;
    private final String run;
    private final Digest results;
    private final Quorum quorum;
    private final List<byte[]> envelopes;
    private final byte[] sealed;

    private SealedResults(
            Suite suite,
            String sitting,
            String run,
            Digest results,
            Quorum quorum,
            List<byte[]> envelopes,
            byte[] sealed) {
        this.suite = requireNonNull(suite, "suite");
        this.sitting = requireNonNull(sitting, "sitting");
        this.run = requireNonNull(run, "run");
        this.results = requireNonNull(results, "results");
        this.quorum = requireNonNull(quorum, "quorum");
        this.envelopes = List.copyOf(envelopes);
        this.sealed = sealed;
    }

    /// What approvers see and the bundle publishes.
    ///
    /// @param results the results, decided
    /// @param sheets as `bundle.md` section 3 has them
    /// @param answerKey the opened marking part
    /// @param marks the signed documents of human scores
    public record Opened(Results results, Bytes sheets, Bytes answerKey, List<Bytes> marks) {

        public Opened {
            requireNonNull(results, "results");
            marks = List.copyOf(marks);
        }

        @Override
        public String toString() {
            return "Opened[%s]".formatted(results);
        }
    }

    /// Some bytes that print nothing.
    public static final class Bytes {

        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        /// A copy of the bytes.
        public byte[] toBytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return "Bytes[%d]".formatted(bytes.length);
        }
    }

    /// Seals what a run gave to `k` of the approvers.
    public static SealedResults seal(
            Suite suite,
            String run,
            Results results,
            List<OpenedSheet> sheets,
            MarkingPart marking,
            List<MarksDocument> marks,
            int k,
            List<SealingPublicKey> approvers,
            SecureRandom random) {
        var document = results.toBytes();
        var digest = Results.digest(suite, document);
        var content =
                new CborWriter(4096)
                        .array(5)
                        .uint(VERSION)
                        .bytes(document)
                        .bytes(sheets(sheets))
                        .bytes(marking.toBytes())
                        .array(marks.size());
        marks.stream()
                .sorted(Comparator.comparing(MarksDocument::digest))
                .forEach(one -> content.bytes(one.toBytes()));
        try (var key = ResultKey.generate(suite, random);
                var split =
                        Shares.split(
                                key, k, approvers.size(), splitId(suite, digest, run), random)) {
            var envelopes = new ArrayList<byte[]>();
            for (var i = 0; i < approvers.size(); i++) {
                envelopes.add(
                        ShareEnvelope.seal(split.shares().get(i), approvers.get(i)).toBytes());
            }
            var quorum =
                    new Quorum(
                            split.commitments(),
                            approvers.stream().map(SealingPublicKey::fingerprint).toList());
            return new SealedResults(
                    suite,
                    results.sitting(),
                    run,
                    digest,
                    quorum,
                    envelopes,
                    key.sealChunked(content.toBytes(), associated(results.sitting(), run)));
        }
    }

    private static byte[] sheets(List<OpenedSheet> sheets) {
        var out = new ByteArrayOutputStream();
        sheets.stream()
                .sorted(Comparator.comparing(OpenedSheet::session, SessionOrder.RISING))
                .map(OpenedSheet::toBytes)
                .forEach(
                        sheet -> {
                            out.writeBytes(ByteBuffer.allocate(4).putInt(sheet.length).array());
                            out.writeBytes(sheet);
                        });
        return out.toByteArray();
    }

    private static SplitId splitId(Suite suite, Digest results, String run) {
        var digest = suite.digest(SPLIT, results.toBytes(), run.getBytes(UTF_8));
        return SplitId.of(Arrays.copyOf(digest.toBytes(), SplitId.LENGTH));
    }

    private static byte[] associated(String sitting, String run) {
        return new CborWriter()
                .array(3)
                .text("gongyuan/results/1")
                .text(sitting)
                .text(run)
                .toBytes();
    }

    /// The sitting that was scored.
    public String sitting() {
        return sitting;
    }

    /// The name of the score run.
    public String run() {
        return run;
    }

    /// The digest of the results document, as the record names it.
    public Digest results() {
        return results;
    }

    /// Which approvers open them, and how many it takes.
    public Quorum quorum() {
        return quorum;
    }

    /// Opens an approver's share and seals it to the node that collects shares.
    public HandIn handIn(SealingKeyPair approver, SealingPublicKey node) throws SealBroken {
        var index = quorum.custodians().indexOf(approver.publicKey().fingerprint());
        if (index < 0) {
            throw new IllegalArgumentException(
                    "%s holds no share of the results of %s".formatted(approver.publicKey(), run));
        }
        return HandIn.of(
                SharePurpose.RESULTS,
                results,
                ShareEnvelope.decode(envelopes.get(index)),
                approver,
                node);
    }

    /// Brings the approvers' shares together.
    public Gathering<ResultKey> combine(List<org.gongyuan.trust.share.Share> shares) {
        return Gathering.combine(ResultKey.KIND, shares, quorum);
    }

    /// Opens the results with the key their quorum rebuilt.
    public Opened open(ResultKey key) throws SealBroken {
        var content = new CborReader(key.openChunked(sealed, associated(sitting, run)));
        content.array(5);
        if (content.uint() != VERSION) {
            throw new SealBroken(
                    SealBroken.Reason.UNKNOWN_VERSION, "sealed results of another version");
        }
        var document = content.bytes();
        if (!Results.digest(suite, document).equals(results)) {
            throw new SealBroken(
                    SealBroken.Reason.OTHER_CONTENT, "the results are not those the record names");
        }
        var sheets = new Bytes(content.bytes());
        var answerKey = new Bytes(content.bytes());
        var marks = new ArrayList<Bytes>();
        for (var left = content.array(); left > 0; left--) {
            marks.add(new Bytes(content.bytes()));
        }
        content.end();
        return new Opened(Results.parse(document), sheets, answerKey, marks);
    }

    /// The file in which they wait.
    public byte[] toBytes() {
        var to =
                new CborWriter(sealed.length + 4096)
                        .array(9)
                        .uint(VERSION)
                        .text(suite.id())
                        .text(sitting)
                        .text(run)
                        .bytes(results.toBytes())
                        .bytes(quorum.commitments().toBytes())
                        .array(quorum.n());
        quorum.custodians().forEach(approver -> to.bytes(approver.toBytes()));
        to.array(envelopes.size());
        envelopes.forEach(to::bytes);
        return to.bytes(sealed).toBytes();
    }

    /// Reads what [#toBytes] wrote; anything else is [NotCanonical].
    public static SealedResults parse(byte[] bytes) {
        var from = new CborReader(bytes);
        try {
            from.array(9);
            if (from.uint() != VERSION) {
                throw new NotCanonical(1, "sealed results of another version; known is 1");
            }
            var suite = Suite.named(from.text());
            var sitting = from.text();
            var run = from.text();
            var results = Digest.of(from.bytes(Digest.LENGTH));
            var commitments = org.gongyuan.trust.share.ShareCommitments.decode(from.bytes());
            var approvers = new ArrayList<Digest>();
            for (var left = from.array(); left > 0; left--) {
                approvers.add(Digest.of(from.bytes(Digest.LENGTH)));
            }
            var envelopes = new ArrayList<byte[]>();
            for (var left = from.array(); left > 0; left--) {
                envelopes.add(from.bytes());
            }
            var quorum = new Quorum(commitments, approvers);
            if (envelopes.size() != quorum.n()) {
                throw new NotCanonical(from.position(), "%d envelopes".formatted(envelopes.size()));
            }
            var sealed = from.bytes();
            from.end();
            return new SealedResults(suite, sitting, run, results, quorum, envelopes, sealed);
        } catch (IllegalArgumentException wrong) {
            throw new NotCanonical(from.position(), wrong.getMessage());
        }
    }

    @Override
    public String toString() {
        return "SealedResults[%s, %s]".formatted(sitting, run);
    }
}
