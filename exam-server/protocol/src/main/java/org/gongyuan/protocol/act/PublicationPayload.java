package org.gongyuan.protocol.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.util.Optional;

/// What an act `publish` is about (`publication.md` 1.4): the results of one score run.
///
/// @param results the digest of the run's results
public record PublicationPayload(SittingId sitting, String run, Digest results) {

    /// The word of the act.
    public static final String WORD = "publish";

    public PublicationPayload {
        requireNonNull(sitting, "sitting");
        if (!run.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw new IllegalArgumentException(
                    "a run is named by 1 to 60 characters a-z, 0-9 and -, not \"" + run + "\"");
        }
        requireNonNull(results, "results");
    }

    /// `[sitting, run, results digest]`.
    public byte[] toBytes() {
        return new CborWriter(128)
                .array(3)
                .text(sitting.text())
                .text(run)
                .bytes(results.toBytes())
                .toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static PublicationPayload read(byte[] bytes) {
        try {
            var from = new CborReader(bytes);
            from.array(3);
            var read =
                    new PublicationPayload(
                            new SittingId(from.text()),
                            from.text(),
                            Digest.of(from.bytes(Digest.LENGTH)));
            from.end();
            return read;
        } catch (NotCanonical broken) {
            throw new IllegalArgumentException("this publishes nothing", broken);
        }
    }

    /// What an act publishes, if it is of that kind.
    public static Optional<PublicationPayload> of(byte[] act) {
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
