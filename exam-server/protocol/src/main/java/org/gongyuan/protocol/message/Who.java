package org.gongyuan.protocol.message;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.encoding.CborWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whom the seat shows for confirmation: the candidate's own data (`seat-protocol.md` 4.5). Not for
/// logs.
///
/// @param facts what else the roster says of him
/// @param photo his [Portrait], sealed under the session's seal key
public record Who(
        String name, String ticketNumber, SeatId seat, List<Fact> facts, Optional<Octets> photo) {

    public Who {
        requireNonNull(name, "name");
        requireNonNull(ticketNumber, "ticketNumber");
        requireNonNull(seat, "seat");
        facts = List.copyOf(facts);
        if (facts.size() > Fact.MOST) {
            throw new IllegalArgumentException(
                    "%d facts about a candidate; at most %d".formatted(facts.size(), Fact.MOST));
        }
        requireNonNull(photo, "photo");
    }

    /// A candidate of whom no more is known.
    public Who(String name, String ticketNumber, SeatId seat) {
        this(name, ticketNumber, seat, List.of(), Optional.empty());
    }

    void write(CborWriter to) {
        to.array(5).text(name).text(ticketNumber).text(seat.text()).array(facts.size());
        facts.forEach(fact -> fact.write(to));
        photo.ifPresentOrElse(closed -> to.bytes(closed.toBytes()), to::nil);
    }

    static Who read(Fields field) {
        field.array(5, "candidate");
        var name = field.text();
        var ticket = field.text();
        var seat = field.seat();
        int length = field.listLength();
        if (length > Fact.MOST) {
            throw new NotAMessage(
                    "%d facts about a candidate; at most %d".formatted(length, Fact.MOST));
        }
        var facts = new ArrayList<Fact>(length);
        for (int i = 0; i < length; i++) {
            facts.add(Fact.read(field));
        }
        return new Who(
                name,
                ticket,
                seat,
                facts,
                field.nil() ? Optional.empty() : Optional.of(field.octets()));
    }

    @Override
    public String toString() {
        return "Who[" + seat + "]";
    }
}
