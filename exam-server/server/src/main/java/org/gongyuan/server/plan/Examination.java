package org.gongyuan.server.plan;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.sentence.Sentence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A planned examination: its title, the centres it is held at, and its sittings.
public record Examination(
        ExaminationId id, String title, List<Centre> centres, List<PlannedSitting> sittings) {

    private static final int LONGEST_TITLE = 100;
    private static final int MOST_CENTRES = 100;
    private static final int MOST_SITTINGS = 50;

    public Examination {
        requireNonNull(id, "id");
        if (title.isBlank() || title.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException(
                    Sentence.EXAM_TITLE.of(LONGEST_TITLE, title.length()));
        }
        centres = List.copyOf(centres);
        sittings = List.copyOf(sittings);
        var codes = new HashSet<String>();
        for (var centre : centres) {
            if (!codes.add(centre.code())) {
                throw new IllegalArgumentException(Sentence.CENTRE_TWICE.of(id, centre.code()));
            }
        }
        if (centres.size() > MOST_CENTRES || sittings.size() > MOST_SITTINGS) {
            throw new IllegalArgumentException(
                    Sentence.EXAM_TOO_MANY.of(MOST_CENTRES, MOST_SITTINGS));
        }
    }

    /// The sitting of that name.
    public Optional<PlannedSitting> sitting(SittingId of) {
        return sittings.stream().filter(one -> one.id().equals(of)).findFirst();
    }

    /// Whether such a seat is planned and in use.
    public boolean has(SeatId seat) {
        return centres.stream().anyMatch(centre -> centre.seats().contains(seat));
    }

    /// The same with these centres, with all their rooms.
    ///
    /// @throws IllegalArgumentException once a sitting of it is opened
    public Examination at(List<Centre> others) {
        if (sittings.stream().anyMatch(one -> one.opened().isPresent())) {
            throw new IllegalArgumentException(Sentence.SEATS_STAY.of(id));
        }
        return new Examination(id, title, others, sittings);
    }

    /// The same with one more sitting.
    public Examination with(PlannedSitting more) {
        var all = new ArrayList<>(sittings);
        all.add(more);
        return new Examination(id, title, centres, all);
    }

    /// The same with one sitting as `change` leaves it.
    ///
    /// @throws IllegalArgumentException when there is no such sitting
    public Examination changing(SittingId of, UnaryOperator<PlannedSitting> change) {
        if (sitting(of).isEmpty()) {
            throw new IllegalArgumentException(Sentence.EXAM_LACKS_SITTING.of(id, of));
        }
        return new Examination(
                id,
                title,
                centres,
                sittings.stream()
                        .map(one -> one.id().equals(of) ? change.apply(one) : one)
                        .toList());
    }
}
