package org.gongyuan.rehearsal.load;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.rehearsal.candidate.SeatedCandidate;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.SaveState;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// `ops/bench responses`: real seats over TLS WebSockets, each response journalled at the seat,
/// durable at the node before the seat shows *saved*. The node is a process of its own; the seats
/// are all in this one. The seats' journals lie in memory (`/dev/shm`), because a seat's disk is
/// not the node's.
public final class ResponsesBench {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WINDOW = 16;
    private static final int OFFERED = 500;
    private static final List<Integer> SEATS = List.of(8, 32, 200);

    private ResponsesBench() {}

    /// Measures at 8, 32 and 200 seats, then the tail at 500 saves a second, then the floor.
    public static Figures run() {
        var runs = new ArrayList<Run>();
        Run offered;
        for (int seats : SEATS) {
            try (var hall = new Hall(seats)) {
                hall.drive(WINDOW, 0, Duration.ofSeconds(4));
                runs.add(hall.drive(WINDOW, 0, Duration.ofSeconds(6)));
            }
        }
        try (var hall = new Hall(100)) {
            hall.drive(1, OFFERED, Duration.ofSeconds(3));
            offered = hall.drive(1, OFFERED, Duration.ofSeconds(8));
        }
        double floor = JournalFloor.appendsPerSecond();
        var best = runs.stream().max(Comparator.comparingDouble(Run::perSecond)).orElseThrow();
        var figures =
                Figures.of("responses")
                        .with("saved_per_s", best.perSecond())
                        .with("p50_ms", best.quantile(0.5))
                        .with("p99_ms", best.quantile(0.99))
                        .with("seats", best.seats())
                        .with("p99_at_500_ms", offered.quantile(0.99))
                        .with("p50_at_500_ms", offered.quantile(0.5))
                        .with("offered_saved_per_s", offered.perSecond())
                        .with("cpu_ms_per_save", best.cpuMillis())
                        .with("server_cpu_ms_per_save", best.serverCpuMillis())
                        .with("floor_appends_per_s", floor)
                        .with("ratio", best.perSecond() / floor)
                        .with("lost", runs.stream().mapToLong(Run::lost).sum() + offered.lost());
        for (var run : runs) {
            figures.with(
                    "at_" + run.seats(),
                    new Figures()
                            .with("saved_per_s", run.perSecond())
                            .with("p50_ms", run.quantile(0.5))
                            .with("p99_ms", run.quantile(0.99))
                            .with("cpu_ms_per_save", run.cpuMillis())
                            .with("server_cpu_ms_per_save", run.serverCpuMillis()));
        }
        return figures;
    }

    /// One run.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Run(
            int seats,
            double perSecond,
            long[] sortedNanos,
            double cpuMillis,
            double serverCpuMillis,
            long lost) {

        double quantile(double q) {
            if (sortedNanos.length == 0) {
                return Double.NaN;
            }
            int at = (int) Math.min(sortedNanos.length - 1, Math.ceil(q * sortedNanos.length) - 1);
            return sortedNanos[Math.max(0, at)] / 1e6;
        }
    }

    /// A running examination of so many seats, and of others at which nobody sits yet.
    static final class Hall implements AutoCloseable {

        private final Stage stage;
        private final int seats;
        private final Path journals;
        private final List<Driven> driven = new ArrayList<>();

        Hall(int seats) {
            this(seats, Stage.Setting.of(seats));
        }

        /// @param seats at how many of the stage's seats, the first, somebody sits
        Hall(int seats, Stage.Setting setting) {
            this.seats = seats;
            stage = Stage.set(setting);
            journals = memoryFolder();
            try {
                begin();
            } catch (RuntimeException failed) {
                close();
                throw failed;
            }
        }

        private void begin() {
            var desk = stage.open(Duration.ofMillis(1500));
            desk.release(stage.form(), List.of(0, 2, 4));
            var placements = stage.form().items().keySet().stream().toList();
            for (var ticket : stage.candidates().tickets().subList(0, seats)) {
                driven.add(new Driven(stage, ticket, journals, placements));
            }
            for (var one : driven) {
                SeatedCandidate.await(one.candidate.opened(), PATIENCE);
            }
        }

        /// The stage the hall stands on.
        Stage stage() {
            return stage;
        }

        /// Lets every seat give responses: as many as fit the window, or together `offered` a
        /// second.
        Run drive(int window, int offered, Duration lasting) {
            long begun = System.nanoTime();
            return drive(window, offered, () -> System.nanoTime() - begun < lasting.toNanos());
        }

        /// Lets every seat give responses as long as it goes on.
        Run drive(int window, int offered, BooleanSupplier goesOn) {
            var isOver = new AtomicBoolean();
            driven.forEach(one -> one.begin(offered > 0 ? 0 : window, isOver));
            long cpu = cpuNanos();
            long serverCpu = stage.node().cpu().toNanos();
            long begun = System.nanoTime();
            if (offered > 0) {
                offer(offered, goesOn);
            } else {
                while (goesOn.getAsBoolean()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
            isOver.set(true);
            long saved = driven.stream().mapToLong(one -> one.saved.sum()).sum();
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpuSpent = (cpuNanos() - cpu) / 1e6;
            double serverSpent = (stage.node().cpu().toNanos() - serverCpu) / 1e6;
            long lost = driven.stream().mapToLong(Driven::unsaved).sum();
            long[] nanos =
                    driven.stream()
                            .flatMapToLong(one -> Arrays.stream(one.latencies()))
                            .sorted()
                            .toArray();
            return new Run(
                    driven.size(),
                    saved / seconds,
                    nanos,
                    (cpuSpent + serverSpent) / saved,
                    serverSpent / saved,
                    lost);
        }

        private void offer(int perSecond, BooleanSupplier goesOn) {
            long interval = 1_000_000_000L / perSecond;
            long due = System.nanoTime();
            int next = 0;
            while (goesOn.getAsBoolean()) {
                driven.get(next++ % driven.size()).giveNext();
                due += interval;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
            }
        }

        private static long cpuNanos() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .orElse(0L);
        }

        @Override
        public void close() {
            driven.forEach(one -> one.candidate.leave());
            stage.close();
            delete(journals);
        }
    }

    /// A seat that answers on and on; used on its own loop.
    private static final class Driven {

        private final SeatedCandidate candidate;
        private final List<PlacementId> placements;
        private final LongAdder saved = new LongAdder();
        private final java.util.ArrayDeque<Long> begun = new java.util.ArrayDeque<>();
        private long[] nanos = new long[1024];
        private int count;
        private long given;
        private long seen;
        private int window;
        private AtomicBoolean isOver = new AtomicBoolean(true);

        Driven(
                Stage stage,
                org.gongyuan.rehearsal.stage.CandidateList.Ticket ticket,
                Path journals,
                List<PlacementId> placements) {
            this.placements = placements;
            candidate = SeatedCandidate.seat(stage, ticket, ticket.seat(), journals, this::told);
        }

        void begin(int allowed, AtomicBoolean over) {
            onLoop(
                    () -> {
                        window = allowed;
                        isOver = over;
                        saved.reset();
                        count = 0;
                        for (int i = begun.size(); i < allowed; i++) {
                            give();
                        }
                    });
        }

        void giveNext() {
            candidate.seat().act(_ -> give());
        }

        private void give() {
            var placement = placements.get((int) (given % placements.size()));
            var body = ResponseBody.of("RESPONSE", "A" + given).encode();
            given++;
            begun.add(System.nanoTime());
            candidate.seat().session().give(placement, body);
        }

        private void told(Notice notice) {
            if (!(notice instanceof Notice.Work(SaveState state))
                    || candidate == null
                    || state instanceof SaveState.KeptHere) {
                return;
            }
            long now = System.nanoTime();
            long through = candidate.seat().session().progress().saved();
            while (seen < through && !begun.isEmpty()) {
                seen++;
                keep(now - begun.poll());
                saved.increment();
                if (!isOver.get() && window > 0) {
                    give();
                }
            }
        }

        private void keep(long latency) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = latency;
        }

        long[] latencies() {
            var copy = new CompletableFuture<long[]>();
            onLoop(() -> copy.complete(Arrays.copyOf(nanos, count)));
            return copy.join();
        }

        /// How many responses are still not saved after a while of waiting.
        long unsaved() {
            long patience = System.nanoTime() + PATIENCE.toNanos();
            long left = waiting();
            while (left > 0 && System.nanoTime() < patience) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                left = waiting();
            }
            return left;
        }

        private long waiting() {
            return candidate
                    .seat()
                    .ask(session -> session.progress().given() - session.progress().saved())
                    .join();
        }

        private void onLoop(Runnable task) {
            candidate
                    .seat()
                    .ask(
                            _ -> {
                                task.run();
                                return true;
                            })
                    .join();
        }
    }

    /// A folder in memory, or in the temporary folder where there is none.
    static Path memoryFolder() {
        try {
            var memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "gongyuan-seats")
                    : Files.createTempDirectory("gongyuan-seats");
        } catch (IOException failed) {
            throw new UncheckedIOException("no folder for the seats' journals", failed);
        }
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + folder, failed);
        }
    }
}
