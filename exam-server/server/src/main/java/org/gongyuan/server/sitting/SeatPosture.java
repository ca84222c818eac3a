package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.ServerMessage.Judged;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.session.ObservedSignal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One seat's machine, and whether its candidate asks for somebody, as a proctor reads it.
///
/// @param session who sits there
/// @param toldAt when it last told what was found; empty when this node has not heard it
/// @param findings what was found, judged
/// @param evidence what was seen, of those findings that this node has heard
/// @param observed what the seats of that session observed so far
/// @param isHandRaised whether the candidate asks for a proctor
public record SeatPosture(
        SeatId seat,
        Optional<SessionId> session,
        Optional<Instant> toldAt,
        List<Judged.Finding> findings,
        List<Seen> evidence,
        List<ObservedSignal> observed,
        boolean isHandRaised) {

    /// What was seen of one finding.
    public record Seen(FindingKind kind, String evidence) {}

    public SeatPosture {
        requireNonNull(seat, "seat");
        requireNonNull(session, "session");
        requireNonNull(toldAt, "toldAt");
        findings = List.copyOf(findings);
        evidence = List.copyOf(evidence);
        observed = List.copyOf(observed);
    }
}
