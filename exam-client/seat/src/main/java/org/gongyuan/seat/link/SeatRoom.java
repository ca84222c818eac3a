package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.journal.JournalFolder;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.seat.session.SeatSettings;
import org.gongyuan.seat.session.Surroundings;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The seats of one process: one real seat, or thousands of simulated ones. They share event loops,
/// clients, the threads that wait for the disk, and the seat files; each lives on one loop.
public final class SeatRoom implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(10);

    /// What the seats of a process have in common.
    ///
    /// @param sitting which sitting to ask for, when nodes hold several
    /// @param forms where seat files are kept
    /// @param acceptance which forms this machine accepts
    /// @param loops how many event loops
    /// @param diskThreads how many threads wait for the disk
    public record Settings(
            Optional<SittingId> sitting,
            Path forms,
            Acceptance acceptance,
            int loops,
            int diskThreads) {

        public Settings {
            requireNonNull(sitting, "sitting");
            requireNonNull(forms, "forms");
            requireNonNull(acceptance, "acceptance");
            within("loops", loops, 64);
            within("disk threads", diskThreads, 256);
        }

        private static void within(String name, int value, int most) {
            if (value < 1 || value > most) {
                throw new IllegalArgumentException(
                        "%s %d is outside 1..%d".formatted(name, value, most));
            }
        }
    }

    private final Vertx vertx;
    private final List<Context> loops;
    private final SeatFiles forms;
    private final ExecutorService disk;
    private final SecureRandom random = new SecureRandom();
    private final Map<Optional<Machine>, Clients> clients = new ConcurrentHashMap<>();
    private final String query;
    private final AtomicInteger next = new AtomicInteger();

    private SeatRoom(Vertx vertx, List<Context> loops, Settings settings) {
        this.vertx = vertx;
        this.loops = loops;
        this.forms = new SeatFiles(vertx, settings.forms(), settings.acceptance());
        this.disk =
                Executors.newFixedThreadPool(
                        settings.diskThreads(),
                        Thread.ofPlatform().name("seat-disk-", 0).daemon().factory());
        this.query = settings.sitting().map(id -> "?sitting=" + id.text()).orElse("");
    }

    /// Opens a room. Blocks until its loops run.
    public static SeatRoom open(Settings settings) {
        return open(settings, "");
    }

    /// Opens a room whose names are looked up in a table first, because nothing but the exam
    /// servers may be reachable later. Blocks until its loops run.
    ///
    /// @param hosts lines as of `/etc/hosts`, in its place; empty where the system's holds
    public static SeatRoom open(Settings settings, String hosts) {
        var options =
                new VertxOptions()
                        .setEventLoopPoolSize(settings.loops())
                        .setPreferNativeTransport(true);
        if (!hosts.isEmpty()) {
            options.setAddressResolverOptions(
                    new AddressResolverOptions().setHostsValue(Buffer.buffer(hosts)));
        }
        var vertx = Vertx.vertx(options);
        var loops = new CopyOnWriteArrayList<Context>();
        for (int i = 0; i < settings.loops(); i++) {
            var loop = new Loop();
            vertx.deployVerticle(loop, new DeploymentOptions())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            loops.add(loop.context());
        }
        return new SeatRoom(vertx, loops, settings);
    }

    /// A verticle that only lends its event loop.
    private static final class Loop extends VerticleBase {

        Context context() {
            return context;
        }

        @Override
        public Future<?> start() {
            return Future.succeededFuture();
        }
    }

    /// A seat in this room, at which nobody is signed in. Its page is told on the seat's loop and
    /// must not block it.
    ///
    /// @param machine the enrolled machine; without one the seat speaks plain, which only a drill
    /// on
    ///     loopback may
    public Seat seat(
            SeatSettings settings,
            Optional<Machine> machine,
            JournalFolder folder,
            Consumer<Notice> page) {
        var loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        var ticker = new LoopTicker(vertx, loop);
        var mine = clients.computeIfAbsent(machine, known -> new Clients(vertx, known));
        var session =
                new SeatSession(
                        settings,
                        new Surroundings(
                                new EitherLink(
                                        new SocketLink(mine.sockets(), "/seat" + query),
                                        new ExchangeLink(
                                                mine, "/seat/exchange" + query, ticker, random)),
                                ticker,
                                random,
                                forms.forSeat(mine, loop),
                                folder,
                                disk,
                                task -> loop.runOnContext(_ -> task.run())),
                        page);
        return new Seat(session, loop, ticker);
    }

    /// Where a seat of this room tells what was found about its machine before anybody signed in.
    public DoorReport doorReport(SeatSettings settings, Optional<Machine> machine, Seat seat) {
        return new DoorReport(
                clients.computeIfAbsent(machine, known -> new Clients(vertx, known)),
                seat.loop(),
                settings.seat(),
                settings.nodes(),
                query);
    }

    /// Closes everything. Seats should have been left before.
    @Override
    public void close() {
        Future.all(clients.values().stream().map(Clients::close).toList())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        disk.shutdown();
        try {
            if (!disk.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "the disk did not finish within %d s".formatted(CLOSING.toSeconds()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
