package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.session.Words;

import java.util.Locale;
import java.util.Map;

/// One thing that was looked at on this machine, in the words candidate and proctor both see
/// (seat-page.md section 4.4).
///
/// @param evidence what was measured, at most 200 characters; never anything personal
public record MachineCheck(String id, State state, Words words, String evidence) {

    private static final int LONGEST = 200;

    /// What was found.
    public enum State {
        /// It is being looked at.
        CHECKING,
        /// As it should be.
        GOOD,
        /// Worth knowing.
        NOTE,
        /// The proctor should know.
        WARNING,
        /// No exam on this machine.
        REFUSED
    }

    public MachineCheck {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(words, "words");
        if (evidence.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the evidence of %s has %d characters, at most %d are shown"
                            .formatted(id, evidence.length(), LONGEST));
        }
    }

    Map<String, Object> facet() {
        return Json.object(
                "id",
                id,
                "state",
                state.name().toLowerCase(Locale.ROOT),
                "words",
                words(words),
                "evidence",
                evidence);
    }

    static Map<String, Object> words(Words words) {
        return words == null ? null : Json.object("zh", words.zh(), "en", words.en());
    }
}
