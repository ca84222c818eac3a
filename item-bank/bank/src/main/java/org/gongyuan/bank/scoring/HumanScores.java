package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// What markers gave to placements that people score, before weighting (RP 10.3).
public record HumanScores(Map<Integer, BigDecimal> scores) {

    /// Nobody has marked anything.
    public static final HumanScores NONE = new HumanScores(Map.of());

    public HumanScores {
        requireNonNull(scores, "scores");
        scores = Map.copyOf(scores);
    }

    Optional<BigDecimal> at(int placement) {
        return Optional.ofNullable(scores.get(placement));
    }
}
