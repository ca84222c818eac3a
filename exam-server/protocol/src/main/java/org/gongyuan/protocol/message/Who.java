package org.gongyuan.protocol.message;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.encoding.CborWriter;

/// Whom the seat shows for confirmation: the candidate's own data. Not for logs.
public record Who(String name, String ticketNumber, SeatId seat) {

    public Who {
        requireNonNull(name, "name");
        requireNonNull(ticketNumber, "ticketNumber");
        requireNonNull(seat, "seat");
    }

    void write(CborWriter to) {
        to.array(3).text(name).text(ticketNumber).text(seat.text());
    }

    static Who read(Fields field) {
        field.array(3, "candidate");
        return new Who(field.text(), field.text(), field.seat());
    }

    @Override
    public String toString() {
        return "Who[" + seat + "]";
    }
}
