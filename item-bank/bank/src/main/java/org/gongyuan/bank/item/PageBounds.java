package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.CanonicalXml;

/// How much of an item the candidate's page takes (`exam-client/spec/seat-page.md`, section 7.1).
/// What is longer is refused when it is imported, not at a seat on the day.
public final class PageBounds {

    /// Bytes of an item, or of one stimulus, as a seat receives it.
    public static final int LONGEST = 1 << 20;

    /// Stimuli one item shows.
    public static final int MOST_STIMULI = 40;

    /// Responses of an item; things to choose from in one interaction.
    public static final int MOST_CHOICES = 1_000;

    /// Characters of an identifier of a response or a choice.
    public static final int LONGEST_IDENTIFIER = 1_000;

    private PageBounds() {}

    /// Refuses an item that the page would not take.
    public static void check(Item item, Findings findings) {
        int line = item.root().line();
        var keyless = KeylessItem.of(item);
        checkLength("item", keyless.bytes().length, line, findings);
        int stimuli = keyless.stimuli().size();
        if (stimuli > MOST_STIMULI) {
            findings.refuse(
                    line,
                    "item with %d stimuli".formatted(stimuli),
                    "the candidate's page shows at most %d".formatted(MOST_STIMULI));
        }
        if (item.responses().size() > MOST_CHOICES) {
            findings.refuse(
                    line,
                    "item with %d responses".formatted(item.responses().size()),
                    "the candidate's page takes at most %d".formatted(MOST_CHOICES));
        }
        for (var interaction : item.interactions()) {
            check(interaction, findings);
        }
    }

    private static void check(Interaction interaction, Findings findings) {
        var element = interaction.element();
        int choices = interaction.identifiers().size();
        if (choices > MOST_CHOICES) {
            findings.refuse(
                    element.line(),
                    "%s with %d choices".formatted(element.name(), choices),
                    "the candidate's page takes at most %d".formatted(MOST_CHOICES));
        }
        if (interaction.responseIdentifier().length() > LONGEST_IDENTIFIER
                || interaction.identifiers().stream()
                        .anyMatch(name -> name.length() > LONGEST_IDENTIFIER)) {
            findings.refuse(
                    element.line(),
                    element.name(),
                    "the candidate's page takes identifiers of at most %d characters"
                            .formatted(LONGEST_IDENTIFIER));
        }
    }

    /// Refuses a stimulus that the page would not take.
    public static void check(Stimulus stimulus, Findings findings) {
        checkLength(
                "stimulus",
                CanonicalXml.bytes(KeylessItem.of(stimulus)).length,
                stimulus.root().line(),
                findings);
    }

    private static void checkLength(String what, int bytes, int line, Findings findings) {
        if (bytes > LONGEST) {
            findings.refuse(
                    line,
                    "%s of %d bytes".formatted(what, bytes),
                    "the candidate's page takes at most %d, pictures not counted"
                            .formatted(LONGEST));
        }
    }
}
