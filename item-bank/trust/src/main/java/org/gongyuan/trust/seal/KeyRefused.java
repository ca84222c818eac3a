package org.gongyuan.trust.seal;

/// Bytes or text that were offered as a key and are none (`item-bank/spec/trust.md`, section 13).
/// The sentence never holds key material.
public final class KeyRefused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// A refusal with its reason.
    public KeyRefused(String because) {
        super(because);
    }
}
