package org.gongyuan.server.conclusion;

/// A step after the close that is not taken, and why in a sentence.
public final class ConclusionRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /// A refusal with its sentence.
    public ConclusionRefused(String because) {
        super(because);
    }

    ConclusionRefused(String because, Throwable cause) {
        super(because, cause);
    }
}
