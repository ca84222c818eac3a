package org.gongyuan.server.node;

/// A sitting cannot be opened or brought back; the message says why.
public final class HallRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HallRefused(String because) {
        super(because);
    }

    HallRefused(String because, Throwable cause) {
        super(because, cause);
    }
}
