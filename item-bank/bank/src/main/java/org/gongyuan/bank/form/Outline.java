package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What may be known of a form by everybody before its release: sections, blocks and placements
/// with their limits and whether they are shuffled, no item and no text. The manifest of a sealed
/// form carries it, and a seating plan orders it.
public record Outline(List<Part> sections) {

    /// A section without its texts.
    public record Part(
            SectionId id,
            Navigation navigation,
            Optional<Duration> timeLimit,
            boolean shuffled,
            List<Run> blocks) {

        public Part {
            requireNonNull(id, "id");
            requireNonNull(navigation, "navigation");
            timeLimit = TimeLimit.checked("section " + id, timeLimit);
            blocks = List.copyOf(blocks);
            if (blocks.isEmpty()) {
                throw new IllegalArgumentException("section %s has no placement".formatted(id));
            }
        }
    }

    /// A block without its items.
    public record Run(boolean fixed, boolean shuffled, List<Place> placements) {

        public Run {
            placements = List.copyOf(placements);
            if (placements.isEmpty()) {
                throw new IllegalArgumentException("a block has at least one placement");
            }
        }

        /// The number by which draws name the block: the smallest of its placements.
        public int number() {
            return placements.stream().mapToInt(place -> place.id().number()).min().orElseThrow();
        }
    }

    /// A placement without its item.
    public record Place(PlacementId id, Optional<Duration> timeLimit, boolean fixed) {

        public Place {
            requireNonNull(id, "id");
            timeLimit = TimeLimit.checked("placement " + id, timeLimit);
        }
    }

    public Outline {
        sections = List.copyOf(sections);
        if (sections.isEmpty() || sections.size() > Form.MOST_SECTIONS) {
            throw new IllegalArgumentException(
                    "a form must have 1 to %d sections, has %d"
                            .formatted(Form.MOST_SECTIONS, sections.size()));
        }
        var names = new HashSet<SectionId>();
        var next = 1;
        for (var section : sections) {
            if (!names.add(section.id())) {
                throw new IllegalArgumentException("two sections are called " + section.id());
            }
            for (var block : section.blocks()) {
                for (var place : block.placements()) {
                    if (place.id().number() != next) {
                        throw new IllegalArgumentException(
                                "placement %s stands where placement %d is due"
                                        .formatted(place.id(), next));
                    }
                    next++;
                }
            }
        }
    }

    /// All placements, in the form's order: 1, 2, 3 …
    public Stream<Place> placements() {
        return sections.stream()
                .flatMap(section -> section.blocks().stream())
                .flatMap(block -> block.placements().stream());
    }

    /// How many placements there are.
    public int size() {
        return (int) placements().count();
    }
}
