package org.gongyuan.server.record;

/// The journal's folder is held by another process, so this one must not touch it.
public final class JournalInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalInUse(String place, String holder) {
        super(
                "journal folder %s is held by %s; stop it, or give this node a folder of its own"
                        .formatted(place, holder));
    }
}
