package org.gongyuan.protocol.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.util.Optional;

/// What an act `open-responses` is about (`scoring.md` 1.6): the responses of one sitting, by the
/// manifest of the form that was sat, which commits to the marking key.
public record OpeningPayload(SittingId sitting, Digest manifest) {

    /// The word of the act.
    public static final String WORD = "open-responses";

    public OpeningPayload {
        requireNonNull(sitting, "sitting");
        requireNonNull(manifest, "manifest");
    }

    /// `[sitting, manifest digest]`.
    public byte[] toBytes() {
        return new CborWriter(128)
                .array(2)
                .text(sitting.text())
                .bytes(manifest.toBytes())
                .toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static OpeningPayload read(byte[] bytes) {
        try {
            var from = new CborReader(bytes);
            from.array(2);
            var read =
                    new OpeningPayload(
                            new SittingId(from.text()), Digest.of(from.bytes(Digest.LENGTH)));
            from.end();
            return read;
        } catch (NotCanonical broken) {
            throw new IllegalArgumentException("this opens nothing", broken);
        }
    }

    /// What an act opens, if it is of that kind.
    public static Optional<OpeningPayload> of(byte[] act) {
        try {
            var read = ActDocument.read(act);
            return read.kind().equals(WORD)
                    ? Optional.of(read(read.payload().toBytes()))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
