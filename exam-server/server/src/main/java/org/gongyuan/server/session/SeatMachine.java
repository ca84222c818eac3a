package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.SittingLog.Taking;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The machine a session is at: takes what its seat tells about it, enters what staff override, and
/// tells the seat how that is judged (`session.md` section 9). In the core's lane.
final class SeatMachine {

    /// A report that the record did not take is tried again so soon.
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final SessionTrail trail;
    private final SeatLine line;
    private final Surroundings around;
    private final PostureGate gate = new PostureGate();

    SeatMachine(SessionTrail trail, SeatLine line, Surroundings around) {
        this.trail = requireNonNull(trail, "trail");
        this.line = requireNonNull(line, "line");
        this.around = requireNonNull(around, "around");
    }

    /// Notes what an entry says about the machine.
    void after(SessionEntry entry) {
        gate.after(entry);
    }

    /// The seat told what was found about its machine.
    void reported(PostureReport report) {
        var place = trail.place();
        if (place.isEmpty()) {
            return;
        }
        var bytes = report.toBytes();
        var digest = around.suite().digest(bytes);
        if (!gate.isNews(digest)) {
            tellJudged();
            return;
        }
        var taking =
                trail.enter(
                        n ->
                                new SessionEntry.PostureReported(
                                        now(), trail.session(), n, report.kinds(), digest),
                        around.sealEvidence(trail.session(), place.get().seat(), bytes),
                        Urgency.TIME,
                        _ -> {});
        if (taking != Taking.TAKEN) {
            line.link().ifPresent(asking -> reportAgain(asking, report));
        }
    }

    private void reportAgain(SeatLink asking, PostureReport report) {
        around.timers()
                .after(
                        AGAIN,
                        () -> {
                            if (line.serves(asking)) {
                                reported(report);
                            }
                        });
    }

    Act override(FindingKind kind, Cause cause, StaffId proposer, StaffId approver) {
        if (trail.place().isEmpty()) {
            return new Act.NotNow(trail.session(), Sentence.SESSION_NOT_BEGUN.of());
        }
        if (!gate.has(kind)) {
            return new Act.NotNow(
                    trail.session(), "%s was not found at its seat".formatted(kind.word()));
        }
        return trail.act(
                n ->
                        new SessionEntry.PostureOverridden(
                                now(), trail.session(), n, kind, cause, proposer, approver));
    }

    /// What was found about the machine, judged by the sitting's policy.
    List<ServerMessage.Judged.Finding> judged() {
        return gate.judged(around.posture());
    }

    boolean isOverridden(FindingKind kind) {
        return gate.isOverridden(kind);
    }

    /// Whether nothing that was found about the machine keeps the session from starting.
    boolean mayStart() {
        return gate.isOpen(around.posture());
    }

    /// Tells the seat how what was found is judged.
    void tellJudged() {
        line.tell(new ServerMessage.Judged(now(), judged()));
    }

    private Instant now() {
        return around.clock().instant();
    }
}
