package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;

/// What staff let pass at a seat before there was a session to enter it for (`session.md` section
/// 9.4). It is entered when a session there reports the same finding.
public record DoorOverride(
        SeatId seat, FindingKind finding, Cause cause, StaffId proposer, StaffId approver) {

    private static final int FIELDS = 5;

    public DoorOverride {
        requireNonNull(seat, "seat");
        requireNonNull(finding, "finding");
        requireNonNull(cause, "cause");
        requireNonNull(proposer, "proposer");
        requireNonNull(approver, "approver");
    }

    /// Canonical CBOR: `[seat, finding, cause, proposer, approver]`, all text.
    public byte[] toBytes() {
        return new CborWriter(128)
                .array(FIELDS)
                .text(seat.text())
                .text(finding.word())
                .text(cause.text())
                .text(proposer.text())
                .text(approver.text())
                .toBytes();
    }

    /// Reads what `toBytes` wrote.
    ///
    /// @throws NotCanonical or IllegalArgumentException when it is anything else
    public static DoorOverride read(byte[] bytes) {
        var from = new CborReader(bytes);
        int fields = from.array();
        if (fields != FIELDS) {
            throw new IllegalArgumentException(
                    "an override has %d fields, not %d".formatted(FIELDS, fields));
        }
        var override =
                new DoorOverride(
                        new SeatId(from.text()),
                        FindingKind.named(from.text()),
                        Cause.named(from.text()),
                        new StaffId(from.text()),
                        new StaffId(from.text()));
        from.end();
        return override;
    }
}
