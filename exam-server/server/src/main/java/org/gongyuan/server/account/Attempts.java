package org.gongyuan.server.account;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How often a name was tried in vain, and how long it must wait (`staff-access.md` 2.4). An
/// attempt is counted before it is judged, so that many at once are not many tries. Names that
/// nobody has are counted like all others, in 65,536 places between them.
public final class Attempts {

    /// So many failures are free.
    public static final int FREE = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /// So long after the last failure everything is forgotten.
    private static final Duration FORGOTTEN = Duration.ofHours(24);

    private static final int RACES = 5;
    private static final int PLACE_DIGITS = 4;

    private final RevisedDocuments documents;
    private final InstantSource clock;

    private record Count(long failures, Instant last) {}

    /// The attempts in these documents.
    public Attempts(RevisedDocuments documents, InstantSource clock) {
        this.documents = requireNonNull(documents, "documents");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Counts one more attempt; false when the name must still wait, or others are trying it now.
    boolean begin(Digest handle, boolean isKnown) {
        var id = id(handle, isKnown);
        for (int i = 0; i < RACES; i++) {
            var found = Answered.by(documents.find(id));
            var now = clock.instant();
            var count = found.map(one -> read(one.body())).orElse(new Count(0, Instant.EPOCH));
            if (now.isAfter(count.last().plus(FORGOTTEN))) {
                count = new Count(0, now);
            }
            if (now.isBefore(count.last().plus(waitAfter(count.failures())))) {
                return false;
            }
            var next = bytes(new Count(count.failures() + 1, now));
            long revision = found.map(RevisedDocument::revision).orElse(0L) + 1;
            if (Answered.by(documents.put(new RevisedDocument(id, revision, next)))) {
                return true;
            }
        }
        return false;
    }

    /// The attempt that was counted was good.
    void succeeded(Digest handle) {
        var id = id(handle, true);
        for (int i = 0; i < RACES; i++) {
            var found = Answered.by(documents.find(id));
            if (found.isEmpty()
                    || Answered.by(
                            documents.put(
                                    found.get().next(bytes(new Count(0, clock.instant())))))) {
                return;
            }
        }
    }

    /// Removes the counts that are forgotten anyway; returns how many.
    public int prune() {
        int pruned = 0;
        for (var document : Answered.by(documents.all())) {
            if (clock.instant().isAfter(read(document.body()).last().plus(FORGOTTEN))
                    && Answered.by(documents.remove(document))) {
                pruned++;
            }
        }
        return pruned;
    }

    static Duration waitAfter(long failures) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        long doublings = Math.min(failures - FREE, 10);
        var wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static DocumentId id(Digest handle, boolean isKnown) {
        return new DocumentId(
                isKnown ? handle.hex() : "nobody-" + handle.hex().substring(0, PLACE_DIGITS));
    }

    private static Octets bytes(Count count) {
        return Octets.of(
                new CborWriter(32)
                        .array(2)
                        .uint(count.failures())
                        .uint(count.last().toEpochMilli())
                        .toBytes());
    }

    private static Count read(Octets body) {
        var from = new CborReader(body.toBytes());
        from.array(2);
        var count = new Count(from.uint(), Instant.ofEpochMilli(from.uint()));
        from.end();
        return count;
    }
}
