package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One fixed version of an exam, in sections (`forms.md` section 1). It never changes: another
/// choice, weight or order is another revision. It names its items and holds none of their text.
public record Form(
        FormId id,
        String title,
        String language,
        Optional<Duration> timeLimit,
        List<Section> sections,
        List<Drawn> drawn) {

    static final int MOST_SECTIONS = 200;
    private static final int LONGEST_LANGUAGE = 35;

    public Form {
        requireNonNull(id, "id");
        if (title.isBlank() || title.length() > Section.LONGEST_TITLE) {
            throw new IllegalArgumentException(
                    "title of form %s must have 1 to %d characters, has %d"
                            .formatted(id, Section.LONGEST_TITLE, title.length()));
        }
        if (language.isBlank() || language.length() > LONGEST_LANGUAGE) {
            throw new IllegalArgumentException(
                    "language of form %s must have 1 to %d characters: \"%s\""
                            .formatted(id, LONGEST_LANGUAGE, language));
        }
        timeLimit = TimeLimit.checked("form " + id, timeLimit);
        sections = List.copyOf(sections);
        drawn = List.copyOf(drawn);
        if (sections.isEmpty() || sections.size() > MOST_SECTIONS) {
            throw new IllegalArgumentException(
                    "form %s must have 1 to %d sections, has %d"
                            .formatted(id, MOST_SECTIONS, sections.size()));
        }
        outlineOf(sections);
        var items = new HashSet<String>();
        for (var section : sections) {
            section.placements()
                    .filter(placement -> !items.add(placement.item().identifier()))
                    .forEach(
                            placement -> {
                                throw new IllegalArgumentException(
                                        "form %s has item %s twice"
                                                .formatted(id, placement.item()));
                            });
        }
    }

    /// All placements, in the form's order: 1, 2, 3 …
    public Stream<Placement> placements() {
        return sections.stream().flatMap(Section::placements);
    }

    /// The form as it is kept between assembly and sealing. Whoever keeps it seals it.
    public byte[] toBytes() {
        return FormFormat.write(this);
    }

    /// Reads what [#toBytes] wrote; anything else is refused by `NotCanonical`.
    public static Form parse(byte[] bytes) {
        return FormFormat.read(bytes);
    }

    /// What everybody may know of the form before its release.
    public Outline outline() {
        return outlineOf(sections);
    }

    private static Outline outlineOf(List<Section> sections) {
        return new Outline(
                sections.stream()
                        .map(
                                section ->
                                        new Outline.Part(
                                                section.id(),
                                                section.navigation(),
                                                section.timeLimit(),
                                                section.shuffled(),
                                                section.blocks().stream().map(Form::run).toList()))
                        .toList());
    }

    private static Outline.Run run(Block block) {
        return new Outline.Run(
                block.fixed(),
                block.shuffled(),
                block.placements().stream()
                        .map(
                                placement ->
                                        new Outline.Place(
                                                placement.id(),
                                                placement.timeLimit(),
                                                placement.fixed()))
                        .toList());
    }
}
