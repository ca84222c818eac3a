package org.gongyuan.seat.session;

/// The server said something it may not say here; the connection is closed (seat-protocol.md
/// section 2.3).
final class OutOfPlace extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfPlace(String because) {
        super(because, null, false, false);
    }
}
