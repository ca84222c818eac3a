package org.gongyuan.rehearsal.simulation;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What can be seen of a simulated sitting from outside: the disk of the record, what was told on
/// the lines, what seats showed. Invariants read it and nothing else. Lists only grow.
final class World {

    final SimulatedRecord record;
    final Instant starts;
    final int quorum;
    final List<ShownSaved> shownSaved = new ArrayList<>();
    final List<ToldSaved> toldSaved = new ArrayList<>();
    final List<ShownItems> shownItems = new ArrayList<>();
    final List<CameBack> cameBack = new ArrayList<>();
    final List<ShownLeft> shownLeft = new ArrayList<>();
    final List<SimulatedCandidate> candidates = new ArrayList<>();
    final List<Machine> machines = new ArrayList<>();

    World(SimulatedRecord record, Instant starts, int quorum) {
        this.record = record;
        this.starts = starts;
        this.quorum = quorum;
    }

    /// A seat showed this response as saved.
    ///
    /// @param commitment as the seat sent it; empty when another seat did
    record ShownSaved(SessionId session, long seq, Optional<Digest> commitment) {}

    /// The server told a seat that responses up to `seq` are saved, the last as that entry, when so
    /// many entries were durable.
    record ToldSaved(SessionId session, long seq, long entry, long durable) {}

    /// A seat opened the items of the form.
    record ShownItems(SeatId seat, SessionId session) {}

    /// A machine that had been off goes on with a session: what it had shown as safe for a
    /// placement, and what it shows now, both as numbers of the candidate's changes.
    record CameBack(SeatId seat, PlacementId placement, int shownSafe, int showsNow) {}

    /// A seat whose session is on hold shows that so much is left.
    record ShownLeft(SeatId seat, SessionId session, Duration left) {}

    /// Who said what became an entry.
    record Speaker(SeatId seat, Octets verifyingKey) {}
}
