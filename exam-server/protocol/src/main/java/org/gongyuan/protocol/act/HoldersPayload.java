package org.gongyuan.protocol.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.util.Optional;

/// What an act `draw-holders` is about (`certificate.md` 3): the list of proposed holders that both
/// persons saw, of the published results of one score run.
///
/// @param results the digest of the run's results
/// @param list the digest of the list
public record HoldersPayload(SittingId sitting, String run, Digest results, Digest list) {

    /// The word of the act.
    public static final String WORD = "draw-holders";

    public HoldersPayload {
        requireNonNull(sitting, "sitting");
        if (!run.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw new IllegalArgumentException(
                    "a run is named by 1 to 60 characters a-z, 0-9 and -, not \"" + run + "\"");
        }
        requireNonNull(results, "results");
        requireNonNull(list, "list");
    }

    /// `[sitting, run, results digest, list digest]`.
    public byte[] toBytes() {
        return new CborWriter(192)
                .array(4)
                .text(sitting.text())
                .text(run)
                .bytes(results.toBytes())
                .bytes(list.toBytes())
                .toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static HoldersPayload read(byte[] bytes) {
        try {
            var from = new CborReader(bytes);
            from.array(4);
            var read =
                    new HoldersPayload(
                            new SittingId(from.text()),
                            from.text(),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            Digest.of(from.bytes(Digest.LENGTH)));
            from.end();
            return read;
        } catch (NotCanonical broken) {
            throw new IllegalArgumentException("this draws no list of holders", broken);
        }
    }

    /// What list an act draws, if it is of that kind.
    public static Optional<HoldersPayload> of(byte[] act) {
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
