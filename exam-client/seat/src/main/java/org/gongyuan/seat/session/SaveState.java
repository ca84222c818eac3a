package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// What the candidate is told about his work. Never better than it is.
public sealed interface SaveState {

    /// Nothing was changed yet.
    record Untouched() implements SaveState {}

    /// A change is on its way to the journal or to the server.
    record Saving() implements SaveState {}

    /// The server has everything, durably, since `at` by its clock.
    record Saved(Instant at) implements SaveState {

        public Saved {
            requireNonNull(at, "at");
        }
    }

    /// The connection is lost or silent; everything is in this machine's journal, synced.
    record KeptHere() implements SaveState {}
}
