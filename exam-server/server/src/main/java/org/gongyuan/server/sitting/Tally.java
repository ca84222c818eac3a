package org.gongyuan.server.sitting;

import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionState;

import java.util.Collection;

/// The counts of a sitting. At close `expected = absent + admitted` and
/// `admitted = submitted + expired + voided + transferred` (`exam-record.md` section 4.3).
///
/// @param absent on the roster and not admitted so far
public record Tally(
        int expected,
        int absent,
        int admitted,
        int seated,
        int running,
        int onHold,
        int submitted,
        int expired,
        int voided,
        int transferred,
        int connected,
        int ready,
        int handsRaised,
        long responses) {

    /// The counts of these sessions, of as many candidates as are expected.
    static Tally of(int expected, Collection<Session> sessions) {
        int seated = 0;
        int running = 0;
        int onHold = 0;
        int submitted = 0;
        int expired = 0;
        int voided = 0;
        int transferred = 0;
        int connected = 0;
        int ready = 0;
        int hands = 0;
        long responses = 0;
        for (var session : sessions) {
            switch (session.state()) {
                case SessionState.Expected _ -> {}
                case SessionState.Seated _ -> seated++;
                case SessionState.Running _ -> running++;
                case SessionState.OnHold _ -> onHold++;
                case SessionState.Closed(var outcome) -> {
                    switch (outcome) {
                        case SUBMITTED -> submitted++;
                        case EXPIRED -> expired++;
                        case VOIDED -> voided++;
                        case TRANSFERRED -> transferred++;
                    }
                }
            }
            connected += session.isConnected() ? 1 : 0;
            ready += session.isReady() ? 1 : 0;
            hands += session.isHandRaised() ? 1 : 0;
            responses += session.savedSeq();
        }
        int admitted = seated + running + onHold + submitted + expired + voided + transferred;
        return new Tally(
                expected,
                expected - admitted,
                admitted,
                seated,
                running,
                onHold,
                submitted,
                expired,
                voided,
                transferred,
                connected,
                ready,
                hands,
                responses);
    }

    /// How many sheets there are: of those who handed in and of those who were collected.
    public int sheets() {
        return submitted + expired;
    }

    /// Whether nobody is on the way any more and the sums agree.
    public boolean closes() {
        return seated == 0
                && running == 0
                && onHold == 0
                && expected == absent + admitted
                && admitted == submitted + expired + voided + transferred;
    }
}
