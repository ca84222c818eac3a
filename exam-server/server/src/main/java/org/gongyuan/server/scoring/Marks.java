package org.gongyuan.server.scoring;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.Points;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.scoring.DocumentRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What markers gave to the responses people score (`scoring.md` 4.1): two scores each, and a third
/// where the two differ by more than `largestDifference`. Secret until publication.
public record Marks(
        FormId form,
        Digest manifest,
        String firstMarker,
        String secondMarker,
        Optional<String> thirdMarker,
        Points largestDifference,
        List<Mark> marks) {

    private static final int VERSION = 1;
    private static final int LONGEST = 200;

    /// The scores of one response, before weighting. `response` is the commitment of the response
    /// that was marked.
    public record Mark(
            SessionId session,
            PlacementId placement,
            Digest response,
            Points first,
            Points second,
            Optional<Points> third) {

        public Mark {
            requireNonNull(session, "session");
            requireNonNull(placement, "placement");
            requireNonNull(response, "response");
            requireNonNull(first, "first");
            requireNonNull(second, "second");
            requireNonNull(third, "third");
        }

        /// What counts: the third score where there is one, else the mean, exact.
        public BigDecimal score() {
            return third.map(Points::toDecimal)
                    .orElseGet(
                            () -> first.toDecimal().add(second.toDecimal()).divide(BigDecimal.TWO));
        }

        private Points difference() {
            return new Points(
                    Math.abs(Math.subtractExact(first.billionths(), second.billionths())));
        }
    }

    public Marks {
        requireNonNull(form, "form");
        requireNonNull(manifest, "manifest");
        requireNonNull(largestDifference, "largestDifference");
        marks = List.copyOf(marks);
        var names = new ArrayList<>(List.of(firstMarker, secondMarker));
        thirdMarker.ifPresent(names::add);
        for (var name : names) {
            if (name.isBlank() || name.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "a marker's name has 1 to %d characters: \"%s\"".formatted(LONGEST, name));
            }
        }
        if (Set.copyOf(names).size() != names.size()) {
            throw new Wrong(Reason.MARKERS, "one marker is named twice: " + names);
        }
        Mark before = null;
        for (var mark : marks) {
            if (before != null && !isAfter(mark, before)) {
                throw new Wrong(
                        Reason.REPEATED,
                        "session %s, placement %s is marked twice or out of order"
                                .formatted(mark.session(), mark.placement()));
            }
            var isDue = mark.difference().compareTo(largestDifference) > 0;
            if (isDue != mark.third().isPresent()) {
                throw new Wrong(
                        Reason.DIFFERENCE,
                        "session %s, placement %s: %s and %s differ by %s, at most %s is taken without a third score; there is %s"
                                .formatted(
                                        mark.session(),
                                        mark.placement(),
                                        mark.first(),
                                        mark.second(),
                                        mark.difference(),
                                        largestDifference,
                                        isDue ? "none" : "one"));
            }
            if (mark.third().isPresent() && thirdMarker.isEmpty()) {
                throw new Wrong(Reason.MARKERS, "a third score without a third marker");
            }
            before = mark;
        }
    }

    private static boolean isAfter(Mark mark, Mark before) {
        var bySession =
                Arrays.compareUnsigned(mark.session().toBytes(), before.session().toBytes());
        return bySession > 0
                || (bySession == 0 && mark.placement().compareTo(before.placement()) > 0);
    }

    /// The body of the document.
    public byte[] toBytes() {
        var to =
                new CborWriter(1024)
                        .array(9)
                        .uint(VERSION)
                        .text(form.id())
                        .uint(form.revision())
                        .bytes(manifest.toBytes())
                        .text(firstMarker)
                        .text(secondMarker)
                        .text(thirdMarker.orElse(""))
                        .text(largestDifference.toString())
                        .array(marks.size());
        for (var mark : marks) {
            to.array(6)
                    .bytes(mark.session().toBytes())
                    .uint(mark.placement().number())
                    .bytes(mark.response().toBytes())
                    .text(mark.first().toString())
                    .text(mark.second().toString());
            if (mark.third().isPresent()) {
                to.text(mark.third().get().toString());
            } else {
                to.nil();
            }
        }
        return to.toBytes();
    }

    static Marks parse(byte[] bytes) throws DocumentRefused {
        var from = new CborReader(bytes);
        try {
            var fields = from.array();
            var version = from.uint();
            if (version != VERSION) {
                throw new DocumentRefused(
                        Reason.VERSION, "marks of version %d, known is 1".formatted(version));
            }
            if (fields != 9) {
                throw new DocumentRefused(
                        Reason.NOT_CANONICAL, "marks have 9 fields, these %d".formatted(fields));
            }
            var marks =
                    new Marks(
                            new FormId(from.text(), from.uint(Integer.MAX_VALUE)),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            from.text(),
                            from.text(),
                            Optional.of(from.text()).filter(name -> !name.isEmpty()),
                            PointsText.parse(from.text()),
                            marks(from));
            from.end();
            return marks;
        } catch (Wrong wrong) {
            throw new DocumentRefused(wrong.reason, wrong.getMessage(), wrong);
        } catch (NotCanonical wrong) {
            throw new DocumentRefused(Reason.NOT_CANONICAL, wrong.getMessage(), wrong);
        } catch (IllegalArgumentException wrong) {
            throw new DocumentRefused(Reason.BOUNDS, wrong.getMessage(), wrong);
        }
    }

    private static List<Mark> marks(CborReader from) {
        var marks = new ArrayList<Mark>();
        for (var left = from.array(); left > 0; left--) {
            from.array(6);
            marks.add(
                    new Mark(
                            SessionId.of(from.bytes(SessionId.LENGTH)),
                            new PlacementId(from.uint(Integer.MAX_VALUE)),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            PointsText.parse(from.text()),
                            PointsText.parse(from.text()),
                            from.nil()
                                    ? Optional.empty()
                                    : Optional.of(PointsText.parse(from.text()))));
        }
        return marks;
    }

    /// Scores are secret; only how many there are.
    @Override
    public String toString() {
        return "Marks[%s, %d]".formatted(form, marks.size());
    }

    /// A nonsense value, with the name the specification gives it.
    private static final class Wrong extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final Reason reason;

        Wrong(Reason reason, String because) {
            super(because);
            this.reason = reason;
        }
    }
}
