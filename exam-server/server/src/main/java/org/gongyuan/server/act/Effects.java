package org.gongyuan.server.act;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.sitting.Scope;

import java.util.Optional;
import java.util.OptionalInt;

/// What acts need of the node: where things are, the record, and the deed itself.
public interface Effects {

    /// What came of a deed.
    ///
    /// @param isDone whether it was done for everybody it was meant for
    /// @param told for the approver: what came of it, or the new invitation
    /// @param kept the same for the store, without secrets
    record Came(boolean isDone, String told, String kept) {

        @Override
        public String toString() {
            return "Came[%s]".formatted(kept);
        }
    }

    /// Where a scope of a sitting lies; nothing when there is none such here.
    Optional<Target> target(SittingId sitting, Scope scope);

    /// Why a deed cannot be done whoever stands for it, if so: staff are among its candidates, or
    /// what would be deleted is held or not due.
    Optional<String> staffAmongCandidates(Deed deed);

    /// What keeps this person from having a part in a deed beside what he declared of its sitting,
    /// as a sentence, if something does.
    default Optional<String> conflict(Deed deed, StaffId person) {
        return Optional.empty();
    }

    /// How many candidates a deed would concern as things stand, where that can be counted.
    default OptionalInt reach(Deed deed) {
        return OptionalInt.empty();
    }

    /// Why a deed cannot be done as things stand, if so.
    default Optional<String> refusal(Deed deed) {
        return Optional.empty();
    }

    /// Enters an act into the record, and returns once that is durable.
    void enter(
            Optional<SittingId> sitting,
            ActDocument act,
            Octets proposed,
            StaffId approver,
            Octets approved);

    /// Carries out a deed that both stand for.
    Came carryOut(ActDocument act, Deed deed, StaffId approver);
}
