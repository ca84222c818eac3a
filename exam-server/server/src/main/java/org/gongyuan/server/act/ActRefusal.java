package org.gongyuan.server.act;

import org.gongyuan.server.sentence.Sentence;

import java.util.Locale;

/// Why an act is refused (`staff-access.md` 3.5).
public enum ActRefusal {
    NOT_AN_ACT(Sentence.NOT_AN_ACT.of()),
    ALTERED(Sentence.ALTERED.of()),
    NOT_PROPOSER(Sentence.NOT_PROPOSER.of()),
    EXPIRED(Sentence.EXPIRED.of()),
    REPLAYED(Sentence.REPLAYED.of()),
    NOT_PERMITTED(Sentence.NOT_PERMITTED.of()),
    IMPOSSIBLE(Sentence.IMPOSSIBLE.of()),
    CONFLICT(Sentence.CONFLICT.of()),
    SELF_APPROVED(Sentence.SELF_APPROVED.of()),
    SAME_DEVICE(Sentence.SAME_DEVICE.of()),
    PROOF(Sentence.PROOF.of()),
    UNKNOWN(Sentence.UNKNOWN.of()),
    DECIDED(Sentence.DECIDED.of()),
    OUTRUN(Sentence.OUTRUN.of());

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
