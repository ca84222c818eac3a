package org.gongyuan.rehearsal.load;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.journal.MemoryFolder;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.seat.link.Machine;
import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.link.SeatRoom;
import org.gongyuan.seat.session.Node;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.seat.session.SeatSettings;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.trust.certificate.Credentials;
import org.gongyuan.trust.seal.Argon2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The crowd of `ops/bench crowd` as a process of its own. Told on standard input: `come` (all sign
/// in at the same moment), `cut` (all lines are lost at the same moment, and each seat comes back
/// as it would by itself), `away` (every seat's program ends), `shake PORT COUNT` (bare TLS
/// handshakes). Answers each with `DONE`.
final class CrowdMain {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /// One of the crowd.
    private static final class Member {

        private final SeatSettings settings;
        private final Machine machine;
        private final SignIn signIn;
        private final MemoryFolder folder = new MemoryFolder();
        private Seat seat;
        private final CompletableFuture<Void> opened = new CompletableFuture<>();
        private volatile CompletableFuture<Void> back = new CompletableFuture<>();

        Member(SeatSettings settings, Machine machine, SignIn signIn) {
            this.settings = settings;
            this.machine = machine;
            this.signIn = signIn;
        }

        void sitDown(SeatRoom room) {
            seat = room.seat(settings, Optional.of(machine), folder, this::told);
            seat.act(this::signIn);
        }

        private void signIn(SeatSession session) {
            try {
                session.signIn(signIn);
            } catch (IOException failed) {
                throw new UncheckedIOException("the journal cannot be read", failed);
            }
        }

        private void told(Notice notice) {
            switch (notice) {
                case Notice.Moved(var stage) when stage == Stage.CONFIRMING ->
                        seat.act(SeatSession::confirm);
                case Notice.Opened _ -> opened.complete(null);
                case Notice.Connected(var isUp) when isUp -> back.complete(null);
                case Notice.Refused no when no.retryAfter().isZero() ->
                        opened.completeExceptionally(
                                new IllegalStateException("not let in: " + no));
                default -> {}
            }
        }
    }

    private final SeatRoom room;
    private final List<Member> members;

    private CrowdMain(Properties told) {
        room =
                SeatRoom.open(
                        new SeatRoom.Settings(
                                Optional.of(new SittingId(told.getProperty("sitting"))),
                                Path.of(told.getProperty("forms")),
                                Acceptance.upTo(Classification.INTERNAL),
                                1,
                                2));
        var node = new Node("127.0.0.1", Integer.parseInt(told.getProperty("port")));
        members =
                IntStream.range(0, Integer.parseInt(told.getProperty("count")))
                        .mapToObj(i -> member(told, i, node))
                        .toList();
    }

    private static Member member(Properties told, int i, Node node) {
        return new Member(
                new SeatSettings(
                        new SeatId(told.getProperty(i + ".seat")),
                        List.of(node),
                        "rehearsal",
                        Argon2.SIMULATED,
                        List.of(),
                        SeatSettings.PICTURE_BUDGET),
                new Machine(
                        new Credentials(
                                told.getProperty(i + ".certificate"), told.getProperty(i + ".key")),
                        told.getProperty("authority")),
                new SignIn(told.getProperty(i + ".ticket"), told.getProperty(i + ".secret")));
    }

    /// @param arguments the file that says who sits where
    public static void main(String[] arguments) throws IOException {
        Seating.prepare();
        var told = new Properties();
        try (var in = Files.newBufferedReader(Path.of(arguments[0]))) {
            told.load(in);
        }
        var crowd = new CrowdMain(told);
        try (var in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                crowd.act(line.split(" ", -1));
                System.out.println("DONE");
                System.out.flush();
            }
        }
        System.exit(0);
    }

    private void act(String[] words) {
        switch (words[0]) {
            case "come" -> come();
            case "cut" -> cut();
            case "away" -> members.forEach(one -> await(one.seat.leave()));
            case "shake" -> shake(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException("a crowd cannot " + words[0]);
        }
    }

    private void come() {
        members.forEach(one -> one.sitDown(room));
        members.forEach(one -> await(one.opened));
    }

    /// As if the power of the switch had gone: what each end learns of it comes from the system.
    private void cut() {
        members.forEach(one -> one.back = new CompletableFuture<>());
        Sockets.shutDownAll();
        members.forEach(one -> await(one.back));
    }

    private void shake(int port, int count) {
        var machines = members.stream().limit(CrowdBench.CERTIFICATES).map(m -> m.machine).toList();
        try (var clients = new BareClients(machines)) {
            clients.handshakes(port, count);
        }
    }

    private static void await(CompletableFuture<Void> done) {
        done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
