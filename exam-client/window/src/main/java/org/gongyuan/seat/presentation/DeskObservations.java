package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.trust.encoding.CborWriter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// What is observed at this desk for the record. Before a session is there it waits for one; what
/// the page tells by itself is bounded, so that a page gone wild cannot fill the record. Used on
/// the seat's loop.
final class DeskObservations {

    /// So much waits for a session, and so many kinds of blocked things are told apart.
    static final int MOST_WAITING = 100;

    /// Faults of the page that are observed within a minute.
    static final int FAULTS_A_MINUTE = 20;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration BLOCKED_EVERY = Duration.ofSeconds(1);

    private final LongSupplier nanos;
    private final Deque<Observed> waiting = new ArrayDeque<>();
    private final Map<String, Long> blocked = new HashMap<>();
    private final Deque<Long> faults = new ArrayDeque<>();
    private SeatSession session;

    private record Observed(String kind, Octets detail) {

        @Override
        public String toString() {
            return kind;
        }
    }

    /// @param nanos the seat's steady clock
    DeskObservations(LongSupplier nanos) {
        this.nanos = requireNonNull(nanos, "nanos");
    }

    /// There is a session now; it gets what waited.
    void knows(SeatSession known) {
        session = requireNonNull(known, "known");
        while (!waiting.isEmpty()) {
            observe(waiting.removeFirst());
        }
    }

    /// Something was observed, with what is told about it.
    void observe(String kind, String... told) {
        var detail = new CborWriter().array(told.length);
        for (var each : told) {
            detail.text(each);
        }
        observe(new Observed(kind, Octets.of(detail.toBytes())));
    }

    /// Something was observed, with its detail as it goes into the record.
    void observe(String kind, byte[] detail) {
        observe(new Observed(kind, Octets.of(detail)));
    }

    private void observe(Observed observed) {
        if (session != null) {
            session.observe(observed.kind(), observed.detail().toBytes());
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(observed);
        }
    }

    /// The page tells a fault of its own.
    void fault(String kind, String detail) {
        long now = nanos.getAsLong();
        while (!faults.isEmpty() && now - faults.peekFirst() > MINUTE.toNanos()) {
            faults.removeFirst();
        }
        if (faults.size() < FAULTS_A_MINUTE) {
            faults.add(now);
            observe("page-fault", kind, detail);
        }
    }

    /// The page kept the candidate from something; of one kind it is observed once in a second.
    void blocked(String what) {
        long now = nanos.getAsLong();
        var before = blocked.get(what);
        if (before == null || now - before >= BLOCKED_EVERY.toNanos()) {
            if (blocked.size() >= MOST_WAITING) {
                blocked.clear();
            }
            blocked.put(what, now);
            observe("blocked", what);
        }
    }
}
