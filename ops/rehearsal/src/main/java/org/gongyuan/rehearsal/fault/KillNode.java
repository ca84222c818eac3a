package org.gongyuan.rehearsal.fault;

import org.gongyuan.rehearsal.stage.NodeProcess;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.sitting.EntryPreset;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// `kill-node`: two nodes and their store, three processes; `kill -9` of a random node at random
/// moments under load. Seats know both addresses and go on at the other. Some killed nodes come
/// back at once, some later, the last one only when the sitting is closed, or never, when its disk
/// is gone as well; one candidate loses his seat's journal while his node is down; one node dies
/// while everybody hands in. Afterwards the sitting is scored, published and verified.
final class KillNode implements Drill {

    private static final int SEATS = 8;
    private static final int KILLS = 3;

    private final boolean isDiskLost;

    /// @param isDiskLost whether the last node that dies loses its disk as well
    KillNode(boolean isDiskLost) {
        this.isDiskLost = isDiskLost;
    }

    @Override
    public Verdict round(RandomGenerator random) {
        try (var pair = new PairOfNodes(SEATS)) {
            var exam = pair.examination();
            open(pair);
            exam.begin(SEATS);
            exam.awaitProgress();
            for (int i = 0; i < KILLS; i++) {
                Examination.aWhile(random, Duration.ofMillis(700));
                var killed = pair.nodes().get(random.nextInt(2));
                killed.kill();
                if (random.nextBoolean()) {
                    exam.awaitProgress();
                }
                if (i == KILLS - 1) {
                    loseASeat(exam, random);
                }
                killed.start();
                exam.awaitProgress();
            }
            var killed = pair.nodes().get(random.nextInt(2));
            var other = pair.other(killed);
            exam.pause();
            exam.examinees().forEach(Examinee::handIn);
            Examination.sleep(Duration.ofMillis(random.nextLong(60)));
            killed.kill();
            exam.handIn();
            Examination.await(
                    "the sitting closes",
                    () ->
                            exam.stage()
                                            .deskAt(other)
                                            .tryOrder(new StaffOrder.What.Close())
                                            .status()
                                    == 200);
            if (isDiskLost) {
                return pair.judgeWithout(killed, exam.ledger()).with("kills", KILLS + 1);
            }
            killed.start();
            return pair.judge(exam.ledger()).with("kills", KILLS + 1);
        }
    }

    /// Opens the sitting at both nodes and releases the form at the first.
    private static void open(PairOfNodes pair) {
        var stage = pair.examination().stage();
        pair.nodes().forEach(NodeProcess::start);
        stage.through(
                pair.nodes().stream().map(one -> new Node("127.0.0.1", one.seatPort())).toList());
        var starts = stage.clock().instant().plusMillis(3_000);
        for (var one : pair.nodes()) {
            stage.deskAt(one)
                    .open(
                            stage.form(),
                            stage.candidates().roster(),
                            EntryPreset.OPEN,
                            starts,
                            Stage.Setting.of(SEATS).length(),
                            Stage.Setting.of(SEATS).notice());
        }
        stage.deskAt(pair.nodes().getFirst()).release(stage.form(), List.of(0, 2, 4));
        Examination.await(
                "both nodes have the form key",
                () ->
                        pair.nodes().stream()
                                .allMatch(
                                        one -> stage.deskAt(one).status().containsKey("released")));
    }

    /// A seat burns with its journal while one node is down; the candidate signs in at a new
    /// machine of the same desk.
    private static void loseASeat(Examination exam, RandomGenerator random) {
        var one = exam.examinees().get(random.nextInt(SEATS));
        one.kill();
        one.forget();
        one.sit(one.candidate().ticket().seat());
        one.awaitOpened(Examination.PATIENCE);
    }
}
