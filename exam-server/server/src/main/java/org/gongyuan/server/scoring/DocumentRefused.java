package org.gongyuan.server.scoring;

import java.util.Locale;

/// A cut-score or human-score document that is refused (`cut-score.md` section 4, `scoring.md`
/// section 4).
public final class DocumentRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /// Why, by the names of the specifications.
    public enum Reason {
        /// Not canonical CBOR, a field too few or too many.
        NOT_CANONICAL,
        /// A version that is not known.
        VERSION,
        /// A field outside its bounds.
        BOUNDS,
        /// Levels that do not rise or are named alike.
        LEVELS,
        /// A panel that was not closed in time.
        PANEL,
        /// Approvals that are out of order or by one person.
        APPROVALS,
        /// A signature that is missing, wrong, repeated or out of order.
        SIGNATURE,
        /// A signer who is not trusted here.
        SIGNER,
        /// A document for another form.
        OTHER_FORM,
        /// Markers who are not different.
        MARKERS,
        /// Scores that differ too much without a third, or a third that is not due.
        DIFFERENCE,
        /// One response marked twice, or out of order.
        REPEATED;

        /// The name in the specification.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    /// A refusal with its reason and a sentence.
    public DocumentRefused(Reason reason, String because) {
        super(reason.word() + ": " + because);
        this.reason = reason;
    }

    /// A refusal that another error led to.
    public DocumentRefused(Reason reason, String because, Throwable cause) {
        super(reason.word() + ": " + because, cause);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
