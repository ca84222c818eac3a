package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.ScoredPlacement.State;
import org.gongyuan.trust.encoding.NotCanonical;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Scores answer sheets of one form (RP 10). Pure: the same items, sheet and human scores give the
/// same bytes, in any order of sheets, on any thread and machine. One scorer may serve many
/// threads.
public final class SheetScorer {

    private final List<PlacedItem> items;
    private final ScoredMemory[] memories;
    private final ScoredPlacement[] empty;

    /// Makes ready to score sheets of these items.
    ///
    /// @throws IllegalArgumentException if two items stand at one placement
    public SheetScorer(List<PlacedItem> items) {
        var sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingInt(PlacedItem::placement));
        for (var at = 1; at < sorted.size(); at++) {
            if (sorted.get(at).placement() == sorted.get(at - 1).placement()) {
                throw new IllegalArgumentException(
                        "placement %d holds two items".formatted(sorted.get(at).placement()));
            }
        }
        this.items = List.copyOf(sorted);
        memories = new ScoredMemory[this.items.size()];
        empty = new ScoredPlacement[this.items.size()];
        for (var at = 0; at < memories.length; at++) {
            memories[at] = new ScoredMemory();
            empty[at] = scoreByRules(this.items.get(at), Responses.NONE, List.of());
        }
    }

    /// The items, in the order of their placements.
    public List<PlacedItem> items() {
        return items;
    }

    /// Scores a sheet that nobody has marked by hand.
    ///
    /// @throws IllegalArgumentException if the sheet has a response at a placement without an item
    public ScoredSheet score(AnswerSheet sheet) {
        requirePlaces(sheet);
        var placements = new ScoredPlacement[items.size()];
        var raw = 0L;
        for (var at = 0; at < placements.length; at++) {
            var scored = score(at, sheet.body(items.get(at).placement()));
            placements[at] = scored;
            raw = Math.addExact(raw, scored.points().billionths());
        }
        return new ScoredSheet(List.of(placements), new Points(raw));
    }

    /// Scores a sheet with what markers gave.
    ///
    /// @throws IllegalArgumentException naming the placement if a human score lies outside the
    ///     item's range, or the item is not scored by hand, or nothing was answered there
    public ScoredSheet score(AnswerSheet sheet, HumanScores human) {
        var byRules = score(sheet);
        var known = new HashMap<>(human.scores());
        var placements = new ArrayList<ScoredPlacement>(items.size());
        var raw = Points.NONE;
        for (var at = 0; at < items.size(); at++) {
            var scored = byRules.placements().get(at);
            var given = Optional.ofNullable(known.remove(scored.placement()));
            if (given.isPresent()) {
                scored = marked(items.get(at), scored, given.get());
            }
            placements.add(scored);
            raw = raw.plus(scored.points());
        }
        if (!known.isEmpty()) {
            throw new IllegalArgumentException(
                    "human score for placement %s, which holds no item"
                            .formatted(known.keySet().stream().sorted().findFirst().get()));
        }
        return new ScoredSheet(placements, raw);
    }

    private void requirePlaces(AnswerSheet sheet) {
        var next = 0;
        for (var placement = 1; placement <= sheet.last(); placement++) {
            if (next < items.size() && items.get(next).placement() == placement) {
                next++;
            } else if (sheet.body(placement) != null) {
                throw new IllegalArgumentException(
                        "the sheet has a response at placement %d, which holds no item"
                                .formatted(placement));
            }
        }
    }

    private ScoredPlacement score(int at, byte[] body) {
        if (body == null) {
            return empty[at];
        }
        var known = memories[at].recall(body);
        if (known != null) {
            return known;
        }
        var scored = scoreAnew(items.get(at), body);
        memories[at].keep(body, scored);
        return scored;
    }

    /// Scores one response without remembering anything: what the memory must agree with.
    static ScoredPlacement scoreAnew(PlacedItem placed, byte[] encoded) {
        ResponseBody body;
        try {
            body = ResponseBody.decode(encoded);
        } catch (NotCanonical broken) {
            return notScorable(placed, List.of(), broken.getMessage());
        }
        var values = new HashMap<String, Value>();
        var unreadable = new ArrayList<String>();
        for (var entry : body.tokens().entrySet()) {
            try {
                values.put(entry.getKey(), placed.item().read(entry.getKey(), entry.getValue()));
            } catch (BadResponse _) {
                unreadable.add(entry.getKey());
            }
        }
        var answered =
                unreadable.isEmpty()
                        ? values.values().stream().anyMatch(value -> !value.isNull())
                        : true;
        return answered && placed.item().isScoredByHand()
                ? awaiting(placed, new Responses(values), unreadable)
                : scoreByRules(placed, new Responses(values), unreadable);
    }

    private static ScoredPlacement scoreByRules(
            PlacedItem placed, Responses responses, List<String> unreadable) {
        try {
            var outcomes = placed.item().score(responses);
            return new ScoredPlacement(
                    placed.placement(),
                    State.BY_RULES,
                    outcomes,
                    points(placed, outcomes.value(Outcomes.SCORE)),
                    unreadable,
                    Optional.empty());
        } catch (UnsupportedProcessing unsupported) {
            return notScorable(placed, unreadable, unsupported.getMessage());
        }
    }

    private static ScoredPlacement awaiting(
            PlacedItem placed, Responses responses, List<String> unreadable) {
        var byRules = scoreByRules(placed, responses, unreadable);
        return new ScoredPlacement(
                placed.placement(),
                State.AWAITING_HUMAN_SCORE,
                byRules.outcomes(),
                Points.NONE,
                unreadable,
                Optional.empty());
    }

    private static ScoredPlacement notScorable(
            PlacedItem placed, List<String> unreadable, String because) {
        return new ScoredPlacement(
                placed.placement(),
                State.NOT_SCORABLE,
                new Outcomes(new LinkedHashMap<>()),
                Points.NONE,
                unreadable,
                Optional.of(because));
    }

    /// SCORE under the placement's weight; no score is no points.
    private static Points points(PlacedItem placed, Value score) {
        return switch (score) {
            case Value.Null _ -> Points.NONE;
            case Value.Int(var whole) -> weighted(placed, BigDecimal.valueOf(whole));
            case Value.Real(var real) when !Double.isInfinite(real) ->
                    weighted(placed, BigDecimal.valueOf(real));
            default ->
                    throw new UnsupportedProcessing(
                            "SCORE is %s, a finite number is needed"
                                    .formatted(Comparison.shape(score)));
        };
    }

    private static Points weighted(PlacedItem placed, BigDecimal score) {
        try {
            return Points.of(score).times(placed.weight());
        } catch (IllegalArgumentException tooMany) {
            throw new UnsupportedProcessing(tooMany.getMessage());
        }
    }

    private static ScoredPlacement marked(
            PlacedItem placed, ScoredPlacement scored, BigDecimal score) {
        if (scored.state() != State.AWAITING_HUMAN_SCORE) {
            throw new IllegalArgumentException(
                    "placement %d awaits no human score".formatted(placed.placement()));
        }
        var greatest = placed.item().greatestScore();
        if (greatest.isEmpty()) {
            throw new IllegalArgumentException(
                    "the item at placement %d says no normal maximum of SCORE to hold %s against"
                            .formatted(placed.placement(), score));
        }
        var least = BigDecimal.valueOf(placed.item().leastScore());
        var most = BigDecimal.valueOf(greatest.getAsDouble());
        if (score.compareTo(least) < 0 || score.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "human score %s for placement %d is outside %s..%s"
                            .formatted(score, placed.placement(), least, most));
        }
        var values = new LinkedHashMap<>(scored.outcomes().values());
        values.put(Outcomes.SCORE, new Value.Real(score.doubleValue()));
        return new ScoredPlacement(
                placed.placement(),
                State.BY_HAND,
                new Outcomes(values),
                Points.of(score).times(placed.weight()),
                scored.unreadable(),
                Optional.empty());
    }
}
