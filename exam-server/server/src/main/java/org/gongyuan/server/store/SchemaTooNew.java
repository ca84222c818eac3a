package org.gongyuan.server.store;

/// The store was written by a newer program, which this one must not touch.
public final class SchemaTooNew extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaTooNew(int found, int known) {
        super(
                "the store has schema version %d, this program knows versions up to %d; run the newer program"
                        .formatted(found, known));
    }
}
