package org.gongyuan.bank.scoring;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Remembers how responses to one placement were scored (RP 10.5). Scoring is a pure function, so a
/// response that was seen before needs no second run; thousands of candidates give the same few.
///
/// A fixed number of places; when those where a response may stand are taken, it is scored again
/// each time. Safe to use from several threads without a lock: a place is filled once.
final class ScoredMemory {

    /// Longer responses are rarely given twice.
    private static final int LONGEST = 256;

    private static final int PLACES = 1024;
    private static final int TRIES = 8;

    private static final class Known {

        private final byte[] body;
        private final int hash;
        private final ScoredPlacement scored;

        Known(byte[] body, int hash, ScoredPlacement scored) {
            this.body = body.clone();
            this.hash = hash;
            this.scored = scored;
        }
    }

    private final AtomicReferenceArray<Known> places = new AtomicReferenceArray<>(PLACES);

    /// What is known of this body, null if nothing.
    ScoredPlacement recall(byte[] body) {
        if (body.length > LONGEST) {
            return null;
        }
        var hash = Arrays.hashCode(body);
        for (var step = 0; step < TRIES; step++) {
            var known = places.get(place(hash, step));
            if (known == null) {
                return null;
            }
            if (known.hash == hash && Arrays.equals(known.body, body)) {
                return known.scored;
            }
        }
        return null;
    }

    /// Keeps what a body was scored, if there is a place for it.
    void keep(byte[] body, ScoredPlacement scored) {
        if (body.length > LONGEST) {
            return;
        }
        var hash = Arrays.hashCode(body);
        var known = new Known(body, hash, scored);
        for (var step = 0; step < TRIES; step++) {
            if (places.compareAndSet(place(hash, step), null, known)) {
                return;
            }
        }
    }

    private static int place(int hash, int step) {
        return ((hash ^ (hash >>> 16)) + step) & (PLACES - 1);
    }
}
