package org.gongyuan.server.act;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.StaffId;

import java.util.Optional;
import java.util.OptionalInt;

/// One capability's deeds: it says which it does, why one cannot be done as things stand, and does
/// it. Waits for disks and the lane.
public interface DeedPart {

    /// Whether this deed is one of its own.
    boolean does(Deed deed);

    /// Why it cannot be done as things stand, if so. Looked at when it is drafted, proposed and
    /// approved, so that nobody is asked to stand for what comes to nothing.
    Optional<String> refusal(Deed deed);

    /// What keeps this person from having a part in one of its own, if something does
    /// ([Effects#conflict]).
    default Optional<String> conflict(Deed deed, StaffId person) {
        return Optional.empty();
    }

    /// How many candidates one of its own would concern as things stand, where that can be counted.
    default OptionalInt reach(Deed deed) {
        return OptionalInt.empty();
    }

    /// Carries it out.
    Effects.Came carryOut(ActDocument act, Deed deed, StaffId approver);
}
