package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.Effects.Came;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.privacy.PersonKeys;
import org.gongyuan.server.privacy.PersonKeys.Subject;
import org.gongyuan.server.privacy.PrivacyRequest;
import org.gongyuan.server.privacy.PrivacyRequests;
import org.gongyuan.server.privacy.RetentionTable;
import org.gongyuan.server.privacy.SharedDeletions;
import org.gongyuan.server.privacy.SharedDeletions.Decided;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.suite.Digest;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Deletes personal data by destroying the keys over it, as two persons decided (`staff-access.md`
/// 9.3, 9.6). That it was done, when and by whom is an entry of the staff log; what was deleted is
/// not.
public final class Erasures {

    private static final String STAFF = "staff ";
    private static final String REQUEST = "request ";

    private final Hall hall;
    private final PersonKeys persons;
    private final PrivacyRequests requests;
    private final LegalHolds holds;
    private final RetentionSweep sweep;
    private final SharedDeletions shared;
    private final RecordIndex index;
    private final StaffLog log;
    private final InstantSource clock;

    /// Deletions at a node and in its store.
    public Erasures(
            Hall hall,
            PersonKeys persons,
            PrivacyRequests requests,
            LegalHolds holds,
            RetentionSweep sweep,
            SharedDeletions shared,
            RecordIndex index,
            StaffLog log,
            InstantSource clock) {
        this.hall = requireNonNull(hall, "hall");
        this.persons = requireNonNull(persons, "persons");
        this.requests = requireNonNull(requests, "requests");
        this.holds = requireNonNull(holds, "holds");
        this.sweep = requireNonNull(sweep, "sweep");
        this.shared = requireNonNull(shared, "shared");
        this.index = requireNonNull(index, "index");
        this.log = requireNonNull(log, "log");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Why something cannot be deleted, if so.
    Optional<String> refusal(Deed.Erasure erasure) {
        var held = holds.upon(erasure.upon());
        if (held.isPresent()) {
            return Optional.of(Sentence.HELD.of(held.get().reason()));
        }
        var sitting = sitting(erasure);
        if (sitting.isPresent()) {
            var found = hall.sitting(sitting.get());
            if (found.isEmpty() || !found.get().sitting().isClosed()) {
                return Optional.of(Sentence.NOT_CLOSED_TO_DELETE.of());
            }
        }
        return erasure.because().equals("due") ? notDue(erasure) : notGranted(erasure);
    }

    private Optional<String> notDue(Deed.Erasure erasure) {
        var until = sweep.until(erasure.upon());
        if (until.isEmpty()) {
            return Optional.of(Sentence.NOTHING_DUE.of());
        }
        return clock.instant().isAfter(until.get())
                ? Optional.empty()
                : Optional.of(Sentence.KEPT_UNTIL.of(until.get()));
    }

    /// By a request of the person alone what is his is deleted, once it was granted.
    private Optional<String> notGranted(Deed.Erasure erasure) {
        return requests.find(erasure.because())
                        .filter(request -> request.kind() == PrivacyRequest.Kind.DELETE)
                        .filter(request -> request.state() == PrivacyRequest.State.GRANTED)
                        .filter(request -> request.about().equals(erasure.upon()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(Sentence.NO_REQUEST_GRANTED.of());
    }

    Came carryOut(Deed.Erasure erasure, StaffId proposer, StaffId approver) {
        var refusal = refusal(erasure);
        if (refusal.isPresent()) {
            return new Came(false, refusal.get(), refusal.get());
        }
        if (left(erasure) == 0) {
            return new Came(false, Sentence.NOTHING_LEFT.of(), Sentence.NOTHING_LEFT.of());
        }
        shared.decide(new Decided(erasure.upon(), clock.instant(), proposer, approver, log.node()));
        enter(erasure, proposer, approver);
        int many = destroyed(erasure);
        var told = Sentence.DONE_FOR.of(many);
        return new Came(true, told, told);
    }

    /// Carries out here what two persons decided, at this node before it went down or at another
    /// one, and of which something is still kept here. A legal hold that was placed since lets it
    /// wait.
    void repeat() {
        for (var one : shared.decided()) {
            var erasure = new Deed.Erasure(one.upon(), "due");
            boolean isHeld = holds.upon(one.upon()).isPresent();
            if (!isHeld && isHere(erasure) && left(erasure) > 0) {
                if (!isEntered(erasure)) {
                    enter(erasure, one.proposer(), one.approver());
                }
                int _ = destroyed(erasure);
            }
        }
    }

    private boolean isHere(Deed.Erasure erasure) {
        return sitting(erasure).isEmpty() || hall.sitting(sitting(erasure).get()).isPresent();
    }

    /// Of how many persons something is left.
    private int left(Deed.Erasure erasure) {
        var sitting = sitting(erasure);
        if (sitting.isEmpty()) {
            return persons.isLiving(subject(erasure)) ? 1 : 0;
        }
        var candidate = candidate(erasure);
        if (candidate.isEmpty()) {
            return hall.keptCandidates(sitting.get());
        }
        return hall.keeps(sitting.get(), candidate.get()) ? 1 : 0;
    }

    /// The entry comes before the key is destroyed: nothing is gone without one.
    private void enter(Deed.Erasure erasure, StaffId proposer, StaffId approver) {
        var purpose = purpose(erasure);
        var _ =
                log.enter(
                        at ->
                                new SittingEntry.KeyDestroyed(
                                        at, purpose, scope(erasure), proposer, approver));
    }

    private boolean isEntered(Deed.Erasure erasure) {
        var scope = scope(erasure);
        var query = RecordQuery.all(RecordQuery.Where.STAFF).of("key-destroyed", scope);
        return index.find(query, OptionalLong.empty(), 20).found().stream()
                .anyMatch(found -> found.facts().upon().equals(scope));
    }

    private int destroyed(Deed.Erasure erasure) {
        var sitting = sitting(erasure);
        if (sitting.isPresent()) {
            return hall.erase(sitting.get(), candidate(erasure));
        }
        return persons.destroy(subject(erasure), clock.instant()) ? 1 : 0;
    }

    private static Optional<SittingId> sitting(Deed.Erasure erasure) {
        return erasure.upon().startsWith(STAFF) || erasure.upon().startsWith(REQUEST)
                ? Optional.empty()
                : Optional.of(new SittingId(erasure.upon().split(" ", 2)[0]));
    }

    private static Optional<Digest> candidate(Deed.Erasure erasure) {
        int space = erasure.upon().indexOf(' ');
        return space < 0
                ? Optional.empty()
                : Optional.of(Digest.parse(erasure.upon().substring(space + 1)));
    }

    private static Subject subject(Deed.Erasure erasure) {
        return erasure.upon().startsWith(STAFF)
                ? AccountBook.subject(new StaffId(erasure.upon().substring(STAFF.length())))
                : PrivacyRequests.subject(erasure.upon().substring(REQUEST.length()));
    }

    private static String purpose(Deed.Erasure erasure) {
        if (erasure.upon().startsWith(STAFF)) {
            return RetentionTable.STAFF_NAME;
        }
        return erasure.upon().startsWith(REQUEST)
                ? RetentionTable.REQUEST
                : RetentionTable.CANDIDATE;
    }

    /// Whose key it was, as the record knows him: by a keyed hash or his commitment, so that a
    /// person can be shown that his was among them and nobody else learns whose it was.
    private String scope(Deed.Erasure erasure) {
        return sitting(erasure).isPresent()
                ? erasure.upon()
                : persons.handle(subject(erasure)).hex();
    }
}
