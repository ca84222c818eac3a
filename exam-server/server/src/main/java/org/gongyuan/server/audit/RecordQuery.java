package org.gongyuan.server.audit;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;

import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;

/// What an auditor looks for in the logs of a node; everything that is empty is not looked at.
///
/// @param where in which logs
/// @param upon a part of what it was upon
/// @param seat a seat, a room (`C1/R1`) or a centre (`C1`)
/// @param order which entry comes first
public record RecordQuery(
        Where where,
        Optional<StaffId> person,
        Optional<String> kind,
        Optional<String> what,
        Optional<String> upon,
        Optional<String> outcome,
        Optional<SessionId> session,
        Optional<String> seat,
        Optional<SittingId> sitting,
        Optional<Instant> from,
        Optional<Instant> until,
        Order order) {

    /// Which logs are searched.
    public enum Where {
        STAFF,
        SITTINGS,
        ALL
    }

    /// Which entry comes first.
    public enum Order {
        NEWEST,
        OLDEST
    }

    public RecordQuery {
        requireNonNull(where, "where");
        requireNonNull(person, "person");
        requireNonNull(kind, "kind");
        requireNonNull(what, "what");
        requireNonNull(upon, "upon");
        requireNonNull(outcome, "outcome");
        requireNonNull(session, "session");
        requireNonNull(seat, "seat");
        requireNonNull(sitting, "sitting");
        requireNonNull(from, "from");
        requireNonNull(until, "until");
        requireNonNull(order, "order");
    }

    /// Everything in these logs, the newest first.
    public static RecordQuery all(Where where) {
        return new RecordQuery(
                where,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Order.NEWEST);
    }

    /// The same by a person.
    public RecordQuery by(StaffId one) {
        return new RecordQuery(
                where,
                Optional.of(one),
                kind,
                what,
                upon,
                outcome,
                session,
                seat,
                sitting,
                from,
                until,
                order);
    }

    /// The same of one kind, upon something.
    public RecordQuery of(String aKind, String uponIt) {
        return new RecordQuery(
                where,
                person,
                Optional.of(aKind),
                what,
                Optional.of(uponIt),
                outcome,
                session,
                seat,
                sitting,
                from,
                until,
                order);
    }

    /// The same in another order.
    public RecordQuery in(Order other) {
        return new RecordQuery(
                where, person, kind, what, upon, outcome, session, seat, sitting, from, until,
                other);
    }

    /// The query in words, for the head of an export.
    public String text() {
        var text = new StringJoiner(" ");
        text.add("where=" + where);
        person.ifPresent(one -> text.add("person=" + one));
        kind.ifPresent(one -> text.add("kind=" + one));
        what.ifPresent(one -> text.add("what=" + one));
        upon.ifPresent(one -> text.add("upon=" + one));
        outcome.ifPresent(one -> text.add("outcome=" + one));
        session.ifPresent(one -> text.add("session=" + one));
        seat.ifPresent(one -> text.add("seat=" + one));
        sitting.ifPresent(one -> text.add("sitting=" + one));
        from.ifPresent(one -> text.add("from=" + one));
        until.ifPresent(one -> text.add("until=" + one));
        return text.toString();
    }
}
