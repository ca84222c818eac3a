package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;

/// What the page is told about the seat itself.
///
/// @param name of the seat, as a candidate reads it on the desk
/// @param exam the examination's name, or empty
/// @param program the program's version
/// @param isDrill whether the page says that this is no real exam
/// @param zone in which times of day are shown
/// @param tools what candidates may use beside the items
public record DeskSettings(
        String name, String exam, String program, boolean isDrill, ZoneId zone, Tools tools) {

    private static final int LONGEST = 100;

    public DeskSettings {
        within("the seat's name", name);
        within("the examination's name", exam);
        within("the program's version", program);
        requireNonNull(zone, "zone");
        requireNonNull(tools, "tools");
    }

    private static void within(String what, String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "%s has %d characters, at most %d are shown"
                            .formatted(what, text.length(), LONGEST));
        }
    }

    /// Tools beside the items (seat-page.md section 4.11).
    ///
    /// @param calculator the on-screen calculator
    public record Tools(
            Calculator calculator, boolean scratch, boolean highlighter, boolean eliminator) {

        public Tools {
            requireNonNull(calculator, "calculator");
        }
    }

    /// Which calculator the page offers.
    public enum Calculator {
        /// None.
        NONE("none"),
        /// The four operations.
        BASIC("basic"),
        /// Functions as well.
        SCIENTIFIC("scientific");

        private final String word;

        Calculator(String word) {
            this.word = word;
        }

        /// The word on the wire and in the settings.
        public String word() {
            return word;
        }
    }
}
