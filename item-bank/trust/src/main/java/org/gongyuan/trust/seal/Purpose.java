package org.gongyuan.trust.seal;

/// Whose sealing key pair it is (`item-bank/spec/trust.md`, section 3.2). What was sealed to a
/// public key names its purpose; a key pair of another purpose does not open it.
public enum Purpose {
    /// A custodian's, to whom shares are sealed.
    CUSTODIAN(1),
    /// An exam's marking key: its private part is split among custodians.
    MARKING(2),
    /// A node's one-time key, to which shares and release keys travel.
    NODE(3),
    /// A session's, on the seat, for the handshake.
    SEAT(4),
    /// A publication approver's.
    APPROVER(5),
    /// An awarding body's.
    AUTHORITY(6);

    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    /// The code of this purpose in envelopes and encoded keys.
    public int code() {
        return code;
    }

    /// The purpose with this code.
    public static Purpose coded(int code) {
        for (var purpose : values()) {
            if (purpose.code == code) {
                return purpose;
            }
        }
        throw new KeyRefused("purpose code %d of a sealing key is unknown".formatted(code));
    }
}
