package org.gongyuan.rehearsal.fault;

import org.gongyuan.rehearsal.load.Figures;

import java.util.Map;
import java.util.TreeMap;

/// What came of a drill.
///
/// @param acknowledged responses that seats showed as saved
/// @param found those of them that the record holds, with the same commitment
/// @param lost those it does not hold although nothing excuses it
/// @param duplicated entries that the record holds more than once, and entries nobody made
/// @param more other counts, for who reads the last line
public record Verdict(
        long acknowledged, long found, long lost, long duplicated, Map<String, Long> more) {

    /// Nothing yet.
    public static final Verdict NONE = new Verdict(0, 0, 0, 0, Map.of());

    public Verdict {
        more = new TreeMap<>(more);
    }

    /// This one and another together.
    public Verdict plus(Verdict other) {
        var sum = new TreeMap<>(more);
        other.more.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return new Verdict(
                acknowledged + other.acknowledged,
                found + other.found,
                lost + other.lost,
                duplicated + other.duplicated,
                sum);
    }

    /// The same with another count beside it.
    public Verdict with(String key, long count) {
        var sum = new TreeMap<>(more);
        sum.merge(key, count, Long::sum);
        return new Verdict(acknowledged, found, lost, duplicated, sum);
    }

    /// The same, with a promise that was broken although nothing was lost by it, if it was.
    Verdict violatedIf(boolean isBroken, String promise) {
        return isBroken ? with("violated: " + promise, 1) : this;
    }

    /// Whether the drill was passed: something was acknowledged, all of it is there once, and no
    /// promise was broken.
    public boolean isPassed() {
        return acknowledged > 0
                && lost == 0
                && duplicated == 0
                && more.keySet().stream().noneMatch(key -> key.startsWith("violated"));
    }

    /// As the last line shows it.
    public Figures figures(String what, int rounds) {
        var figures =
                Figures.of(what)
                        .with("acknowledged", acknowledged)
                        .with("found", found)
                        .with("lost", lost)
                        .with("duplicated", duplicated)
                        .with("rounds", rounds);
        more.forEach(figures::with);
        return figures;
    }
}
