package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.DeedPart;
import org.gongyuan.server.act.Effects.Came;
import org.gongyuan.server.act.PrivacyDeed;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.privacy.PrivacyRequest.State;
import org.gongyuan.server.privacy.PrivacyRequests;
import org.gongyuan.server.sentence.Sentence;

import java.util.Optional;

/// Requests that are refused and legal holds that are lifted, by two persons (`staff-access.md`
/// 9.4, 9.6).
public final class PrivacyDeeds implements DeedPart {

    private final PrivacyRequests requests;
    private final LegalHolds holds;
    private final RequestConflicts conflicts;

    /// Deeds upon these requests and holds.
    public PrivacyDeeds(PrivacyRequests requests, LegalHolds holds, RequestConflicts conflicts) {
        this.requests = requireNonNull(requests, "requests");
        this.holds = requireNonNull(holds, "holds");
        this.conflicts = requireNonNull(conflicts, "conflicts");
    }

    @Override
    public boolean does(Deed deed) {
        return deed instanceof PrivacyDeed;
    }

    @Override
    public Optional<String> conflict(Deed deed, StaffId person) {
        return deed instanceof PrivacyDeed.Refuse(var request)
                ? requests.find(request).flatMap(one -> conflicts.with(person, one))
                : Optional.empty();
    }

    @Override
    public Optional<String> refusal(Deed deed) {
        return switch (deed) {
            case PrivacyDeed.Refuse(var request) ->
                    requests.find(request).filter(one -> one.mayBecome(State.REFUSED)).isPresent()
                            ? Optional.empty()
                            : Optional.of(Sentence.REQUEST_STEPS.of());
            case PrivacyDeed.LiftHold(var held) ->
                    holds.of(held).isPresent()
                            ? Optional.empty()
                            : Optional.of(Sentence.HOLD_MISSING.of());
            default -> Optional.empty();
        };
    }

    @Override
    public Came carryOut(ActDocument act, Deed deed, StaffId approver) {
        boolean isDone =
                switch (deed) {
                    case PrivacyDeed.Refuse(var request) ->
                            requests.step(request, State.REFUSED, act.reason(), act.proposer())
                                    .isPresent();
                    case PrivacyDeed.LiftHold(var held) -> holds.lift(held, act.reason());
                    default -> throw new IllegalArgumentException(deed.kind());
                };
        var told = isDone ? Sentence.DONE.of() : refusal(deed).orElseGet(Sentence.OUTRUN::of);
        return new Came(isDone, told, told);
    }
}
