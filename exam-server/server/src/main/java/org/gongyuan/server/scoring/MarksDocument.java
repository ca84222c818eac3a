package org.gongyuan.server.scoring;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.server.scoring.DocumentRefused.Reason;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.List;

/// Human scores as they are handed in: signed by every marker who gave any (`scoring.md` 4.3).
public final class MarksDocument {

    private static final String SIGNED = "gongyuan/human-scores/1";
    private static final String DOCUMENT = "gongyuan/human-scores-document/1";

    private final Marks marks;
    private final List<VerifyingKey> signers;
    private final byte[] bytes;
    private final Digest digest;

    private MarksDocument(Marks marks, List<VerifyingKey> signers, byte[] bytes, Digest digest) {
        this.marks = requireNonNull(marks, "marks");
        this.signers = List.copyOf(signers);
        this.bytes = bytes.clone();
        this.digest = digest;
    }

    /// Writes the document under the markers' keys: the first's, the second's, and the third's if
    /// there is a third.
    public static byte[] sign(Suite suite, Marks marks, List<SigningKeyPair> markers) {
        var due = marks.thirdMarker().isPresent() ? 3 : 2;
        if (markers.size() != due) {
            throw new IllegalArgumentException(
                    "%d markers sign, %d did".formatted(due, markers.size()));
        }
        return SignedDocument.sign(suite, SIGNED, marks.toBytes(), markers);
    }

    /// Reads a document of human scores for the form of `manifest`.
    public static MarksDocument read(byte[] bytes, Manifest manifest) throws DocumentRefused {
        var suite = manifest.suite();
        var signed = SignedDocument.parse(suite, SIGNED, SigningPurpose.MARKER, bytes);
        var marks = Marks.parse(signed.body().bytes());
        if (!marks.form().equals(manifest.form()) || !marks.manifest().equals(manifest.digest())) {
            throw new DocumentRefused(Reason.OTHER_FORM, "the scores are for form " + marks.form());
        }
        var due = marks.thirdMarker().isPresent() ? 3 : 2;
        if (signed.signers().size() != due) {
            throw new DocumentRefused(
                    Reason.SIGNATURE,
                    "%d signatures by %d markers".formatted(signed.signers().size(), due));
        }
        return new MarksDocument(
                marks, signed.signers(), bytes, SignedDocument.digest(suite, DOCUMENT, bytes));
    }

    /// The scores.
    public Marks marks() {
        return marks;
    }

    /// Who signed: the markers, in their order.
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
