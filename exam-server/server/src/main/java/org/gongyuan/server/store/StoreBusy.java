package org.gongyuan.server.store;

/// More is asked of the store than it lets wait; ask again later.
public final class StoreBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreBusy(int limit) {
        super("%d questions wait for the store already; ask again later".formatted(limit));
    }
}
