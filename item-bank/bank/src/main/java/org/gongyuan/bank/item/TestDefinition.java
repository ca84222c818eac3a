package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.scoring.OutcomeDeclaration;
import org.gongyuan.bank.scoring.Rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// A QTI assessment test as it was imported (`item-bank/spec/interchange.md`, section 10): parts,
/// sections, references to items, and how outcomes are combined. A form is assembled from it.
public record TestDefinition(
        String identifier,
        String title,
        String language,
        Optional<TimeLimits> timeLimits,
        List<OutcomeDeclaration> outcomes,
        List<Part> parts,
        List<Rule> outcomeProcessing) {

    public TestDefinition {
        requireNonNull(identifier, "identifier");
        requireNonNull(title, "title");
        requireNonNull(language, "language");
        requireNonNull(timeLimits, "timeLimits");
        outcomes = List.copyOf(outcomes);
        parts = List.copyOf(parts);
        outcomeProcessing = List.copyOf(outcomeProcessing);
    }

    /// Every item reference in document order.
    public List<ItemRef> items() {
        var items = new ArrayList<ItemRef>();
        for (var part : parts) {
            part.sections().forEach(section -> gather(section, items));
        }
        return items;
    }

    private static void gather(Section section, List<ItemRef> into) {
        for (var member : section.members()) {
            switch (member) {
                case ItemRef item -> into.add(item);
                case Section inner -> gather(inner, into);
            }
        }
    }

    /// How a candidate moves among the items of a part.
    public enum NavigationMode {
        /// One after the other, no way back.
        LINEAR,
        /// Freely.
        NONLINEAR
    }

    /// When responses of a part are handed in.
    public enum SubmissionMode {
        /// Item by item.
        INDIVIDUAL,
        /// All at the end.
        SIMULTANEOUS
    }

    /// A part of a test with its own way of moving about.
    public record Part(
            String identifier,
            NavigationMode navigation,
            SubmissionMode submission,
            SessionControl control,
            Optional<TimeLimits> timeLimits,
            List<Section> sections) {

        public Part {
            requireNonNull(identifier, "identifier");
            requireNonNull(navigation, "navigation");
            requireNonNull(submission, "submission");
            requireNonNull(control, "control");
            requireNonNull(timeLimits, "timeLimits");
            sections = List.copyOf(sections);
        }
    }

    /// What a section holds: items and sections inside it.
    public sealed interface Member permits Section, ItemRef {

        /// Identifier inside the test.
        String identifier();

        /// Whether a selection must take it.
        boolean required();

        /// Whether shuffling leaves it in its place.
        boolean fixed();
    }

    /// A group of items with its own rules.
    ///
    /// @param keepTogether whether an outer shuffling moves it as a whole
    /// @param selection how many members a candidate gets; empty for all
    /// @param shuffle whether members come in random order
    /// @param rubrics what a candidate reads before the section: `qti-rubric-block` elements
    public record Section(
            String identifier,
            String title,
            boolean visible,
            boolean required,
            boolean fixed,
            boolean keepTogether,
            Optional<Selection> selection,
            boolean shuffle,
            SessionControl control,
            Optional<TimeLimits> timeLimits,
            List<Element> rubrics,
            List<Member> members)
            implements Member {

        public Section {
            requireNonNull(identifier, "identifier");
            requireNonNull(title, "title");
            requireNonNull(selection, "selection");
            requireNonNull(control, "control");
            requireNonNull(timeLimits, "timeLimits");
            rubrics = List.copyOf(rubrics);
            members = List.copyOf(members);
        }
    }

    /// An item's place in a test.
    ///
    /// @param item the item in the bank
    /// @param weights factors by their identifier, in that order
    public record ItemRef(
            String identifier,
            ItemId item,
            List<String> categories,
            boolean required,
            boolean fixed,
            Map<String, Double> weights,
            SessionControl control,
            Optional<TimeLimits> timeLimits)
            implements Member {

        public ItemRef {
            requireNonNull(identifier, "identifier");
            requireNonNull(item, "item");
            requireNonNull(control, "control");
            requireNonNull(timeLimits, "timeLimits");
            categories = List.copyOf(categories);
            weights = Collections.unmodifiableMap(new TreeMap<>(weights));
        }

        /// The factor the item's score is multiplied with: its only weight, or the one called
        /// `WEIGHT`; 1 if there is none.
        public double weight() {
            if (weights.size() == 1) {
                return weights.values().iterator().next();
            }
            return weights.getOrDefault("WEIGHT", 1.0);
        }
    }

    /// How many members of a section a candidate gets.
    public record Selection(int select, boolean withReplacement) {

        public Selection {
            if (select < 0) {
                throw new IllegalArgumentException("select must not be negative: " + select);
            }
        }
    }

    /// Limits of time.
    public record TimeLimits(
            Optional<Duration> minimum, Optional<Duration> maximum, boolean allowLateSubmission) {

        public TimeLimits {
            requireNonNull(minimum, "minimum");
            requireNonNull(maximum, "maximum");
        }
    }

    /// What a candidate may do with an item; empty where the test does not say.
    public record SessionControl(
            OptionalInt maxAttempts,
            Optional<Boolean> allowSkipping,
            Optional<Boolean> allowReview,
            Optional<Boolean> validateResponses) {

        /// The test says nothing.
        public static final SessionControl UNSAID =
                new SessionControl(
                        OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public SessionControl {
            requireNonNull(maxAttempts, "maxAttempts");
            requireNonNull(allowSkipping, "allowSkipping");
            requireNonNull(allowReview, "allowReview");
            requireNonNull(validateResponses, "validateResponses");
        }

        /// This, with what it does not say taken from what stands around it.
        public SessionControl within(SessionControl outer) {
            return new SessionControl(
                    maxAttempts.isPresent() ? maxAttempts : outer.maxAttempts,
                    allowSkipping.or(() -> outer.allowSkipping),
                    allowReview.or(() -> outer.allowReview),
                    validateResponses.or(() -> outer.validateResponses));
        }
    }
}
