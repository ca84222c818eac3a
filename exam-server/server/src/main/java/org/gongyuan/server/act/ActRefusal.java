package org.gongyuan.server.act;

import java.util.Locale;

/// Why an act is refused (`staff-access.md` 3.5).
public enum ActRefusal {
    NOT_AN_ACT("these bytes are no act in its one form"),
    ALTERED("what the act would do is not what was drafted"),
    NOT_PROPOSER("somebody else drafted the act"),
    EXPIRED("its time is over; draft it again"),
    REPLAYED("this act was proposed before"),
    NOT_PERMITTED("your duties do not reach as far"),
    IMPOSSIBLE("it cannot be done as things stand"),
    CONFLICT("a conflict of interest was declared; another must do it"),
    SELF_APPROVED("nobody approves what he proposed"),
    SAME_DEVICE("both persons need a device or sign-in of their own"),
    PROOF("it was not shown that it is you"),
    UNKNOWN("there is no such act"),
    DECIDED("the act was decided already"),
    OUTRUN("somebody else decided in the same instant; look again");

    private final String sentence;

    ActRefusal(String sentence) {
        this.sentence = sentence;
    }

    /// The name in the specification.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// One sentence for the person.
    public String sentence() {
        return sentence;
    }
}
