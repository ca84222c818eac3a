package org.gongyuan.protocol.message;

/// The bytes are not a frame or message of this version (`seat-protocol.md` section 2.3).
public final class NotAMessage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAMessage(String because) {
        super(because);
    }

    NotAMessage(String because, Throwable cause) {
        super(because, cause);
    }
}
