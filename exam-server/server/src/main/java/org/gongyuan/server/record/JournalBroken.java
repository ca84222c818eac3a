package org.gongyuan.server.record;

/// A durable entry cannot be read back: the disk failed, or the file was changed behind the
/// journal.
public final class JournalBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalBroken(String message) {
        super(message);
    }

    JournalBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
