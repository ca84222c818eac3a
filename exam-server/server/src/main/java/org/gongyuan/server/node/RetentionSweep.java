package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Account;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.privacy.PersonKeys;
import org.gongyuan.server.privacy.PersonKeys.Subject;
import org.gongyuan.server.privacy.PrivacyRequest;
import org.gongyuan.server.privacy.PrivacyRequests;
import org.gongyuan.server.privacy.RetentionTable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What personal data is kept here and until when by the retention table (`staff-access.md` 9.6).
/// It deletes nothing: [RetentionRounds] and acts under two persons do.
public final class RetentionSweep {

    private static final String STAFF = "staff ";
    private static final String REQUEST = "request ";

    private final RetentionTable table;
    private final Hall hall;
    private final AccountBook book;
    private final PersonKeys persons;
    private final PrivacyRequests requests;
    private final LegalHolds holds;
    private final MarkingShares marking;
    private final RecordIndex index;

    /// Something that is kept, and until when.
    ///
    /// @param upon as an act of deletion names it, or a room of a sitting
    /// @param kind of the retention table
    /// @param persons of how many it is, 1 for a room
    /// @param until empty while its period has not begun
    /// @param held why it is not deleted although it is due, if so
    public record Kept(
            String upon, String kind, int persons, Optional<Instant> until, Optional<String> held) {

        public Kept {
            requireNonNull(upon, "upon");
            requireNonNull(kind, "kind");
            requireNonNull(until, "until");
            requireNonNull(held, "held");
        }

        /// Whether its time is over.
        public boolean isDue(Instant now) {
            return until.filter(now::isAfter).isPresent();
        }

        /// The sitting it is of, if it is of one.
        public Optional<SittingId> sitting() {
            return upon.startsWith(STAFF) || upon.startsWith(REQUEST)
                    ? Optional.empty()
                    : Optional.of(new SittingId(upon.split("[ /]", 2)[0]));
        }
    }

    /// A sweep over what a node and its store keep.
    public RetentionSweep(
            RetentionTable table,
            Hall hall,
            AccountBook book,
            PersonKeys persons,
            PrivacyRequests requests,
            LegalHolds holds,
            MarkingShares marking,
            RecordIndex index) {
        this.table = requireNonNull(table, "table");
        this.hall = requireNonNull(hall, "hall");
        this.book = requireNonNull(book, "book");
        this.persons = requireNonNull(persons, "persons");
        this.requests = requireNonNull(requests, "requests");
        this.holds = requireNonNull(holds, "holds");
        this.marking = requireNonNull(marking, "marking");
        this.index = requireNonNull(index, "index");
    }

    /// Everything that is kept here under keys that can be destroyed.
    public List<Kept> kept() {
        var all = new ArrayList<Kept>();
        for (var held : hall.sittings()) {
            var id = held.sitting().id();
            for (var room : hall.evidenceRooms(id)) {
                var until = ended(held).map(table.of(RetentionTable.EVIDENCE)::until);
                add(all, id + "/" + room, RetentionTable.EVIDENCE, 1, until);
            }
            int many = hall.keptCandidates(id);
            if (many > 0) {
                add(all, id.text(), RetentionTable.CANDIDATE, many, until(id.text()));
            }
            if (hall.keepsResults(id)) {
                var until = ended(held).map(table.of(RetentionTable.RESULTS)::until);
                int of = held.sitting().roster().candidates().size();
                add(all, id.text(), RetentionTable.RESULTS, of, until);
            }
            responses(held).ifPresent(all::add);
        }
        for (var kept : book.all()) {
            var upon = STAFF + kept.account().id();
            if (persons.isLiving(AccountBook.subject(kept.account().id()))) {
                add(all, upon, RetentionTable.STAFF_NAME, 1, until(upon));
            }
        }
        for (var request : requests.all()) {
            var upon = REQUEST + request.id();
            if (persons.isLiving(PrivacyRequests.subject(request.id()))) {
                add(all, upon, RetentionTable.REQUEST, 1, until(upon));
            }
        }
        return all;
    }

    /// Responses end for all candidates of a sitting at once, so a hold on any of them holds all.
    private Optional<Kept> responses(Hall.Held held) {
        var id = held.sitting().id();
        int of = held.sitting().roster().candidates().size();
        if (of == 0 || marking.hasEnded(id)) {
            return Optional.empty();
        }
        var until = ended(held).map(table.of(RetentionTable.RESPONSES)::until);
        var hold = holds.within(id).stream().findFirst().map(LegalHolds.Hold::reason);
        return Optional.of(new Kept(id.text(), RetentionTable.RESPONSES, of, until, hold));
    }

    /// Whether a legal hold lies on this, or on the sitting it begins with.
    boolean isHeld(String upon) {
        return holds.upon(upon).isPresent();
    }

    private void add(List<Kept> all, String upon, String kind, int many, Optional<Instant> until) {
        all.add(new Kept(upon, kind, many, until, holds.upon(upon).map(LegalHolds.Hold::reason)));
    }

    /// The person key over something that is kept in the store, if it is of one person there.
    static Optional<Subject> subject(String upon) {
        if (upon.startsWith(STAFF)) {
            return Optional.of(AccountBook.subject(new StaffId(upon.substring(STAFF.length()))));
        }
        return upon.startsWith(REQUEST)
                ? Optional.of(PrivacyRequests.subject(upon.substring(REQUEST.length())))
                : Optional.empty();
    }

    /// When a sitting was over, once it is closed.
    private static Optional<Instant> ended(Hall.Held held) {
        return held.sitting().isClosed()
                ? Optional.of(held.sitting().rules().ends())
                : Optional.empty();
    }

    /// Until when what an act of deletion names is kept; nothing while its period has not begun, or
    /// when there is nothing of that name.
    public Optional<Instant> until(String upon) {
        if (upon.startsWith(STAFF)) {
            return book.find(new StaffId(upon.substring(STAFF.length())))
                    .filter(kept -> kept.account().state() == Account.State.ENDED)
                    .flatMap(kept -> ended(kept.account().id()))
                    .map(table.of(RetentionTable.STAFF_NAME)::until);
        }
        if (upon.startsWith(REQUEST)) {
            return requests.find(upon.substring(REQUEST.length()))
                    .filter(request -> request.state().isSettled())
                    .map(PrivacyRequest::changed)
                    .map(table.of(RetentionTable.REQUEST)::until);
        }
        return hall.sitting(new SittingId(upon.split(" ", 2)[0]))
                .flatMap(RetentionSweep::ended)
                .map(table.of(RetentionTable.CANDIDATE)::until);
    }

    /// When an account ended: the record of staff says so.
    private Optional<Instant> ended(StaffId person) {
        var all = RecordQuery.all(RecordQuery.Where.STAFF);
        var query =
                new RecordQuery(
                        all.where(),
                        all.person(),
                        all.kind(),
                        Optional.of("endAccount"),
                        Optional.of(person.text()),
                        Optional.of("done"),
                        all.session(),
                        all.seat(),
                        all.sitting(),
                        all.from(),
                        all.until(),
                        all.order());
        return index.find(query, OptionalLong.empty(), 20).found().stream()
                .filter(found -> found.facts().upon().equals(person.text()))
                .map(found -> found.entry().at())
                .findFirst();
    }
}
