package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.journal.JournalFolder;

import java.security.SecureRandom;
import java.util.concurrent.Executor;

/// All a session needs of the world: the line, time, chance, the form, a folder for its journal, an
/// executor that may block on the disk, and the seat's own thread.
public record Surroundings(
        Link link,
        Ticker ticker,
        SecureRandom random,
        FormSource forms,
        JournalFolder folder,
        Executor disk,
        Executor seat) {

    public Surroundings {
        requireNonNull(link, "link");
        requireNonNull(ticker, "ticker");
        requireNonNull(random, "random");
        requireNonNull(forms, "forms");
        requireNonNull(folder, "folder");
        requireNonNull(disk, "disk");
        requireNonNull(seat, "seat");
    }
}
