package org.gongyuan.server.session;

import org.gongyuan.protocol.message.ServerMessage.Judged;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.trust.suite.Digest;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What is known of the machine a session is at, and whether that lets it start (`session.md`
/// section 9).
///
///     nothing told --reported--> told --reported--> told
///     moved: nothing told, nothing overridden      readmitted: nothing told
///
/// A seat that has told nothing counts as *not looked at*.
final class PostureGate {

    /// Of one session; a seat that says more is not heard any more, so that it cannot fill the
    /// record.
    static final int MOST_REPORTS = 200;

    private static final List<FindingKind> NOTHING_TOLD = List.of(FindingKind.NOT_LOOKED_AT);

    private final Set<FindingKind> overridden = EnumSet.noneOf(FindingKind.class);
    private List<FindingKind> found = NOTHING_TOLD;
    private Digest report;
    private int reports;

    /// Takes in an entry of the session.
    void after(SessionEntry entry) {
        switch (entry) {
            case SessionEntry.PostureReported e -> {
                found = e.found();
                report = e.report();
                reports++;
            }
            case SessionEntry.PostureOverridden e -> overridden.add(e.finding());
            case SessionEntry.Moved _ -> {
                overridden.clear();
                nothingTold();
            }
            case SessionEntry.Readmitted _ -> nothingTold();
            default -> {}
        }
    }

    private void nothingTold() {
        found = NOTHING_TOLD;
        report = null;
    }

    /// Whether a report is worth an entry: another than the last, within the bound.
    boolean isNews(Digest other) {
        return !other.equals(report) && reports < MOST_REPORTS;
    }

    /// Whether this kind was found last.
    boolean has(FindingKind kind) {
        return found.contains(kind);
    }

    /// Whether staff have let it go on in spite of this.
    boolean isOverridden(FindingKind kind) {
        return overridden.contains(kind);
    }

    /// What was found last, judged.
    List<Judged.Finding> judged(PosturePolicy policy) {
        return found.stream()
                .map(kind -> new Judged.Finding(kind, policy.of(kind), overridden.contains(kind)))
                .toList();
    }

    /// Whether nothing that was found keeps the session from starting.
    boolean isOpen(PosturePolicy policy) {
        return judged(policy).stream().noneMatch(Judged.Finding::keepsOut);
    }
}
