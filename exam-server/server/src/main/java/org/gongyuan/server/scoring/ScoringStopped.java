package org.gongyuan.server.scoring;

/// A score run that cannot go on (`scoring.md` 1.2): the sentence names what, session and
/// placement, never a response or a score.
public final class ScoringStopped extends Exception {

    private static final long serialVersionUID = 1L;

    /// Stopped, and why.
    public ScoringStopped(String because) {
        super(because);
    }

    /// Stopped by another error.
    public ScoringStopped(String because, Throwable cause) {
        super(because, cause);
    }
}
