package org.gongyuan.seat.input;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What became of one key. What it holds was typed by a candidate: it is never logged.
///
/// @param isHandled false when the key shall do what it does without an input method
/// @param committed text to put into the field, mostly empty
/// @param preedit what is typed and not decided yet
/// @param caret where in `preedit` the caret stands, in UTF-16 units
/// @param candidates those of the page shown
/// @param at the index of the candidate that a space would take
/// @param aside a further line of the method's, mostly empty
public record Composition(
        boolean isHandled,
        String committed,
        String preedit,
        int caret,
        List<String> candidates,
        int at,
        String aside) {

    /// The key is none of the input method's.
    public static final Composition UNTOUCHED = new Composition(false, "", "", 0, List.of(), 0, "");

    public Composition {
        requireNonNull(committed, "committed");
        requireNonNull(preedit, "preedit");
        requireNonNull(aside, "aside");
        candidates = List.copyOf(candidates);
        if (caret < 0 || caret > preedit.length()) {
            throw new IllegalArgumentException(
                    "the caret %d is outside 0..%d".formatted(caret, preedit.length()));
        }
    }

    @Override
    public String toString() {
        return "Composition[typed text]";
    }
}
