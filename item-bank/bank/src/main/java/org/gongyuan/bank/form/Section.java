package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A part of a form with its own rules (`forms.md` 1.2). `instructions` is XHTML shown to the
/// candidate, or empty.
public record Section(
        SectionId id,
        String title,
        String instructions,
        Navigation navigation,
        Optional<Duration> timeLimit,
        boolean shuffled,
        List<Block> blocks) {

    static final int LONGEST_TITLE = 500;
    private static final int LONGEST_INSTRUCTIONS = 100_000;

    public Section {
        requireNonNull(id, "id");
        requireNonNull(navigation, "navigation");
        if (title.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException(
                    "title of section %s has %d characters, at most %d are taken"
                            .formatted(id, title.length(), LONGEST_TITLE));
        }
        if (instructions.length() > LONGEST_INSTRUCTIONS) {
            throw new IllegalArgumentException(
                    "instructions of section %s have %d characters, at most %d are taken"
                            .formatted(id, instructions.length(), LONGEST_INSTRUCTIONS));
        }
        timeLimit = TimeLimit.checked("section " + id, timeLimit);
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("section %s has no placement".formatted(id));
        }
    }

    /// All placements of the section, in the form's order.
    public Stream<Placement> placements() {
        return blocks.stream().flatMap(block -> block.placements().stream());
    }
}
