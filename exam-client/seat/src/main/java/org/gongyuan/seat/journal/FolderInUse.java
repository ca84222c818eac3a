package org.gongyuan.seat.journal;

import java.io.IOException;
import java.nio.file.Path;

/// Another process holds the journal folder; two seats must never write one journal.
public final class FolderInUse extends IOException {

    private static final long serialVersionUID = 1L;

    FolderInUse(Path folder) {
        super(
                "journal folder %s is held by another running seat; end that one or name another folder"
                        .formatted(folder));
    }
}
