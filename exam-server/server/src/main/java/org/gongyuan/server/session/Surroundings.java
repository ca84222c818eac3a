package org.gongyuan.server.session;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.time.Timers;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.InstantSource;
import java.util.function.Consumer;

/// What a session finds around it: the sitting it belongs to, as far as it concerns a session.
public interface Surroundings {

    /// The suite of the form.
    Suite suite();

    /// The clock rules, frozen when the sitting opened.
    Rules rules();

    /// How findings about machines are judged, frozen when the sitting opened.
    PosturePolicy posture();

    /// Whether the form has this placement.
    boolean has(PlacementId placement);

    /// The record.
    SittingLog log();

    /// The server's clock.
    InstantSource clock();

    /// Timers on that clock.
    Timers timers();

    /// Whether a signature by a seat's key holds over this digest.
    boolean holds(Octets verifyingKey, Digest signed, Octets signature);

    /// How much the node can take beyond responses, 0 to 10 (`seat-protocol.md` section 10).
    int credit();

    /// Seals evidence of a session at that seat under the key of the seat's room.
    byte[] sealEvidence(SessionId session, SeatId seat, byte[] plain);

    /// Keeps a sealed picture of a session at that seat; `kept` is told the digest of the sealed
    /// bytes, or null if it could not be kept.
    void keepPicture(
            SessionId session, SeatId seat, long seq, byte[] sealed, Consumer<Digest> kept);
}
