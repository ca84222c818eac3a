package org.gongyuan.server.scoring;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.server.scoring.DocumentRefused.Reason;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A cut score as it is adopted: signed by at least two authorities (`cut-score.md` section 2).
public final class CutScoreDocument {

    private static final String SIGNED = "gongyuan/cut-score/1";
    private static final String DOCUMENT = "gongyuan/cut-score-document/1";

    private final CutScore cutScore;
    private final List<VerifyingKey> signers;
    private final byte[] bytes;
    private final Digest digest;

    private CutScoreDocument(
            CutScore cutScore, List<VerifyingKey> signers, byte[] bytes, Digest digest) {
        this.cutScore = requireNonNull(cutScore, "cutScore");
        this.signers = List.copyOf(signers);
        this.bytes = bytes.clone();
        this.digest = digest;
    }

    /// Writes the document of a cut score under two or more authorities' keys.
    public static byte[] sign(CutScore cutScore, List<SigningKeyPair> authorities) {
        if (authorities.size() < 2) {
            throw new IllegalArgumentException(
                    "a cut score is signed by at least two authorities, not by "
                            + authorities.size());
        }
        var sorted =
                authorities.stream()
                        .sorted(Comparator.comparing(key -> key.verifyingKey().fingerprint()))
                        .toList();
        return SignedDocument.sign(sorted.getFirst().suite(), SIGNED, cutScore.toBytes(), sorted);
    }

    /// Reads a document for the form of `manifest`; with `trusted`, only signers with these
    /// fingerprints count.
    public static CutScoreDocument read(
            byte[] bytes, Manifest manifest, Optional<Set<Digest>> trusted) throws DocumentRefused {
        var document = read(bytes, manifest.suite(), trusted);
        if (!document.cutScore.form().equals(manifest.form())
                || !document.cutScore.manifest().equals(manifest.digest())) {
            throw new DocumentRefused(
                    Reason.OTHER_FORM,
                    "the cut score is for form %s, manifest %s"
                            .formatted(document.cutScore.form(), document.cutScore.manifest()));
        }
        return document;
    }

    private static CutScoreDocument read(byte[] bytes, Suite suite, Optional<Set<Digest>> trusted)
            throws DocumentRefused {
        var signed = SignedDocument.parse(suite, SIGNED, SigningPurpose.AUTHORITY, bytes);
        var fingerprints = signed.fingerprints();
        if (!fingerprints.equals(fingerprints.stream().sorted().toList())) {
            throw new DocumentRefused(Reason.SIGNATURE, "the signatures are not sorted");
        }
        if (trusted.isPresent()) {
            for (var fingerprint : fingerprints) {
                if (!trusted.get().contains(fingerprint)) {
                    throw new DocumentRefused(
                            Reason.SIGNER,
                            "signer %s is not trusted here"
                                    .formatted(fingerprint.hex().substring(0, 16)));
                }
            }
        }
        return new CutScoreDocument(
                CutScore.parse(signed.body().bytes()),
                signed.signers(),
                bytes,
                SignedDocument.digest(suite, DOCUMENT, bytes));
    }

    /// The cut score.
    public CutScore cutScore() {
        return cutScore;
    }

    /// Who signed it, sorted by fingerprint.
    public List<VerifyingKey> signers() {
        return signers;
    }

    /// The document as it is kept and published.
    public byte[] toBytes() {
        return bytes.clone();
    }

    /// What the record names it by.
    public Digest digest() {
        return digest;
    }
}
