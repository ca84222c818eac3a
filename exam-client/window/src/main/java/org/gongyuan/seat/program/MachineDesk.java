package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.measure.Lockdown.Left;
import org.gongyuan.lockdown.posture.Finding;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.link.DoorReport;
import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.presentation.GivenBack;
import org.gongyuan.seat.presentation.MachineFacets;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.Stage;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Between the machine's thread and the seat's loop: what was found goes to the page and to the
/// server, what the server judges comes back (seat-protocol.md section 12). Used on the seat's
/// loop.
final class MachineDesk {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int SELDOM = 60;

    /// What is seen of these is another number at every look; only that they are there is news.
    private static final Set<FindingKind> BY_NUMBER =
            Set.of(FindingKind.CLOCK_OFF, FindingKind.DISK_SHORT);

    private final Seat seat;
    private final MachineFacets facets;
    private final DoorReport door;
    private final MachineHold hold;
    private PostureReport report;
    private boolean isAsking;
    private int beats;

    MachineDesk(Seat seat, MachineFacets facets, DoorReport door, MachineHold hold) {
        this.seat = requireNonNull(seat, "seat");
        this.facets = requireNonNull(facets, "facets");
        this.door = requireNonNull(door, "door");
        this.hold = requireNonNull(hold, "hold");
    }

    /// Takes the machine in hand.
    void begin() {
        hold.begin(state -> seat.act(_ -> took(state)));
        beat();
    }

    /// Takes in what concerns the machine of what the session says.
    void told(Notice notice) {
        switch (notice) {
            case Notice.Known _ -> facets.inSession();
            case Notice.Judged(var findings) -> facets.judged(findings);
            default -> {}
        }
    }

    private void took(MachineHold.State state) {
        facets.lock(state.lock(), failed(state.refused()));
        if (state.findings().isEmpty()) {
            return;
        }
        var now = reportOf(state.findings().get());
        facets.found(now.findings());
        if (report == null || !steady(now).equals(steady(report))) {
            report = now;
            seat.session().posture(now);
            askAtTheDoor();
        }
    }

    private static List<String> steady(PostureReport report) {
        return report.findings().stream()
                .map(
                        one ->
                                BY_NUMBER.contains(one.kind())
                                        ? one.kind().word()
                                        : one.kind().word() + " " + one.evidence())
                .toList();
    }

    /// While nobody is in, the server is asked at the door; in a session it is told by the session,
    /// and says by itself what changes.
    private void askAtTheDoor() {
        var stage = seat.session().stage();
        boolean isOutside = stage == Stage.SIGNED_OUT || stage == Stage.SIGNING_IN;
        if (report == null || isAsking || !isOutside) {
            return;
        }
        isAsking = true;
        var asked = report;
        door.tell(
                asked,
                answer -> {
                    isAsking = false;
                    answer.ifPresent(
                            judged -> {
                                hold.serverSaid(judged.now());
                                facets.judged(judged.findings());
                            });
                    if (!asked.equals(report)) {
                        askAtTheDoor();
                    }
                });
    }

    private void beat() {
        beats++;
        if (facets.isUndecided() || beats % SELDOM == 0) {
            askAtTheDoor();
        }
        seat.session().serverTime().ifPresent(hold::serverSaid);
        var _ = seat.ticker().after(SOON, this::beat);
    }

    /// A report of what was found, within its bounds.
    static PostureReport reportOf(List<Finding> found) {
        return new PostureReport(
                found.stream()
                        .distinct()
                        .limit(PostureReport.MOST)
                        .map(one -> new PostureReport.Finding(one.kind(), one.evidence()))
                        .toList());
    }

    /// In the words of candidate and proctor.
    static List<GivenBack.Failed> failed(List<Left> left) {
        return left.stream()
                .map(
                        one ->
                                new GivenBack.Failed(
                                        one.measure(),
                                        SeatMeasures.words(one.measure(), one.because())))
                .toList();
    }
}
