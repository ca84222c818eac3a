package org.gongyuan.rehearsal.load;

import org.gongyuan.rehearsal.candidate.SeatedCandidate;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.journal.MemoryFolder;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Brings thousands of simulated candidates to their seats. Each is the real seat core on a line of
/// its own with its machine's certificate; only its journal lies in memory, because a file and a
/// lock for each would take more file descriptors than a process has.
final class Seating {

    private static final int AT_ONCE = 48;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Seating() {}

    /// Key stores that live in memory for the length of a call need no slow derivation of their
    /// keys; with thousands of machines in one process it would be most of the work.
    static void prepare() {
        for (var count :
                List.of("certPbeIterationCount", "keyPbeIterationCount", "macIterationCount")) {
            System.setProperty("keystore.pkcs12." + count, "1");
        }
    }

    /// Seats these candidates, some at a time, and returns once the node says that it has as many
    /// ready as it had before and these.
    static List<SeatedCandidate> seat(
            Stage stage, StaffDesk desk, List<CandidateList.Ticket> tickets) {
        long before = desk.status().get("ready");
        var all = arrive(stage, tickets);
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (desk.status().get("ready") < before + tickets.size()) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException(
                        "of %d seats %d are ready after %s"
                                .formatted(
                                        before + tickets.size(),
                                        desk.status().get("ready"),
                                        PATIENCE));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return all;
    }

    /// Lets these candidates sit down, some at a time, and returns once each has confirmed what he
    /// was shown.
    static List<SeatedCandidate> arrive(Stage stage, List<CandidateList.Ticket> tickets) {
        var free = new Semaphore(AT_ONCE);
        var all =
                tickets.stream()
                        .map(
                                ticket -> {
                                    take(free);
                                    var one =
                                            SeatedCandidate.seat(
                                                    stage,
                                                    ticket,
                                                    ticket.seat(),
                                                    new MemoryFolder(),
                                                    _ -> {});
                                    var _ = one.ready().whenComplete((_, _) -> free.release());
                                    var _ =
                                            one.refused()
                                                    .thenAccept(
                                                            no ->
                                                                    one.ready()
                                                                            .completeExceptionally(
                                                                                    new IllegalStateException(
                                                                                            "not let"
                                                                                                + " in: "
                                                                                                    + no)));
                                    return one;
                                })
                        .toList();
        all.forEach(one -> SeatedCandidate.await(one.ready(), PATIENCE));
        return all;
    }

    private static void take(Semaphore free) {
        try {
            if (!free.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody was let in for " + PATIENCE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }
}
