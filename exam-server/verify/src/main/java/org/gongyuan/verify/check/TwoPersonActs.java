package org.gongyuan.verify.check;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.verify.bundle.PublishedKeys;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks that every act under two persons is as both of them proved it (V40): the signatures of
/// their passkeys are over the act itself, so the node that entered it need not be believed.
final class TwoPersonActs {

    private final StaffProofs proofs;
    private final Findings findings;
    private final Set<Octets> entered = new HashSet<>();

    TwoPersonActs(PublishedKeys keys, Findings findings) {
        this.proofs = new StaffProofs(keys);
        this.findings = findings;
    }

    void check(List<SittingTrail.Placed<SittingEntry.Acted>> acts) {
        for (var placed : acts) {
            var because = refusal(placed.entry());
            findings.claim(because.isEmpty(), Check.V40, placed.where(), because.orElse(""));
        }
    }

    private Optional<String> refusal(SittingEntry.Acted entry) {
        ActDocument act;
        ActProof proposed;
        ActProof approved;
        try {
            act = ActDocument.read(entry.act().toBytes());
            proposed = ActProof.read(entry.proposed().toBytes());
            approved = ActProof.read(entry.approved().toBytes());
        } catch (IllegalArgumentException unreadable) {
            return Optional.of("this is no act with two proofs: " + unreadable.getMessage());
        }
        if (!entered.add(entry.act())) {
            return Optional.of("the act was entered before");
        }
        if (act.proposer().equals(entry.approver())) {
            return Optional.of("%s approves what he proposed".formatted(act.proposer()));
        }
        if (entry.at().isBefore(act.proposed()) || entry.at().isAfter(act.expires())) {
            return Optional.of(
                    "entered at %s, the act stood from %s to %s"
                            .formatted(entry.at(), act.proposed(), act.expires()));
        }
        if (device(proposed).equals(device(approved))) {
            return Optional.of("both stand by one and the same device");
        }
        return proofs.refusal(act.proposer(), proposed, act.toPropose())
                .or(() -> proofs.refusal(entry.approver(), approved, act.toApprove()));
    }

    private static Octets device(ActProof proof) {
        return switch (proof) {
            case ActProof.Asserted asserted -> asserted.key();
            case ActProof.Attested attested -> Octets.of(attested.signIn().toBytes());
        };
    }
}
