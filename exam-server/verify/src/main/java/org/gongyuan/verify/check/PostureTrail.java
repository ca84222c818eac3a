package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Judgement;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SessionEntry;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the record says of the machine one session was at (V36): it starts only when nothing that
/// the sitting's policy refuses was found there, or two persons overrode it. A seat that told
/// nothing counts as not looked at.
final class PostureTrail {

    private static final List<FindingKind> NOTHING_TOLD = List.of(FindingKind.NOT_LOOKED_AT);

    private final Optional<PosturePolicy> policy;
    private final String where;
    private final Findings findings;
    private final Set<FindingKind> overridden = EnumSet.noneOf(FindingKind.class);
    private List<FindingKind> found = NOTHING_TOLD;

    /// @param policy that of the opening; without one everything is noted
    PostureTrail(Optional<PosturePolicy> policy, String where, Findings findings) {
        this.policy = policy;
        this.where = where;
        this.findings = findings;
    }

    void reported(SessionEntry.PostureReported reported) {
        found = reported.found();
    }

    void overridden(SessionEntry.PostureOverridden entry) {
        var kind = entry.finding();
        findings.claim(
                found.contains(kind),
                Check.V36,
                where,
                "%s was overridden, which was not found".formatted(kind.word()));
        findings.claim(
                of(kind) != Judgement.REFUSE || !entry.proposer().equals(entry.approver()),
                Check.V36,
                where,
                "%s was overridden by %s alone".formatted(kind.word(), entry.proposer()));
        overridden.add(kind);
    }

    void moved() {
        overridden.clear();
        found = NOTHING_TOLD;
    }

    void readmitted() {
        found = NOTHING_TOLD;
    }

    void started() {
        if (policy.isEmpty()) {
            return;
        }
        findings.examined(Check.V36);
        for (var kind : found) {
            if (of(kind) == Judgement.REFUSE && !overridden.contains(kind)) {
                findings.fails(
                        Check.V36,
                        where,
                        "started in spite of %s, which nobody overrode".formatted(kind.word()));
            }
        }
    }

    private Judgement of(FindingKind kind) {
        return policy.map(one -> one.of(kind)).orElse(Judgement.NOTE);
    }
}
