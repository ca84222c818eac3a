package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.session.Words;

import java.util.List;

/// What became of giving the machine back (seat-page.md section 4.21).
///
/// @param failed measures that could not be undone
public record GivenBack(List<Failed> failed) {

    /// A measure that is still in force, or was refused, and why.
    public record Failed(String measure, Words words) {

        public Failed {
            requireNonNull(measure, "measure");
            requireNonNull(words, "words");
        }

        Object facet() {
            return Json.object("measure", measure, "words", MachineCheck.words(words));
        }
    }

    public GivenBack {
        failed = List.copyOf(failed);
    }

    Object facet(boolean isWiped) {
        return Json.object(
                "wiped",
                isWiped,
                "restored",
                failed.isEmpty(),
                "failed",
                failed.stream().map(Failed::facet).toList());
    }
}
