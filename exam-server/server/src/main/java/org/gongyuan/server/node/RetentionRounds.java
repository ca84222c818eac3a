package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingEntry.DeletionAnnounced;
import org.gongyuan.protocol.record.SittingEntry.NoticeBegun;
import org.gongyuan.protocol.record.SittingEntry.RetentionEnded;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordIndex.Found;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.audit.RecordQuery.Where;
import org.gongyuan.server.node.RetentionSweep.Kept;
import org.gongyuan.server.privacy.PersonKeys;
import org.gongyuan.server.privacy.RetentionTable;
import org.gongyuan.server.privacy.SharedDeletions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Ends what is kept of persons when its time by the retention table is over (`staff-access.md`
/// 9.6), one step for each thing in a round:
///
///     kept --its time is over, no hold, no objection possible--> announced (entry 73)
///     announced --seven days later, the same still true--> ended (entry 74) --> keys destroyed
///
/// A node that went down behind an entry goes on from it. Each node ends its own copies.
public final class RetentionRounds {

    /// How long before it happens a deletion is announced, so that who needs the data can place a
    /// legal hold, and a clock that was wrong can be noticed.
    public static final Duration ANNOUNCED_BEFORE = Duration.ofDays(7);

    private static final String ANNOUNCED = "deletion-announced";
    private static final String ENDED = "retention-ended";
    private static final int AT_ONCE = 200;

    private final RetentionSweep sweep;
    private final Hall hall;
    private final Lane lane;
    private final StaffLog log;
    private final PersonKeys persons;
    private final SharedDeletions shared;
    private final Erasures erasures;
    private final MarkingShares marking;
    private final RecordIndex index;
    private final Consumer<SittingId> untold;
    private final InstantSource clock;
    private final Set<String> alarmed = new HashSet<>();

    /// Something that is kept, and what becomes of it.
    ///
    /// @param waits why it does not go although its time is over, if so
    /// @param goes from when on it goes, once that is known
    public record Coming(Kept kept, Optional<String> waits, Optional<Instant> goes) {

        public Coming {
            requireNonNull(kept, "kept");
            requireNonNull(waits, "waits");
            requireNonNull(goes, "goes");
        }
    }

    /// Rounds of a node.
    ///
    /// @param untold is told of each sitting whose results are kept no more
    public RetentionRounds(
            RetentionSweep sweep,
            Hall hall,
            Lane lane,
            StaffLog log,
            PersonKeys persons,
            SharedDeletions shared,
            Erasures erasures,
            MarkingShares marking,
            RecordIndex index,
            Consumer<SittingId> untold,
            InstantSource clock) {
        this.sweep = requireNonNull(sweep, "sweep");
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.log = requireNonNull(log, "log");
        this.persons = requireNonNull(persons, "persons");
        this.shared = requireNonNull(shared, "shared");
        this.erasures = requireNonNull(erasures, "erasures");
        this.marking = requireNonNull(marking, "marking");
        this.index = requireNonNull(index, "index");
        this.untold = requireNonNull(untold, "untold");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Everything that is kept under keys that will be destroyed, and when each goes.
    public List<Coming> plan() {
        var now = clock.instant();
        return sweep.kept().stream().map(kept -> coming(kept, now)).toList();
    }

    private Coming coming(Kept kept, Instant now) {
        if (!kept.isDue(now)) {
            return new Coming(kept, Optional.empty(), Optional.empty());
        }
        var goes = announced(kept).map(at -> at.plus(ANNOUNCED_BEFORE));
        return new Coming(kept, waits(kept, now), goes);
    }

    /// Takes the next step with everything that is due, and carries out what two persons decided at
    /// another node.
    public synchronized void round() {
        index.follow();
        marking.forget();
        hall.sittings().forEach(this::shareNotice);
        hall.sittings().forEach(marking::follow);
        hall.sittings().forEach(this::finish);
        erasures.repeat();
        var now = clock.instant();
        for (var kept : sweep.kept()) {
            if (kept.isDue(now) && waits(kept, now).isEmpty()) {
                stepAlone(kept, now);
            }
        }
        marking.forget();
        hall.sittings().forEach(this::lookForLost);
    }

    /// Takes the next step with the responses of one sitting, after somebody said that a share of
    /// their key is no more.
    public synchronized void stepResponses(SittingId sitting) {
        var now = clock.instant();
        for (var kept : sweep.kept()) {
            if (kept.kind().equals(RetentionTable.RESPONSES)
                    && kept.upon().equals(sitting.text())
                    && kept.isDue(now)
                    && waits(kept, now).isEmpty()) {
                stepAlone(kept, now);
            }
        }
        marking.forget();
    }

    /// What cannot be removed is an alarm and keeps nothing else from its end.
    private void stepAlone(Kept kept, Instant now) {
        try {
            step(kept, now);
        } catch (HallRefused failed) {
            alarmOnce(kept.upon(), failed.getMessage());
        }
    }

    /// A node that went down while it destroyed left pictures, perhaps with their key: a legal hold
    /// that was placed since keeps what is left.
    private void finish(Hall.Held held) {
        var id = held.sitting().id();
        for (var room : hall.unfinishedRooms(id)) {
            if (sweep.isHeld(id + "/" + room)) {
                continue;
            }
            try {
                hall.destroyEvidence(id, room);
            } catch (HallRefused failed) {
                alarmOnce(id + "/" + room, failed.getMessage());
            }
        }
        if (hall.hasUnfinishedResults(id) && !sweep.isHeld(id.text())) {
            try {
                endResults(id);
            } catch (HallRefused failed) {
                alarmOnce(id.text(), failed.getMessage());
            }
        }
    }

    private void step(Kept kept, Instant now) {
        var announced = announced(kept);
        if (announced.isEmpty()) {
            enter(
                    kept,
                    at ->
                            new DeletionAnnounced(
                                    at, kept.kind(), scope(kept), kept.until().orElseThrow()));
        } else if (!now.isBefore(announced.get().plus(ANNOUNCED_BEFORE)) && mayEnd(kept)) {
            if (last(kept, ENDED).isEmpty()) {
                enter(kept, at -> new RetentionEnded(at, kept.kind(), scope(kept), kept.persons()));
            }
            destroy(kept, now);
        }
    }

    /// Responses end with the shares of their key, outside the node; and the sheets that were
    /// opened lie under the key of the results.
    private boolean mayEnd(Kept kept) {
        if (!kept.kind().equals(RetentionTable.RESPONSES)) {
            return true;
        }
        var id = kept.sitting().orElseThrow();
        return marking.areGone(id) && !hall.keepsResults(id);
    }

    private void destroy(Kept kept, Instant now) {
        switch (kept.kind()) {
            case RetentionTable.RESPONSES -> {}
            case RetentionTable.EVIDENCE -> {
                var place = kept.upon().split("/", 2);
                hall.destroyEvidence(new SittingId(place[0]), place[1]);
            }
            case RetentionTable.CANDIDATE -> {
                int _ = hall.erase(new SittingId(kept.upon()), Optional.empty());
            }
            case RetentionTable.RESULTS -> endResults(kept.sitting().orElseThrow());
            default -> {
                boolean _ = persons.destroy(RetentionSweep.subject(kept.upon()).orElseThrow(), now);
            }
        }
    }

    /// The public is told no result from then on.
    private void endResults(SittingId sitting) {
        hall.destroyResults(sitting);
        untold.accept(sitting);
    }

    /// Why something does not go although its time is over.
    private Optional<String> waits(Kept kept, Instant now) {
        if (kept.held().isPresent()) {
            return kept.held();
        }
        if (kept.sitting().isEmpty()) {
            return Optional.empty();
        }
        return marking.objections(kept.sitting().get(), now);
    }

    private Optional<Instant> announced(Kept kept) {
        return last(kept, ANNOUNCED).map(found -> found.entry().at());
    }

    private Optional<Found> last(Kept kept, String kind) {
        var where = kept.sitting().isPresent() ? Where.SITTINGS : Where.STAFF;
        return first(
                RecordQuery.all(where).of(kind, scope(kept)),
                found ->
                        found.facts().upon().equals(scope(kept))
                                && found.facts().what().equals(kept.kind()));
    }

    private Optional<Found> first(RecordQuery query, Predicate<Found> fits) {
        var cursor = OptionalLong.empty();
        do {
            var page = index.find(query, cursor, AT_ONCE);
            var found = page.found().stream().filter(fits).findFirst();
            if (found.isPresent()) {
                return found;
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return Optional.empty();
    }

    /// Notices stand in the log of one node; the others learn of them through the store.
    private void shareNotice(Hall.Held held) {
        var all = RecordQuery.all(Where.SITTINGS);
        var id = held.sitting().id();
        first(
                        all.of("notice-begun", ""),
                        found -> found.log().sitting().filter(id::equals).isPresent())
                .map(found -> ((NoticeBegun) found.entry()).until())
                .ifPresent(until -> shared.notice(id, until));
    }

    /// Pictures whose key is gone without an entry of this node were lost, and somebody must know.
    private void lookForLost(Hall.Held held) {
        var id = held.sitting().id();
        for (var room : hall.orphanedRooms(id)) {
            alarmOnce(
                    id + "/" + room,
                    "the evidence key of room %s of sitting %s is gone and nobody destroyed it;"
                                    .formatted(room, id)
                            + " put it back from the backup of the key folder");
        }
    }

    private void alarmOnce(String upon, String because) {
        if (alarmed.add(upon)) {
            hall.alarm(because);
        }
    }

    private void enter(Kept kept, Function<Instant, SittingEntry> fact) {
        var held = kept.sitting().flatMap(hall::sitting);
        if (held.isPresent()) {
            var _ = StaffLog.enter(held.get().log(), lane, clock, fact);
        } else {
            var _ = log.enter(fact);
        }
    }

    /// What the record calls it: nobody's name.
    private String scope(Kept kept) {
        return RetentionSweep.subject(kept.upon())
                .map(subject -> persons.handle(subject).hex())
                .orElse(kept.upon());
    }
}
