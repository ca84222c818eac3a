package org.gongyuan.server.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.util.Optional;

/// An act that somebody proposed, and where it stands.
///
///     Proposed --approved--> Approved --carried out--> Done
///     Proposed --withdrawn--> Withdrawn
///
/// @param proof how the proposer stood for it
/// @param device what he proved it with
/// @param approver who approved it
/// @param outcome what came of carrying it out; empty until then
public record Proposal(
        ActDocument act,
        Octets proof,
        Digest device,
        State state,
        Optional<StaffId> approver,
        String outcome) {

    /// Where it stands.
    public enum State {
        PROPOSED,
        APPROVED,
        DONE,
        WITHDRAWN
    }

    private static final int LONGEST_OUTCOME = 300;

    public Proposal {
        requireNonNull(act, "act");
        requireNonNull(proof, "proof");
        requireNonNull(device, "device");
        requireNonNull(state, "state");
        requireNonNull(approver, "approver");
        outcome =
                outcome.length() > LONGEST_OUTCOME
                        ? outcome.substring(0, LONGEST_OUTCOME)
                        : outcome;
        if (approver.isPresent() == (state == State.PROPOSED || state == State.WITHDRAWN)) {
            throw new IllegalArgumentException("an approver is there once it is approved");
        }
    }

    Proposal approvedBy(StaffId person) {
        return new Proposal(act, proof, device, State.APPROVED, Optional.of(person), "");
    }

    Proposal done(String came) {
        return new Proposal(act, proof, device, State.DONE, approver, came);
    }

    Proposal withdrawn() {
        return new Proposal(act, proof, device, State.WITHDRAWN, Optional.empty(), "");
    }

    Octets toBytes() {
        var to = new CborWriter(2_048).array(6).bytes(act.toBytes()).bytes(proof.toBytes());
        to.bytes(device.toBytes()).text(state.name());
        approver.ifPresentOrElse(id -> to.text(id.text()), to::nil);
        return Octets.of(to.text(outcome).toBytes());
    }

    static Proposal read(Octets body) {
        var from = new CborReader(body.toBytes());
        from.array(6);
        var proposal =
                new Proposal(
                        ActDocument.read(from.bytes()),
                        Octets.of(from.bytes()),
                        Digest.of(from.bytes(Digest.LENGTH)),
                        State.valueOf(from.text()),
                        from.nil() ? Optional.empty() : Optional.of(new StaffId(from.text())),
                        from.text());
        from.end();
        return proposal;
    }
}
