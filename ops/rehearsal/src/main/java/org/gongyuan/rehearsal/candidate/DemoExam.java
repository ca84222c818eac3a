package org.gongyuan.rehearsal.candidate;

import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.command.PublicLink;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Cuttable;
import org.gongyuan.rehearsal.stage.DemoConsole;
import org.gongyuan.rehearsal.stage.People;
import org.gongyuan.rehearsal.stage.SampleForm;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.scoring.ScoringStopped;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.suite.Suite;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Report;
import org.gongyuan.verify.check.Verifier;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// The examination of `ops/demo`: twenty candidates of different abilities and habits sit the
/// sample form at real seats against a real node; staff act on it; it is scored, published and
/// verified.
public final class DemoExam implements AutoCloseable {

    private static final int CANDIDATES = 20;
    private static final Duration BEFORE = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Pages name the start in whole minutes, so it may be that much later.
    private static final Duration START_PATIENCE = Duration.ofMinutes(4);

    private static final Duration NOTICE = Duration.ofSeconds(2);
    private static final int PICTURES = 8;

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
    private final DemoConsole console;
    private final ExamStaff staff;

    /// Their invitations are used up then, by browsers that are gone.
    private final boolean isAtConsole;

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    private final ScheduledExecutorService hands = new ScheduledThreadPoolExecutor(8);
    private final Map<PlacementId, AnswerBook> books = new LinkedHashMap<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();
    private final List<String> summary = new ArrayList<>();
    private final Optional<WindowSeat> window;
    private final AtomicInteger undecided = new AtomicInteger();
    private int windowReceipts;
    private StaffDesk desk;
    private Cuttable line;
    private int step;

    /// One candidate's part.
    private static final class Run {
        private final CandidateList.Ticket ticket;
        private final Habit habit;
        private final double ability;
        private final SeatCamera camera;
        private SeatedCandidate seated;
        private int given;

        Run(CandidateList.Ticket ticket, Habit habit, double ability) {
            this.ticket = ticket;
            this.habit = habit;
            this.ability = ability;
            this.camera = SeatCamera.at(ticket.seat());
        }
    }

    /// Sets the examination up with simulated candidates only.
    public DemoExam(Path folder, Duration length, PrintWriter out) {
        this(folder, length, out, Optional.empty());
    }

    /// Sets the examination up.
    ///
    /// @param window a real seat window beside the simulated seats, closed by whoever opened it
    public DemoExam(Path folder, Duration length, PrintWriter out, Optional<WindowSeat> window) {
        this(folder, length, out, window, false);
    }

    /// Sets the examination up with staff who do their parts at the console, in browsers.
    ///
    /// @param length in whole minutes, as the page takes it
    public static DemoExam atConsole(Path folder, Duration length, PrintWriter out) {
        return new DemoExam(folder, length, out, Optional.empty(), true);
    }

    private DemoExam(
            Path folder,
            Duration length,
            PrintWriter out,
            Optional<WindowSeat> window,
            boolean isAtConsole) {
        this.window = window;
        this.out = out;
        this.length = length;
        this.isAtConsole = isAtConsole;
        say("题包导入题库，组卷，由两人密封，密钥分给五人", "import, assemble, seal under two persons, split 3 of 5");
        console = new DemoConsole(folder);
        var settings = new TreeMap<>(console.settings());
        settings.put("seat.event-loops", "1");
        settings.put("public.answers", "on");
        if (isAtConsole) {
            settings.putAll(StaffAtConsole.SETTINGS);
        }
        var setting =
                new Stage.Setting(
                        CANDIDATES + (window.isPresent() ? 1 : 0),
                        length,
                        NOTICE,
                        settings,
                        List.of("-Xmx512m"),
                        1);
        stage =
                isAtConsole
                        ? Stage.set(folder, setting, StaffAtConsole.CLOSED_FOR)
                        : Stage.set(folder, setting);
        staff =
                isAtConsole
                        ? new StaffAtConsole(stage, console, length, this::detail)
                        : new StaffWithKeys(
                                stage, window.map(WindowSeat::before).orElse(BEFORE), NOTICE);
        console.inviteTheFirst();
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
    ///
    /// @throws Exception when a step of it cannot be taken at all
    public boolean run() throws Exception {
        long begun = System.nanoTime();
        begin();
        hold();
        var closed = collect();
        boolean agrees = askBefore();
        stage.node().close();
        agrees &= after(closed);
        agrees &= askAfter();
        agrees &= staff.leave();
        agrees &= agree("未能办成的双人事项", "acts of two that were not done", undecided.get(), 0);
        say("小结", "summary");
        summary.forEach(out::println);
        lookNext();
        out.printf("%n  用时 took %.1f s%n", (System.nanoTime() - begun) / 1e9);
        out.println(
                agrees
                        ? "\n全部相符。Everything agrees."
                        : "\n有不符之处，见上 ≠ 处。Something does not agree: see the lines with ≠.");
        out.flush();
        return agrees;
    }

    // ---- before the start

    private void begin() {
        say("服务器启动，自检、预热后开门", "the node starts, tests itself, warms up, opens its doors");
        staff.start();
        window.ifPresent(this::openWindow);
        desk = staff.open();
        line = new Cuttable(stage.node().seatPort());
        detail("两人批准，本场考试开放入场");
        detail("一名保管员交出份额：%s".formatted(staff.firstShare()));
        window.ifPresent(this::awaitWindow);
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
        staff.release();
        for (var run : runs) {
            if (run.seated != null) {
                SeatedCandidate.await(run.seated.opened(), START_PATIENCE);
            }
        }
        detail("所有在场考生已见到第一题");
        window.ifPresent(WindowSeat::begins);
    }

    private CandidateList.Ticket windowTicket() {
        return stage.candidates().tickets().getLast();
    }

    private void openWindow(WindowSeat opened) {
        var ticket = windowTicket();
        say("一个真实的考位窗口打开", "a real seat window opens");
        detail("准考证号 ticket number  %s".formatted(ticket.signIn().ticketNumber()));
        detail("口令 secret             %s".formatted(ticket.signIn().secret()));
        opened.opens(stage, ticket);
    }

    private void awaitWindow(WindowSeat opened) {
        long minutes = opened.before().toMinutes();
        if (minutes > 0) {
            detail("开考时间在 %d 分钟后 the start is in %1$d minutes".formatted(minutes));
        }
        detail(
                opened.comes()
                        ? "窗口前的考生已就绪，等待开考 the candidate at the window is ready"
                        : "窗口前的考生还在准备，到时间照常开考 he still gets ready; the start does not wait");
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
        detail("每人 %d 秒，之后统一收卷 collected after %1$d seconds".formatted(length.toSeconds()));
        long half = length.toMillis() / 2;
        for (var run : runs) {
            if (run.seated != null) {
                answer(run);
            }
        }
        after(half / 4, () -> line.cut());
        after(half / 2, () -> line.mend());
        after(
                half / 5,
                () -> decide(() -> staff.extendBeyondTheLimit(runs.getLast().ticket.seat())));
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
            case CHEATS -> after(half / 2, () -> decide(() -> staff.annul(run.ticket.seat())));
            default -> {}
        }
    }

    private void moveElsewhere(Run run) {
        run.seated.leave();
        var spare = new SeatId("C01/R9/1");
        decide(() -> staff.move(run.ticket.seat(), spare));
        sit(run, spare);
        SeatedCandidate.await(run.seated.opened(), PATIENCE);
        int before = run.given;
        answer(run);
        detail("一台机器故障：考生换到 %s 续考，此前已答 %d 次".formatted(spare, before));
    }

    private void decide(Runnable act) {
        try {
            act.run();
        } catch (RuntimeException failed) {
            undecided.incrementAndGet();
            throw failed;
        }
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
    /// is too slow for that.
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
        seated.seat().act(session -> session.observe("no-face", new byte[] {1}));
        for (int number = 0; number < PICTURES; number++) {
            after(number * length.toMillis() / PICTURES, () -> photograph(run, seated));
        }
    }

    /// A picture is drawn beside the seat's own thread, as a camera does.
    private static void photograph(Run run, SeatedCandidate seated) {
        if (seated == run.seated) {
            byte[] jpeg;
            synchronized (run.camera) {
                jpeg = run.camera.picture();
            }
            seated.photographed(jpeg);
        }
    }

    // ---- closing

    private Map<String, Long> collect() {
        say("到时收卷，核对人数，关闭本场", "collection, reconciliation, close");
        for (var run : runs) {
            if (run.seated != null && !run.seated.isGone() && run.habit != Habit.CHEATS) {
                SeatedCandidate.await(run.seated.closed(), PATIENCE);
            }
        }
        window.ifPresent(
                opened -> {
                    windowReceipts = opened.ends() ? 1 : 0;
                    detail(
                            "窗口前的考生：%s"
                                    .formatted(
                                            windowReceipts == 1
                                                    ? "已交卷或收卷，持有回执 holds a receipt"
                                                    : "没有回执 no receipt"));
                });
        staff.closeSitting();
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

    private boolean after(Map<String, Long> closed) throws Exception {
        try (var room = new Afterwards(stage)) {
            say("三名保管员开启阅卷；委员会合格标准由两人签署", "marking opened by quorum; cut score signed by two");
            room.openMarking(List.of(0, 1, 3));
            var cutScore = room.adoptCutScore(stage.form().maximum());
            int marked = room.mark(stage.form().byHand());
            int sheets = room.score();
            detail(
                    "人工评阅 %d 题次；计分 %d 份答卷，满分 %s，合格 %s"
                            .formatted(
                                    marked,
                                    sheets,
                                    cutScore.maximum(),
                                    cutScore.levels().getFirst().lowest()));
            say("两名审批人签发，公示期满后发布", "two approve, the notice runs, results are published");
            var opened = staff.publish(room);
            long passed =
                    opened.results().scored().stream()
                            .filter(one -> one.level().isPresent())
                            .count();
            detail("合格 %d 人，不合格 %d 人".formatted(passed, sheets - passed));
            room.bundle(bundle(), receipts);
            return verified(closed, room, sheets);
        }
    }

    private Path bundle() {
        return stage.folder().resolve("bundle");
    }

    private boolean verified(Map<String, Long> closed, Afterwards room, int sheets)
            throws IOException, ScoringStopped {
        say("独立核验程序只读公开资料包", "the independent verifier reads the bundle alone");
        Report report;
        try (var read = Bundle.open(bundle())) {
            report = Verifier.verify(read, Optional.empty());
        }
        long fails = tell(report);
        long shown =
                runs.stream()
                        .filter(run -> run.seated != null)
                        .mapToLong(run -> run.seated.shownSaved())
                        .sum();
        long atWindow = window.isPresent() ? responsesAtWindow(room) : 0;
        long inRecord = room.responsesInRecord() - atWindow;
        var pictures = room.pictures();
        boolean agrees =
                agree(
                        "作答：考生看到“已保存” = 服务器确认 = 记录在案",
                        "responses: shown as saved = acknowledged = in the record",
                        shown,
                        closed.get("responses") - atWindow,
                        inRecord);
        agrees &=
                agree(
                        "题次：记录中已答 = 计分答卷上",
                        "answered placements: in the record = on the scored sheets",
                        room.answeredInRecord(),
                        room.responsesOnSheets());
        agrees &=
                agree(
                        "答卷：交卷与收卷 = 计分 = 回执",
                        "sheets: handed in or collected = scored = receipts given",
                        closed.get("submitted") + closed.get("expired"),
                        sheets,
                        receipts.size() + windowReceipts);
        agrees &=
                agree(
                        "照片：记录在案 = 证据库中可打开",
                        "pictures: in the record = kept, the same, and can be looked at",
                        pictures.recorded(),
                        pictures.good());
        agrees &=
                agree(
                        "条目：记录 = 核验程序读到",
                        "entries: of the record = read by the verifier",
                        room.entries(),
                        report.entries());
        agrees &= agree("核验不符", "checks that fail", fails, 0);
        return agrees && pictures.recorded() > 0 && report.exitStatus() == 0;
    }

    /// What was saved at the window; only it knows what it showed, so it is told apart.
    private long responsesAtWindow(Afterwards room) {
        var candidate =
                stage.candidates()
                        .roster()
                        .withTicket(windowTicket().signIn().ticketNumber())
                        .orElseThrow();
        long saved = room.responsesInRecord(candidate.session(Suite.INTL_1, stage.sitting()));
        detail("窗口前的考生保存了 %d 次作答 responses saved at the window".formatted(saved));
        return saved;
    }

    /// What holds is counted, what does not is told.
    private long tell(Report report) {
        var failing = report.findings().stream().filter(Finding.Fails.class::isInstance).toList();
        var open = report.findings().stream().filter(Finding.NotReached.class::isInstance).toList();
        long holds =
                report.findings().stream()
                        .filter(Finding.Holds.class::isInstance)
                        .map(Finding::check)
                        .distinct()
                        .count();
        detail(
                "%d 项检查成立 checks hold；%d 处不符 fail；%d 项未及 not reached"
                        .formatted(holds, failing.size(), open.size()));
        failing.forEach(finding -> detail("≠ " + line(finding)));
        open.forEach(finding -> detail(line(finding)));
        return failing.size();
    }

    // ---- the public

    private PublicLink link() {
        return new PublicLink(
                "https://localhost:" + stage.node().publicPort(), Optional.of(stage.authority()));
    }

    private PublicLink.Answer ask(CandidateList.Ticket ticket, String secret)
            throws IOException, InterruptedException {
        return link().results(
                        new JsonObject()
                                .put("sitting", stage.sitting().text())
                                .put("ticket", ticket.signIn().ticketNumber())
                                .put("secret", secret)
                                .encode());
    }

    /// Before publication the public port tells everybody the same.
    private boolean askBefore() throws IOException, InterruptedException {
        say("发布前有人查询成绩", "before publication somebody asks for results");
        var told = new TreeSet<String>();
        for (var run : List.of(runs.get(0), runs.get(4), runs.get(7))) {
            told.add(ask(run.ticket, run.ticket.signIn().secret()).toString());
            told.add(ask(run.ticket, "wrong-secret").toString());
        }
        told.add(link().receipt(receipts.getFirst()).toString());
        detail("对每个人答复相同 everybody is told the same: " + told);
        return agree("发布前的不同答复", "different answers before publication", told.size(), 1);
    }

    /// After publication one candidate asks for his result, and whether his receipt is in the
    /// record.
    private boolean askAfter() throws IOException, InterruptedException {
        say(
                "服务器重启；一名考生查询成绩并核对回执",
                "the node starts again; a candidate asks and checks his receipt");
        var _ = stage.node().start();
        var run = runs.stream().filter(one -> one.habit == Habit.FAST).findFirst().orElseThrow();
        var result = new JsonObject(ask(run.ticket, run.ticket.signIn().secret()).body());
        var own = result.getJsonObject("result", new JsonObject());
        detail("成绩 result  %s".formatted(own.encode()));
        var receipt =
                new JsonObject(
                        link().receipt(
                                        SeatedCandidate.await(run.seated.closed(), PATIENCE)
                                                .receipt())
                                .body());
        detail("回执 receipt %s".formatted(receipt.encode()));
        boolean agrees =
                agree(
                        "同一考生：成绩 = 由回执所指答卷算出",
                        "one candidate: his result = computed from the sheet of his receipt",
                        own.getString("session", "?") + " " + own.getString("points"),
                        receipt.getString("session", "!") + " " + receipt.getString("points"));
        boolean isSecret =
                ask(run.ticket, "wrong-secret")
                        .body()
                        .equals("{\"state\":\"published\",\"result\":null}");
        agrees &= agree("密码不对则不告知", "nothing is told for a wrong secret", isSecret, true);
        return agrees && receipt.getBoolean("inRecord", false);
    }

    private void lookNext() {
        var any = window.isPresent() ? windowTicket().signIn() : runs.get(8).ticket.signIn();
        out.println();
        out.println("  再看 / where to look next");
        window.ifPresent(
                opened -> opened.whereToLook().forEach(line -> out.println("    " + line)));
        out.println("    ops/gongyuan verify " + bundle());
        out.println("    ops/gongyuan form inspect " + stage.form().file());
        out.println("    " + stage.node().said() + "  （节点日志 what the node said）");
        out.printf(
                "    curl --cacert %s -H 'Content-Type: application/json' -d"
                        + " '{\"sitting\":\"%s\",\"ticket\":\"%s\",\"secret\":\"%s\"}'"
                        + " https://localhost:%d/public/results%n",
                stage.authority(),
                stage.sitting(),
                any.ticketNumber(),
                any.secret(),
                stage.node().publicPort());
        out.printf(
                "    curl http://127.0.0.1:%d/sittings/%s/status%n",
                stage.node().managePort(), stage.sitting());
        if (!isAtConsole) {
            console.howToComeIn().forEach(line -> out.println("    " + line));
        }
    }

    private boolean agree(String zh, String en, Object... all) {
        boolean agrees = Stream.of(all).map(Object::toString).distinct().count() == 1;
        summary.add("  %s  %s%n     %s".formatted(agrees ? "=" : "≠", zh, en));
        summary.add("     " + String.join(" / ", Stream.of(all).map(Object::toString).toList()));
        return agrees;
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

    private void say(String zh, String en) {
        out.printf("%n[%d] %s%n    %s%n", ++step, zh, en);
        out.flush();
    }

    private void detail(String text) {
        out.println("      " + text);
        out.flush();
    }

    /// The people of the examination, with their keys.
    public People people() {
        return stage.people();
    }

    /// The form that was sat.
    public SampleForm form() {
        return stage.form();
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
        staff.close();
        stage.close();
    }
}
