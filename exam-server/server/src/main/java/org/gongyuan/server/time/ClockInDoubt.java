package org.gongyuan.server.time;

/// After a restart nobody can tell how much time has passed, and candidates' time runs: a person
/// has to look (`session.md` section 2.8).
public final class ClockInDoubt extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ClockInDoubt(String message) {
        super(message);
    }
}
