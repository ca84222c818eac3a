package org.gongyuan.protocol.record;

/// The bytes are not an entry of this version (`exam-record.md` section 6).
public final class NotAnEntry extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAnEntry(String because) {
        super(because);
    }

    NotAnEntry(String because, Throwable cause) {
        super(because, cause);
    }
}
