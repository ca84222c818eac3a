package org.gongyuan.trust.seal;

/// In what capacity somebody signs (`item-bank/spec/trust.md`, section 7). The purpose is part of
/// what is signed, so a signature given in one capacity holds in no other.
public enum SigningPurpose {
    /// Who assembled a form.
    ASSEMBLER(1),
    /// Who reviewed a form.
    REVIEWER(2),
    /// A node, for the checkpoints of its record.
    CHECKPOINT(3),
    /// A seat, for the head of its chain of responses.
    SEAT(4),
    /// An awarding body.
    AUTHORITY(5),
    /// Who approves a publication, an extension or a cut score.
    APPROVER(6),
    /// A custodian, for what he hands in.
    CUSTODIAN(7),
    /// A panelist of a standard-setting study.
    PANELIST(8),
    /// An outside witness of checkpoints.
    WITNESS(9),
    /// Who registers certificates.
    REGISTRAR(10),
    /// A proctor.
    PROCTOR(11),
    /// A node, for messages to other nodes.
    NODE(12),
    /// Who marks responses by hand.
    MARKER(13);

    private final int code;

    SigningPurpose(int code) {
        this.code = code;
    }

    /// The code of this purpose in encoded keys and signatures.
    public int code() {
        return code;
    }

    /// Whether a key of this purpose signs notes (section 9.4).
    public boolean signsNotes() {
        return this == CHECKPOINT || this == WITNESS;
    }

    /// The purpose with this code.
    public static SigningPurpose coded(int code) {
        for (var purpose : values()) {
            if (purpose.code == code) {
                return purpose;
            }
        }
        throw new KeyRefused("purpose code %d of a signing key is unknown".formatted(code));
    }
}
