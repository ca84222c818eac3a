package org.gongyuan.bank.assembly;

import java.util.Locale;

/// A form that cannot be assembled (`forms.md` 2.6).
public final class AssemblyRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /// Why, by the names of the specification.
    public enum Reason {
        /// No placement.
        EMPTY,
        /// The bank does not know an item.
        UNKNOWN_ITEM,
        /// One item twice.
        REPEATED_ITEM,
        /// Two sections of one name.
        REPEATED_SECTION,
        /// Assembler and reviewer are the same person.
        ONE_PERSON,
        /// A selection with replacement.
        WITH_REPLACEMENT,
        /// A selection wants more than there is, or fewer than are required.
        SELECTION,
        /// A time limit of a part with several sections.
        PART_TIME,
        /// A minimum time.
        MINIMUM_TIME,
        /// Several weights, none named `WEIGHT`.
        WEIGHTS,
        /// Something outside its bounds.
        BOUNDS;

        /// The name in the specification.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    /// A refusal with its reason and a sentence.
    public AssemblyRefused(Reason reason, String because) {
        super(reason.word() + ": " + because);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
