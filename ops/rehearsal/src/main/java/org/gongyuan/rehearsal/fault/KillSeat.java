package org.gongyuan.rehearsal.fault;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.sitting.Scope;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// `kill-seat`: seats end without a word at random moments, one of them a process killed with `kill
/// -9`. They are taken again with their journal; two after they had given responses without any
/// connection; one session goes on elsewhere by order of two persons, without its journal.
final class KillSeat implements Drill {

    private static final int SEATS = 7;
    private static final int KILLS = 4;
    private static final int PROCESS_KILLS = 2;
    private static final int SEGMENT_MIB = 128;
    private static final SeatId SPARE = new SeatId("C01/R9/01");

    @Override
    public Verdict round(RandomGenerator random) {
        var setting = Stage.Setting.of(SEATS + 1).with(Map.of("warm.rounds", "20"));
        try (var exam = new Examination(setting, SEGMENT_MIB)) {
            exam.open();
            try (var proxy = new Proxy(exam.stage().node().seatPort(), random)) {
                exam.stage().through(List.of(new Node("127.0.0.1", proxy.port())));
                exam.begin(SEATS);
                var last = exam.stage().candidates().tickets().getLast();
                try (var process =
                        new SeatProcess(exam.stage(), last, exam.journals(), exam.ledger())) {
                    process.start();
                    takeAgain(exam, random);
                    killProcess(process, random);
                    var kept = killOffline(exam, proxy, random);
                    move(exam, random);
                    exam.pause();
                    process.handIn();
                    Examination.await("the process hands in", process::isClosed);
                    exam.end();
                    return judge(exam, kept);
                }
            }
        }
    }

    private static void takeAgain(Examination exam, RandomGenerator random) {
        for (int i = 0; i < KILLS; i++) {
            Examination.aWhile(random, Duration.ofMillis(200));
            var one = exam.examinees().get(random.nextInt(SEATS));
            one.kill();
            one.sit(one.candidate().ticket().seat());
            one.awaitOpened(Examination.PATIENCE);
        }
        exam.awaitProgress();
    }

    private static void killProcess(SeatProcess process, RandomGenerator random) {
        for (int i = 0; i < PROCESS_KILLS; i++) {
            Examination.await("the process shows the items", process::isOpened);
            long before = process.saved();
            Examination.await("the process saves", () -> process.saved() > before);
            Examination.aWhile(random, Duration.ofMillis(200));
            process.kill();
            process.start();
        }
        Examination.await("the process is back", process::isOpened);
    }

    /// Kills two seats that had been without a connection for a while and said that everything is
    /// kept on their machine.
    private static Map<Examinee, Long> killOffline(
            Examination exam, Proxy proxy, RandomGenerator random) {
        proxy.weather(Proxy.Weather.SHUT);
        Examination.aWhile(random, Duration.ofMillis(300));
        exam.pause();
        var kept = new HashMap<Examinee, Long>();
        for (var one : exam.examinees().subList(0, 2)) {
            Examination.await("a seat keeps its work", () -> one.kept() >= one.progress().given());
            kept.put(one, one.progress().given());
            one.kill();
        }
        proxy.weather(Proxy.Weather.FINE);
        for (var one : kept.keySet()) {
            one.sit(one.candidate().ticket().seat());
            one.awaitOpened(Examination.PATIENCE);
        }
        exam.answer();
        exam.awaitProgress();
        return kept;
    }

    private static void move(Examination exam, RandomGenerator random) {
        var moved = exam.examinees().get(2 + random.nextInt(SEATS - 2));
        moved.kill();
        exam.desk()
                .order(
                        new StaffOrder.What.Move(
                                new Scope.At(moved.candidate().ticket().seat()),
                                SPARE,
                                Cause.MACHINE_FAULT));
        moved.sit(SPARE);
        moved.awaitOpened(Examination.PATIENCE);
        exam.awaitProgress();
    }

    private static Verdict judge(Examination exam, Map<Examinee, Long> kept) {
        var record = exam.record();
        long arrived =
                kept.entrySet().stream()
                        .filter(one -> record.lastSeq(sessionOf(one.getKey())) >= one.getValue())
                        .count();
        return record.judge(exam.ledger())
                .with("kills", KILLS + PROCESS_KILLS + kept.size() + 1)
                .with("kept_without_connection", kept.size())
                .violatedIf(record.count("Moved") != 1, "the session moved once")
                .violatedIf(arrived < kept.size(), "what was kept at the seat arrives");
    }

    private static SessionId sessionOf(Examinee one) {
        return one.session();
    }
}
