package org.gongyuan.rehearsal.simulation;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What marking finds of one candidate: the last response to each placement, opened with the key
/// that was in force when it was saved.
///
/// @param changes the number of the candidate's change that stands at each placement
/// @param isHandedIn whether the candidate handed in
record OpenedSheet(Map<PlacementId, Integer> changes, boolean isHandedIn) {

    static Optional<OpenedSheet> of(Candidate candidate, List<SimulatedRecord.Kept> record) {
        var commitment = candidate.commitment(SmallForm.SUITE);
        var changes = new TreeMap<PlacementId, Integer>();
        SessionEntry.Admitted admitted = null;
        ResponseKey key = null;
        boolean isHandedIn = false;
        for (var kept : record) {
            if (!(kept.entry() instanceof SessionEntry entry)) {
                continue;
            }
            if (entry instanceof SessionEntry.Admitted a && a.candidate().equals(commitment)) {
                admitted = a;
            }
            if (admitted == null || !entry.session().equals(admitted.session())) {
                continue;
            }
            try {
                switch (entry) {
                    case SessionEntry.Keyed _ ->
                            key =
                                    SmallForm.made()
                                            .marking()
                                            .unwrap(
                                                    ResponseKey.KIND,
                                                    kept.attachment().toBytes(),
                                                    entry.session().toBytes());
                    case SessionEntry.ResponseSaved saved ->
                            changes.put(saved.placement(), open(key, saved, kept));
                    case SessionEntry.Submitted _ -> isHandedIn = true;
                    default -> {}
                }
            } catch (SealBroken broken) {
                throw new IllegalStateException("%s cannot be opened".formatted(entry), broken);
            }
        }
        return admitted == null
                ? Optional.empty()
                : Optional.of(new OpenedSheet(changes, isHandedIn));
    }

    private static int open(
            ResponseKey key, SessionEntry.ResponseSaved saved, SimulatedRecord.Kept kept)
            throws SealBroken {
        var plain =
                key.open(
                        kept.attachment().toBytes(),
                        Chains.responseAssociated(saved.session(), saved.seq(), saved.placement()));
        if (!Chains.response(SmallForm.SUITE, plain).equals(saved.commitment())) {
            throw new IllegalStateException(saved + " is not what it commits to");
        }
        return Machine.number(Arrays.copyOfRange(plain, Chains.SALT, plain.length));
    }
}
