package org.gongyuan.server.sitting;

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

    /// Whether nobody is on the way any more and the sums agree.
    public boolean closes() {
        return seated == 0
                && running == 0
                && onHold == 0
                && expected == absent + admitted
                && admitted == submitted + expired + voided + transferred;
    }
}
