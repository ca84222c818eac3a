package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;

/// One item of a test after it was scored, as outcome processing sees it (RP 8).
///
/// `sections` holds every section the item stands in, from the innermost out; `weights` the weights
/// declared at its place, by identifier.
public record TestedItem(
        String identifier,
        Set<String> sections,
        Set<String> categories,
        Map<String, Double> weights,
        ItemScoring item,
        Responses responses,
        Outcomes outcomes) {

    public TestedItem {
        requireNonNull(identifier, "identifier");
        requireNonNull(item, "item");
        requireNonNull(responses, "responses");
        requireNonNull(outcomes, "outcomes");
        sections = Set.copyOf(sections);
        categories = Set.copyOf(categories);
        weights = Map.copyOf(weights);
    }

    /// Whether anything was given.
    boolean isResponded() {
        return responses.values().values().stream().anyMatch(value -> !value.isNull());
    }

    /// Whether every response that has a correct one is it; empty sets are not correct.
    boolean isCorrect() {
        var any = false;
        for (var response : item.responses()) {
            if (response.correctResponse().isNull()) {
                continue;
            }
            var given = responses.values().getOrDefault(response.identifier(), Value.NULL);
            if (given.isNull() || !Comparison.same(given, response.correctResponse())) {
                return false;
            }
            any = true;
        }
        return any;
    }

    boolean isIn(Expression.ItemSubset subset) {
        return subset.sectionIdentifier().map(sections::contains).orElse(true)
                && (subset.includeCategories().isEmpty()
                        || subset.includeCategories().stream().anyMatch(categories::contains))
                && subset.excludeCategories().stream().noneMatch(categories::contains);
    }
}
