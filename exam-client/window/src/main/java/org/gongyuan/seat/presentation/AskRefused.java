package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

/// What the page asked is refused (seat-page.md section 2.4). Carries a word, never what was asked.
public final class AskRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /// Why an ask is refused.
    public enum Why {
        /// No JSON, or a field missing, surplus, of the wrong type or outside its bound.
        NOT_UNDERSTOOD(400, "not-understood"),
        /// An ask this seat does not know, or a placement the form does not have.
        UNKNOWN(404, "unknown"),
        /// The stage does not allow it.
        NOT_NOW(409, "not-now"),
        /// The session does not run.
        NOT_RUNNING(409, "not-running"),
        /// The session is held.
        ON_HOLD(409, "on-hold"),
        /// Time is over.
        TIME_IS_OVER(409, "time-is-over"),
        /// The placement was left in a section that goes one way.
        PASSED(409, "passed"),
        /// Handing in is not allowed yet.
        TOO_EARLY(409, "too-early"),
        /// The pledge comes before the first item.
        NOT_PLEDGED(409, "not-pledged"),
        /// There is no line to a server.
        NO_LINE(409, "no-line"),
        /// Longer than its bound.
        TOO_LONG(413, "too-long"),
        /// Another version of the bridge.
        VERSION(426, "version"),
        /// Anything else; the proctor is told.
        FAULT(500, "fault");

        private final int code;
        private final String word;

        Why(int code, String word) {
            this.code = code;
            this.word = word;
        }

        /// The number on the wire.
        public int code() {
            return code;
        }

        /// The word on the wire.
        public String word() {
            return word;
        }
    }

    private final Why why;

    AskRefused(Why why) {
        super(why.word(), null, false, false);
        this.why = requireNonNull(why, "why");
    }

    /// Why.
    public Why why() {
        return why;
    }
}
