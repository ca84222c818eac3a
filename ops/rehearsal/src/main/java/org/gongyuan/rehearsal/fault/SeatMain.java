package org.gongyuan.rehearsal.fault;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.journal.DiskFolder;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.seat.link.Machine;
import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.link.SeatRoom;
import org.gongyuan.seat.session.Node;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.SaveState;
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
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// A seat as a process of its own, to be killed: signs in, answers without a pause, and says on
/// standard output what its page shows: `OPENED`, `SAVED session seq head`, `CLOSED`. The line
/// `hand-in` on standard input makes it hand in.
final class SeatMain {

    private static final int MOST_OPEN = 48;
    private static final long PACE_MILLIS = 8;

    private final int placements;
    private final SignIn signIn;
    private Seat seat;
    private long given;

    private SeatMain(int placements, SignIn signIn) {
        this.placements = placements;
        this.signIn = signIn;
    }

    /// @param arguments the file that says who sits where
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var told = new Properties();
        try (var in = Files.newBufferedReader(Path.of(arguments[0]))) {
            told.load(in);
        }
        var main =
                new SeatMain(
                        Integer.parseInt(told.getProperty("placements")),
                        new SignIn(told.getProperty("ticket"), told.getProperty("secret")));
        main.sit(told);
        Thread.ofPlatform().daemon().start(main::listen);
        while (true) {
            main.seat.act(main::give);
            Thread.sleep(PACE_MILLIS);
        }
    }

    private void sit(Properties told) throws IOException {
        var room =
                SeatRoom.open(
                        new SeatRoom.Settings(
                                Optional.of(new SittingId(told.getProperty("sitting"))),
                                Path.of(told.getProperty("forms")),
                                Acceptance.upTo(Classification.INTERNAL),
                                1,
                                1));
        var settings =
                new SeatSettings(
                        new SeatId(told.getProperty("seat")),
                        List.of(new Node("127.0.0.1", Integer.parseInt(told.getProperty("port")))),
                        "rehearsal",
                        Argon2.SIMULATED,
                        List.of(),
                        SeatSettings.PICTURE_BUDGET);
        var machine =
                new Machine(
                        new Credentials(told.getProperty("certificate"), told.getProperty("key")),
                        told.getProperty("authority"));
        seat =
                room.seat(
                        settings,
                        Optional.of(machine),
                        DiskFolder.take(Path.of(told.getProperty("journal"))),
                        this::told);
        seat.act(
                session -> {
                    try {
                        session.signIn(signIn);
                    } catch (IOException failed) {
                        throw new UncheckedIOException("the journal cannot be read", failed);
                    }
                });
    }

    private void told(Notice notice) {
        switch (notice) {
            case Notice.Moved(var stage) when stage == Stage.CONFIRMING ->
                    seat.act(SeatSession::confirm);
            case Notice.Opened _ -> say("OPENED");
            case Notice.Acknowledged _ -> saySaved();
            case Notice.Work(SaveState.Saved _) -> saySaved();
            case Notice.Closed _ -> say("CLOSED");
            default -> {}
        }
    }

    private void saySaved() {
        var session = seat.session();
        session.savedHead()
                .ifPresent(
                        head ->
                                say(
                                        "SAVED %s %d %s"
                                                .formatted(
                                                        session.session().orElseThrow(),
                                                        session.progress().saved(),
                                                        head.hex())));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void give(SeatSession at) {
        var progress = at.progress();
        if (at.stage() == Stage.RUNNING && progress.given() - progress.saved() < MOST_OPEN) {
            given++;
            var placement = new PlacementId((int) (1 + given % placements));
            var _ = at.give(placement, ResponseBody.of("RESPONSE", "C" + given).encode());
        }
    }

    private void listen() {
        try (var in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("hand-in")) {
                    seat.act(
                            at -> {
                                if (at.stage() == Stage.RUNNING) {
                                    at.handIn();
                                }
                            });
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("standard input is gone", failed);
        }
        System.exit(0);
    }
}
