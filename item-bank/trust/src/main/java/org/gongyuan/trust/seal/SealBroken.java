package org.gongyuan.trust.seal;

/// Something sealed does not open: it is damaged, altered, cut, or meant for another key
/// (`item-bank/spec/trust.md`, section 13). Says which of these where that is no secret, and never
/// which byte.
public final class SealBroken extends Exception {

    private static final long serialVersionUID = 1L;

    /// Why it does not open.
    public enum Reason {
        /// Shorter than any sealed thing of its kind.
        TOO_SHORT,
        /// A version of the format that this program does not know.
        UNKNOWN_VERSION,
        /// Sealed in another suite than the key's.
        OTHER_SUITE,
        /// Sealed for another purpose than the key's.
        OTHER_PURPOSE,
        /// Holds another kind of content than was asked for.
        OTHER_CONTENT,
        /// Sealed to another public key.
        OTHER_KEY,
        /// The authentication tag does not hold: another key, other associated data, or altered
        /// bytes.
        NOT_AUTHENTIC,
        /// Chunks are missing at the end.
        TRUNCATED,
        /// Bytes follow after the last chunk.
        TRAILING_BYTES
    }

    private final Reason reason;

    /// A broken seal with its reason and a sentence for the reader of a log.
    public SealBroken(Reason reason, String because) {
        super(because, null, false, false);
        this.reason = reason;
    }

    /// Why it does not open.
    public Reason reason() {
        return reason;
    }

    static SealBroken notAuthentic() {
        return new SealBroken(
                Reason.NOT_AUTHENTIC,
                "the seal does not hold: another key, other associated data, or altered bytes");
    }

    static SealBroken tooShort(String what, long length, long least) {
        return new SealBroken(
                Reason.TOO_SHORT,
                "%s of %d bytes is shorter than the least, %d".formatted(what, length, least));
    }
}
