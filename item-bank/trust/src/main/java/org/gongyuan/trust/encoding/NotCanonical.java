package org.gongyuan.trust.encoding;

/// Bytes that are not the one canonical encoding of what was expected at this place
/// (`item-bank/spec/trust.md`, section 1.3). Hostile or damaged input, never an error of ours.
public final class NotCanonical extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String reason;

    /// Names the offset of the item that was refused and the reason.
    public NotCanonical(int offset, String reason) {
        super("not canonical at byte %d: %s".formatted(offset, reason));
        this.offset = offset;
        this.reason = reason;
    }

    /// The offset, from the start of the array that was read, of the item that was refused.
    public int offset() {
        return offset;
    }

    /// Why the item was refused.
    public String reason() {
        return reason;
    }
}
