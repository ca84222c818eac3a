package org.gongyuan.server.record;

/// An append that was not acknowledged, for callers that hold a future.
public final class AppendRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient AppendRefusal why;

    AppendRefused(AppendRefusal why) {
        super(why.sentence(), null, false, false);
        this.why = why;
    }

    /// The reason; a deserialised refusal has only its sentence.
    public AppendRefusal why() {
        return why;
    }
}
