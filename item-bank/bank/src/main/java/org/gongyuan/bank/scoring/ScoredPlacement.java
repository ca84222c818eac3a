package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/// How one placement of an answer sheet was scored (RP 10.2).
///
/// `unreadable` names the responses whose tokens are not of their declared type; they count as not
/// given. `because` says why a placement could not be scored.
public record ScoredPlacement(
        int placement,
        State state,
        Outcomes outcomes,
        Points points,
        List<String> unreadable,
        Optional<String> because) {

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

    public ScoredPlacement {
        requireNonNull(state, "state");
        requireNonNull(outcomes, "outcomes");
        requireNonNull(points, "points");
        requireNonNull(because, "because");
        unreadable = List.copyOf(unreadable);
    }
}
