package org.gongyuan.lockdown.posture;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.FindingKind;

/// Something found about the machine, with the evidence it rests on. What follows from it is
/// decided at the server.
///
/// @param evidence what was seen, in one line of at most 500 characters; no candidate's data
public record Finding(FindingKind kind, String evidence) {

    /// The longest evidence, in characters.
    public static final int LONGEST = 500;

    public Finding {
        requireNonNull(kind, "kind");
        requireNonNull(evidence, "evidence");
        evidence = evidence.replaceAll("\\p{Cntrl}", " ");
        if (evidence.length() > LONGEST) {
            evidence = evidence.substring(0, LONGEST - 1) + "…";
        }
    }
}
