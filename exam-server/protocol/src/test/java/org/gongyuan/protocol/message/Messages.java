package org.gongyuan.protocol.message;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Judgement;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One message of every kind, as seat and server would exchange them.
final class Messages {

    private static final Instant NINE = Instant.parse("2026-05-16T01:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final SeatId SEAT = new SeatId("C01/R2/14");
    private static final SessionId SESSION = SessionId.parse("00112233445566778899aabbccddeeff");
    private static final Octets BYTES = Octets.of(new byte[] {9, 8, 7});
    private static final Digest DIGEST = Suite.INTL_1.digest(new byte[] {1});
    private static final PlacementId THIRD = new PlacementId(3);

    private Messages() {}

    static List<ServerMessage> ofTheServer() {
        var standing =
                new Standing(
                        Standing.State.ON_HOLD,
                        NINE,
                        MINUTE,
                        4,
                        DIGEST,
                        2,
                        DIGEST,
                        1,
                        DIGEST,
                        Optional.of(BYTES),
                        List.of(new Standing.Given(4, THIRD, BYTES, DIGEST)));
        var fresh =
                new Standing(
                        Standing.State.SEATED,
                        Instant.EPOCH,
                        Duration.ZERO,
                        0,
                        DIGEST,
                        0,
                        DIGEST,
                        0,
                        DIGEST,
                        Optional.empty(),
                        List.of());
        var rules =
                new Rules(NINE, NINE, NINE.plusSeconds(60), MINUTE, MINUTE, Duration.ZERO, NINE);
        var who = new Who("李娜", "20260001", SEAT);
        var shown =
                new Who(
                        "李娜",
                        "20260001",
                        SEAT,
                        List.of(new Fact("级别", "Level", "初级")),
                        Optional.of(BYTES));
        return List.of(
                new ServerMessage.Greeting(1, new SittingId("2026-a1"), Suite.INTL_1, NINE, BYTES),
                new ServerMessage.Wait(17, Duration.ofSeconds(3)),
                new ServerMessage.Refused(Refusal.PROOF, "核对", "check", MINUTE),
                new ServerMessage.Keyed(BYTES),
                new ServerMessage.Admitted(SESSION, NINE, DIGEST, 99, rules, standing, who, 3),
                new ServerMessage.Admitted(SESSION, NINE, DIGEST, 99, rules, fresh, shown, 0),
                new ServerMessage.Start(BYTES, NINE, NINE),
                new ServerMessage.Saved(7, 100),
                new ServerMessage.Noted(1, 2, 10),
                new ServerMessage.Hold(1, Cause.POWER_CUT, MINUTE),
                new ServerMessage.Resume(2, NINE, NINE),
                new ServerMessage.Extend(3, MINUTE, NINE, Cause.MACHINE_FAULT, NINE),
                new ServerMessage.Message(4, "请保持安静"),
                new ServerMessage.Demand(5, "picture", 40, MINUTE),
                new ServerMessage.Voided(6, Cause.BREACH),
                new ServerMessage.Receipt("gongyuan-receipt/1"),
                new ServerMessage.Resend(5),
                new ServerMessage.Pong(77, NINE),
                new ServerMessage.Collected(7, 12),
                new ServerMessage.NotSaved(8, "disk-full", MINUTE),
                new ServerMessage.Judged(NINE, List.of()),
                new ServerMessage.Judged(
                        NINE,
                        List.of(
                                new ServerMessage.Judged.Finding(
                                        FindingKind.DEBUGGER, Judgement.REFUSE, true),
                                new ServerMessage.Judged.Finding(
                                        FindingKind.CLOCK_OFF, Judgement.NOTE, false))));
    }

    static List<SeatMessage> ofTheSeat() {
        return List.of(
                new SeatMessage.Hello(
                        List.of(1),
                        "20260001",
                        new Proof.Secret("7K4M-22QX"),
                        SEAT,
                        BYTES,
                        BYTES,
                        DIGEST,
                        "0.1"),
                new SeatMessage.Hello(
                        List.of(1, 2),
                        "20260001",
                        new Proof.Return(SESSION, BYTES),
                        SEAT,
                        BYTES,
                        BYTES,
                        DIGEST,
                        "0.1"),
                new SeatMessage.Ready(BYTES, BYTES, DIGEST, 4),
                new SeatMessage.Response(1, THIRD, BYTES, DIGEST, DIGEST),
                new SeatMessage.Observation(1, "no-face", NINE, BYTES, DIGEST),
                new SeatMessage.Frame(1, NINE, DIGEST, DIGEST, BYTES),
                new SeatMessage.SignedHead(64, DIGEST, BYTES),
                new SeatMessage.Submit(70, DIGEST, DIGEST, BYTES),
                new SeatMessage.Seen(3),
                new SeatMessage.Ping(1),
                new SeatMessage.Help(true),
                new SeatMessage.Posture(BYTES));
    }
}
