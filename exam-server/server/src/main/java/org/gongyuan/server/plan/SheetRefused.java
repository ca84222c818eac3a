package org.gongyuan.server.plan;

/// A file that is no table, or is beyond the bounds of one; the sentence says what to do.
public final class SheetRefused extends Exception {

    private static final long serialVersionUID = 1;

    SheetRefused(String because) {
        super(because);
    }

    SheetRefused(String because, Throwable cause) {
        super(because, cause);
    }
}
