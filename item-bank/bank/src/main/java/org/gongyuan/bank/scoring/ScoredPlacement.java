package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How one placement of an answer sheet was scored (RP 10.2).
///
/// `unreadable` names the responses whose tokens are not of their declared type; they count as not
/// given. `because` says why a placement could not be scored.
public final class ScoredPlacement {

    private final int placement;
    private final State state;
    private final Outcomes outcomes;
    private final Points points;
    private final List<String> unreadable;
    private final Optional<String> because;

    /// Written when first asked for; a scorer hands the same placement to many sheets.
    private byte[] encoded;

    /// Who gave the points.
    public enum State {
        /// The item's rules.
        BY_RULES(1),
        /// A person.
        BY_HAND(2),
        /// Nobody yet: a person has to.
        AWAITING_HUMAN_SCORE(3),
        /// Nobody: the rules cannot be carried out on this response, or it cannot be read at all.
        NOT_SCORABLE(4);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /// The number in an encoded sheet.
        public int code() {
            return code;
        }

        static State coded(int code) {
            return values()[code - 1];
        }

        /// Whether the points are final.
        public boolean isFinal() {
            return this == BY_RULES || this == BY_HAND;
        }
    }

    ScoredPlacement(
            int placement,
            State state,
            Outcomes outcomes,
            Points points,
            List<String> unreadable,
            Optional<String> because) {
        this.placement = placement;
        this.state = requireNonNull(state, "state");
        this.outcomes = requireNonNull(outcomes, "outcomes");
        this.points = requireNonNull(points, "points");
        this.unreadable = List.copyOf(unreadable);
        this.because = requireNonNull(because, "because");
    }

    /// The number of the placement in the form.
    public int placement() {
        return placement;
    }

    public State state() {
        return state;
    }

    /// The item's outcome variables; none where it could not be scored.
    public Outcomes outcomes() {
        return outcomes;
    }

    /// The points under the placement's weight.
    public Points points() {
        return points;
    }

    /// The responses that could not be read as their declared type.
    public List<String> unreadable() {
        return unreadable;
    }

    /// Why the placement could not be scored.
    public Optional<String> because() {
        return because;
    }

    /// This placement's part of an encoded sheet (RP 10.4). Every thread that finds it unwritten
    /// writes the same bytes.
    byte[] encoded() {
        var known = encoded;
        if (known == null) {
            known = ScoredSheet.encode(this);
            encoded = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScoredPlacement that && Arrays.equals(encoded(), that.encoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded());
    }

    /// Says where and how, never what was given.
    @Override
    public String toString() {
        return "ScoredPlacement[%d %s %s]".formatted(placement, state, points);
    }
}
