package org.gongyuan.rehearsal.candidate;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Cuttable;
import org.gongyuan.rehearsal.stage.ScoringRoom;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.scoring.ScoringStopped;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Report;
import org.gongyuan.verify.check.Verifier;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The examination of `ops/demo`: twenty candidates of different abilities and habits sit the
/// sample
/// form at real seats against a real node; staff act on it; it is scored, published and verified.
public final class DemoExam implements AutoCloseable {

    private static final int CANDIDATES = 20;
    private static final Duration BEFORE = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NOTICE = Duration.ofSeconds(2);

    /// What a candidate does.
    private enum Habit {
        STEADY("按部就班", "steady"),
        FAST("答得快，提前交卷", "fast, hands in early"),
        SLOW("答得慢，到时强制收卷", "slow, collected at the deadline"),
        CHANGES_MIND("反复修改", "changes his mind"),
        LOSES_NETWORK("中途断网", "loses the network"),
        MACHINE_DIES("机器故障，换机续考", "machine dies, goes on elsewhere"),
        LATE("迟到", "late"),
        ABSENT("缺考", "absent"),
        HELD("暂停后补时", "held and given back his time"),
        CHEATS("违纪，作答无效", "voided for a breach");

        private final String zh;
        private final String en;

        Habit(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }
    }

    private final PrintWriter out;
    private final Duration length;
    private final Stage stage;
    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    private final ScheduledExecutorService hands = new ScheduledThreadPoolExecutor(8);
    private final Map<PlacementId, AnswerBook> books = new LinkedHashMap<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();
    private StaffDesk desk;
    private Cuttable line;
    private int step;

    /// One candidate's part.
    private static final class Run {
        private final CandidateList.Ticket ticket;
        private final Habit habit;
        private final double ability;
        private SeatedCandidate seated;
        private int given;

        Run(CandidateList.Ticket ticket, Habit habit, double ability) {
            this.ticket = ticket;
            this.habit = habit;
            this.ability = ability;
        }
    }

    /// Sets the examination up.
    public DemoExam(Path folder, Duration length, PrintWriter out) {
        this.out = out;
        this.length = length;
        say("题包导入题库，组卷，由两人密封，密钥分给五人", "import, assemble, seal under two persons, split 3 of 5");
        stage =
                Stage.set(
                        folder,
                        new Stage.Setting(
                                CANDIDATES,
                                length,
                                NOTICE,
                                Map.of("seat.event-loops", "1"),
                                List.of("-Xmx512m"),
                                1));
        stage.form()
                .items()
                .forEach((placement, item) -> books.put(placement, AnswerBook.of(item)));
        detail(
                "%d 道题进入试卷 %s，清单摘要 %s…"
                        .formatted(
                                books.size(),
                                stage.form().manifest().form(),
                                stage.form().manifest().digest().hex().substring(0, 16)));
    }

    /// Holds it.
    ///
    /// @return whether all counts agree and the verifier finds that everything holds
    public boolean run() throws IOException, InterruptedException, ScoringStopped {
        long begun = System.nanoTime();
        begin();
        hold();
        var closed = collect();
        stage.node().close();
        boolean agrees = after(closed);
        detail("用时 %.1f 秒".formatted((System.nanoTime() - begun) / 1e9));
        out.println(agrees ? "\n全部相符。Everything agrees." : "\n有不符之处，见上。Something does not agree.");
        out.flush();
        return agrees;
    }

    // ---- before the start

    private void begin() {
        say("服务器启动，自检、预热后开门", "the node starts, tests itself, warms up, opens its doors");
        desk = stage.open(BEFORE);
        line = new Cuttable(stage.node().seatPort());
        detail("两人批准，本场考试开放入场");
        try (var sealed = stage.form().open()) {
            var early = desk.handIn(sealed, 0, desk.nodeKey());
            detail("一名保管员交出份额：%s".formatted(early.body()));
        } catch (IOException unclosed) {
            throw new IllegalStateException("the sealed form cannot be closed", unclosed);
        }
        say("二十名考生入场", "twenty candidates come");
        var habits = habits();
        for (int i = 0; i < CANDIDATES; i++) {
            var ticket = stage.candidates().tickets().get(i);
            var run = new Run(ticket, habits.get(i), 0.35 + 0.6 * random.nextDouble());
            runs.add(run);
            if (run.habit == Habit.LOSES_NETWORK) {
                stage.lay(ticket.seat(), line.port());
            }
            if (run.habit != Habit.ABSENT && run.habit != Habit.LATE) {
                sit(run, ticket.seat());
            }
        }
        for (var run : runs) {
            if (run.seated != null) {
                SeatedCandidate.await(run.seated.ready(), PATIENCE);
            }
        }
        detail("入场 %d 人".formatted(desk.status().get("admitted")));
        for (var habit : Habit.values()) {
            long many = runs.stream().filter(run -> run.habit == habit).count();
            detail("  %d × %s  %s".formatted(many, habit.zh, habit.en));
        }
        say("三名保管员到齐，启封", "three custodians are there: release");
        desk.release(stage.form(), List.of(2, 4));
        for (var run : runs) {
            if (run.seated != null) {
                SeatedCandidate.await(run.seated.opened(), PATIENCE);
            }
        }
        detail("所有在场考生已见到第一题");
    }

    private static List<Habit> habits() {
        var habits = new ArrayList<Habit>();
        habits.addAll(
                List.of(
                        Habit.SLOW,
                        Habit.LOSES_NETWORK,
                        Habit.MACHINE_DIES,
                        Habit.LATE,
                        Habit.ABSENT,
                        Habit.HELD,
                        Habit.CHEATS,
                        Habit.FAST,
                        Habit.FAST,
                        Habit.CHANGES_MIND,
                        Habit.CHANGES_MIND,
                        Habit.LOSES_NETWORK));
        while (habits.size() < CANDIDATES) {
            habits.add(Habit.STEADY);
        }
        return habits;
    }

    private void sit(Run run, SeatId place) {
        run.seated =
                SeatedCandidate.seat(
                        stage, run.ticket, place, stage.folder().resolve("seats"), this::noted);
    }

    private void noted(Notice notice) {
        if (notice instanceof Notice.Closed(var receipt, _, _)) {
            synchronized (receipts) {
                receipts.add(receipt);
            }
        }
    }

    // ---- the examination

    private void hold() throws InterruptedException {
        say("作答", "the examination runs");
        long half = length.toMillis() / 2;
        for (var run : runs) {
            if (run.seated != null) {
                answer(run);
            }
        }
        after(half / 4, () -> line.cut());
        after(half / 2, () -> line.mend());
        runs.forEach(run -> habit(run, half));
        Thread.sleep(half);
        detail("半程：服务器已保存 %d 次作答".formatted(desk.status().get("responses")));
        Thread.sleep(half);
    }

    private void habit(Run run, long half) {
        switch (run.habit) {
            case LATE ->
                    after(
                            half / 4,
                            () -> {
                                sit(run, run.ticket.seat());
                                SeatedCandidate.await(run.seated.opened(), PATIENCE);
                                answer(run);
                            });
            case MACHINE_DIES -> after(half / 3, () -> moveElsewhere(run));
            case HELD -> {
                var scope = new Scope.At(run.ticket.seat());
                after(half / 3, () -> desk.order(new What.Hold(scope, Cause.DISTURBANCE)));
                after(half / 2, () -> desk.order(new What.Resume(scope)));
                after(
                        half / 2 + 200,
                        () ->
                                desk.order(
                                        new What.Extend(
                                                scope, Duration.ofSeconds(2), Cause.DISTURBANCE)));
            }
            case CHEATS ->
                    after(
                            half / 2,
                            () ->
                                    desk.order(
                                            new What.Annul(
                                                    new Scope.At(run.ticket.seat()),
                                                    Cause.BREACH)));
            default -> {}
        }
    }

    private void moveElsewhere(Run run) {
        run.seated.leave();
        var spare = new SeatId("C01/R9/01");
        desk.order(new What.Move(new Scope.At(run.ticket.seat()), spare, Cause.MACHINE_FAULT));
        sit(run, spare);
        SeatedCandidate.await(run.seated.opened(), PATIENCE);
        int before = run.given;
        answer(run);
        detail("一台机器故障：考生换到 %s 续考，此前已答 %d 次".formatted(spare, before));
    }

    private void after(long millis, Runnable act) {
        var _ =
                hands.schedule(
                        () -> {
                            try {
                                act.run();
                            } catch (RuntimeException failed) {
                                detail("未成：" + failed.getMessage());
                            }
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    /// Answers at the candidate's own pace until everything is answered, then hands in, unless he
    /// is
    /// too slow for that.
    private void answer(Run run) {
        double share =
                switch (run.habit) {
                    case FAST -> 0.45;
                    case SLOW -> 1.6;
                    case LATE, MACHINE_DIES -> 0.4;
                    default -> 0.7;
                };
        int changes = run.habit == Habit.CHANGES_MIND ? 3 : 1;
        long pause = Math.max(5, (long) (length.toMillis() * share / (books.size() * changes)));
        var seated = run.seated;
        long due = 0;
        for (int change = 0; change < changes; change++) {
            for (var book : books.entrySet()) {
                due += pause / 2 + random.nextLong(pause);
                var body = book.getValue().answer(run.ability, random).encode();
                after(
                        due,
                        () -> {
                            if (seated == run.seated) {
                                seated.give(book.getKey(), body);
                                run.given++;
                            }
                        });
            }
        }
        if (run.habit != Habit.SLOW) {
            after(
                    due + 300,
                    () -> {
                        if (seated == run.seated) {
                            seated.handIn();
                        }
                    });
        }
        seated.seat()
                .act(
                        session -> {
                            session.observe("no-face", new byte[] {1});
                            session.picture(new byte[4_000]);
                        });
    }

    // ---- closing

    private Map<String, Long> collect() {
        say("到时收卷，核对人数，关闭本场", "collection, reconciliation, close");
        for (var run : runs) {
            if (run.seated != null && run.habit != Habit.CHEATS) {
                SeatedCandidate.await(run.seated.closed(), PATIENCE);
            }
        }
        desk.order(new What.Close());
        var status = desk.status();
        detail(
                "应到 %d = 缺考 %d + 入场 %d；入场 = 交卷 %d + 收卷 %d + 无效 %d + 转场 %d"
                        .formatted(
                                status.get("expected"),
                                status.get("absent"),
                                status.get("admitted"),
                                status.get("submitted"),
                                status.get("expired"),
                                status.get("voided"),
                                status.get("transferred")));
        return status;
    }

    // ---- afterwards

    private boolean after(Map<String, Long> closed)
            throws IOException, InterruptedException, ScoringStopped {
        try (var room = new ScoringRoom(stage, "n1", NOTICE)) {
            say("三名保管员开启阅卷；委员会合格标准由两人签署", "marking opened by quorum; cut score signed by two");
            room.openMarking(List.of(0, 1, 3));
            var cutScore = room.adoptCutScore(maximum());
            var byHand =
                    stage.form().items().entrySet().stream()
                            .filter(entry -> isByHand(entry.getValue()))
                            .map(Map.Entry::getKey)
                            .toList();
            room.mark(byHand);
            int sheets = room.score();
            detail(
                    "计分 %d 份答卷，满分 %s，合格 %s"
                            .formatted(
                                    sheets,
                                    cutScore.maximum(),
                                    cutScore.levels().getFirst().lowest()));
            say("两名审批人签发，公示期满后发布", "two approve, the notice runs, results are published");
            var opened = room.publish();
            long passed =
                    opened.results().scored().stream()
                            .filter(one -> one.level().isPresent())
                            .count();
            detail("合格 %d 人，不合格 %d 人".formatted(passed, sheets - passed));
            var bundle = stage.folder().resolve("bundle");
            room.bundle(bundle, receipts);
            return verified(closed, room, sheets, bundle);
        }
    }

    private boolean verified(Map<String, Long> closed, ScoringRoom room, int sheets, Path bundle) {
        say("独立核验程序只读公开资料包", "the independent verifier reads the bundle alone");
        Report report;
        try (var read = Bundle.open(bundle)) {
            report = Verifier.verify(read, Optional.empty());
        }
        for (var finding : report.findings()) {
            detail(line(finding));
        }
        long shown =
                runs.stream()
                        .filter(run -> run.seated != null)
                        .mapToLong(run -> run.seated.shownSaved())
                        .sum();
        long inRecord = room.responsesInRecord();
        out.println();
        out.println("核对 / counts that must agree");
        boolean agrees = agree("考生看到“已保存”的作答 / shown as saved", shown, inRecord);
        agrees &= agree("服务器确认的作答 / acknowledged by the node", closed.get("responses"), inRecord);
        agrees &=
                agree(
                        "计分的答卷 / sheets scored",
                        sheets,
                        closed.get("submitted") + closed.get("expired"));
        agrees &= agree("核验程序读到的条目 / entries verified", report.entries(), room.entries());
        agrees &= agree("核验不符 / checks that fail", report.fails() ? 1 : 0, 0);
        agrees &= report.exitStatus() == 0;
        out.println();
        out.println("再看 / where to look next:");
        out.println("  " + bundle + "    ops/gongyuan verify " + bundle);
        out.println("  " + stage.form().file() + "    ops/gongyuan form inspect …");
        return agrees;
    }

    private boolean agree(String what, long one, long other) {
        out.printf("  %-52s %6d  %s%n", what, one, one == other ? "=" : "≠ " + other);
        return one == other;
    }

    private static String line(Finding finding) {
        var check = finding.check();
        return switch (finding) {
            case Finding.Holds(_, var examined) ->
                    "%s %s：成立（%d）".formatted(check, check.zh(), examined);
            case Finding.Fails(_, var where, var because) ->
                    "%s %s：不成立 — %s：%s".formatted(check, check.zh(), where, because);
            case Finding.NotReached(_, var because) ->
                    "%s %s：未及 — %s".formatted(check, check.zh(), because);
        };
    }

    private BigDecimal maximum() {
        var maximum = BigDecimal.ZERO;
        for (var placement : stage.form().form().placements().toList()) {
            var item = stage.form().items().get(placement.id());
            var scoring = new ItemScoring(item.responses(), item.outcomes(), item.processing());
            maximum =
                    maximum.add(
                            BigDecimal.valueOf(scoring.greatestScore().orElse(1))
                                    .multiply(placement.weight().value()));
        }
        return maximum;
    }

    private static boolean isByHand(org.gongyuan.bank.item.Item item) {
        return new ItemScoring(item.responses(), item.outcomes(), item.processing())
                .isScoredByHand();
    }

    private void say(String zh, String en) {
        out.printf("%n[%d] %s%n    %s%n", ++step, zh, en);
        out.flush();
    }

    private void detail(String text) {
        out.println("      " + text);
        out.flush();
    }

    @Override
    public void close() {
        hands.shutdownNow();
        for (var run : runs) {
            if (run.seated != null) {
                run.seated.leave();
            }
        }
        if (line != null) {
            line.close();
        }
        stage.close();
    }
}
