package org.gongyuan.protocol.receipt;

/// The text is not a receipt of this version.
public final class NotAReceipt extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAReceipt(String because) {
        super(because);
    }
}
