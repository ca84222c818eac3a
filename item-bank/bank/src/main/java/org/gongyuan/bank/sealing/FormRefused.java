package org.gongyuan.bank.sealing;

import java.util.Locale;

/// A sealed form, or something opened from it, that is refused (`sealed-form.md` section 9). The
/// sentence holds no content.
public final class FormRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /// Why, by the names of section 9.
    public enum Reason {
        /// Another first line, or another version in it.
        PREAMBLE,
        /// The file ends inside a part.
        TRUNCATED,
        /// Bytes follow the last part.
        TRAILING,
        /// A length beyond its limit.
        TOO_LARGE,
        /// Not canonical CBOR, a field too few or too many, or one outside its bounds.
        NOT_CANONICAL,
        /// Another version inside.
        VERSION,
        /// A suite this program does not know.
        SUITE,
        /// A signature is missing, of the wrong role, or wrong.
        SIGNATURE,
        /// One key signed twice.
        SAME_SIGNER,
        /// A signer the manifest does not name, or who is not trusted here.
        SIGNER,
        /// A quorum that cannot be one.
        QUORUM,
        /// Placements or blob indices that do not fit together.
        STRUCTURE,
        /// A blob nobody names.
        UNLISTED,
        /// Other bytes than those the manifest names.
        DIGEST,
        /// A seal does not open.
        BROKEN,
        /// A part of another form.
        OTHER_FORM,
        /// The item-set digest does not fit the marking part.
        ITEM_SET,
        /// Above the deployment's ceiling.
        CLASSIFICATION;

        /// The name in the specification.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    /// A refusal with its reason and a sentence for the reader of a log.
    public FormRefused(Reason reason, String because) {
        super(reason.word() + ": " + because);
        this.reason = reason;
    }

    /// A refusal that another error led to.
    public FormRefused(Reason reason, String because, Throwable cause) {
        super(reason.word() + ": " + because, cause);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
