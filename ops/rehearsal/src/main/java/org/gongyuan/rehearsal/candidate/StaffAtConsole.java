package org.gongyuan.rehearsal.candidate;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.stage.ConsolePeople;
import org.gongyuan.rehearsal.stage.DemoConsole;
import org.gongyuan.rehearsal.stage.People;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.KeyFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Staff who do their parts at the console, each with a passkey of his own in a browser of his own:
/// from their invitations to the announcement of the results. Orders that one proctor gives alone
/// (hold, resume, more time within the limit) have no page and stay with the command line.
final class StaffAtConsole implements ExamStaff {

    /// How long after sealing the form may not be released: about as long as the preparations at
    /// the console take on an idle machine, so that the first custodian comes too early there.
    static final Duration CLOSED_FOR = Duration.ofSeconds(175);

    /// Keys of the node's configuration: a form must have been taken in by two, and all browsers
    /// of the rehearsal have one address.
    static final Map<String, String> SETTINGS =
            Map.of(
                    "forms.accept", "act",
                    "staff.per-minute", "10000",
                    "staff.strangers-per-minute", "1000");

    private static final String EXAM = "auto-junior-2026";
    private static final String TITLE = "汽车工程技术人员（初级）2026 年考试";
    private static final String PASSPHRASE = "a phrase for drills";

    /// Time for roster, freezing and opening between the draft of the rules and the start they
    /// name.
    private static final Duration LEAD = Duration.ofSeconds(75);

    private static final int LIMIT_MINUTES = 1;
    private static final int BEYOND_MINUTES = 2;
    private static final int ROWS = 5;
    private static final int COLUMNS = 8;

    private record Colleague(String person, String name, String duty, String area) {}

    private static final Colleague OFFICER =
            new Colleague("chen.jing", "陈静", "exam-officer", "all");
    private static final Colleague OTHER_OFFICER =
            new Colleague("wu.tao", "吴涛", "exam-officer", "all");
    private static final Colleague ASSEMBLER =
            new Colleague("qian.yu", "钱雨", "form-assembler", "all");
    private static final Colleague REVIEWER = new Colleague("sun.yi", "孙毅", "item-reviewer", "all");
    private static final Colleague HEAD =
            new Colleague("liu.qiang", "刘强", "centre-head", "centre:C01");
    private static final Colleague PROCTOR =
            new Colleague("yang.li", "杨丽", "proctor", "room:C01/R1");
    private static final Colleague SCORER = new Colleague("he.min", "何敏", "scoring-officer", "all");
    private static final Colleague OTHER_SCORER =
            new Colleague("lin.bo", "林波", "scoring-officer", "all");
    private static final Colleague REGISTRAR = new Colleague("jiang.wen", "蒋文", "registrar", "all");
    private static final Colleague AUTHORITY = new Colleague("gao.lin", "高林", "authority", "all");
    private static final List<Colleague> CUSTODIANS =
            List.of(
                    new Colleague("zhou.ming", "周明", "custodian", "all"),
                    new Colleague("zheng.kai", "郑凯", "custodian", "all"),
                    new Colleague("feng.xue", "冯雪", "custodian", "all"),
                    new Colleague("han.lu", "韩璐", "custodian", "all"),
                    new Colleague("luo.jun", "罗军", "custodian", "all"));

    private final Stage stage;
    private final DemoConsole console;
    private final Duration length;
    private final Consumer<String> told;
    private ConsolePeople people;
    private boolean hasFirstShare;

    /// Staff of a stage at its console.
    ///
    /// @param told is told what they did, line by line
    StaffAtConsole(Stage stage, DemoConsole console, Duration length, Consumer<String> told) {
        this.stage = requireNonNull(stage, "stage");
        this.console = requireNonNull(console, "console");
        this.length = requireNonNull(length, "length");
        this.told = requireNonNull(told, "told");
        int keys = stage.people().custodians().size();
        if (CUSTODIANS.size() != keys) {
            throw new IllegalStateException(
                    "%d custodians come, the form is sealed to %d"
                            .formatted(CUSTODIANS.size(), keys));
        }
    }

    @Override
    public void start() {
        var _ = stage.node().start();
    }

    @Override
    public StaffDesk open() {
        people = new ConsolePeople(console, stage.folder());
        comeIn();
        custody();
        bringForm();
        plan();
        return stage.desk();
    }

    private void comeIn() {
        var first = new ArrayList<String>();
        console.invitations()
                .forEach(
                        (person, code) -> {
                            first.add(person);
                            people.ask(
                                    "comeIn",
                                    new JsonObject().put("person", person).put("invitation", code));
                        });
        told.accept("两名安全管理员凭命令行发出的邀请建立通行密钥 two administrators came in: " + first);
        var all = new ArrayList<>(List.of(OFFICER, OTHER_OFFICER, ASSEMBLER, REVIEWER));
        all.addAll(CUSTODIANS);
        all.addAll(List.of(HEAD, PROCTOR, SCORER, OTHER_SCORER, REGISTRAR, AUTHORITY));
        for (var one : all) {
            people.ask(
                    "invite",
                    new JsonObject()
                            .put("first", first.getFirst())
                            .put("second", first.getLast())
                            .put(
                                    "invited",
                                    new JsonObject()
                                            .put("person", one.person)
                                            .put("name", one.name)
                                            .put("duty", one.duty)
                                            .put("area", one.area)));
            told.accept("%s 受邀、登录，由两名管理员授予 %s %s".formatted(one.name, one.duty, one.area));
        }
    }

    private void custody() {
        for (int i = 0; i < CUSTODIANS.size(); i++) {
            var key =
                    KeyFile.sealed(
                            stage.people().custodians().get(i),
                            PASSPHRASE.toCharArray(),
                            new Argon2(1_024, 1, 1),
                            new SecureRandom());
            write(keyFile(i), key.text());
            people.ask("registerKey", withKey(i));
        }
        told.accept("%d 名保管员证明并登记了自己的公钥".formatted(CUSTODIANS.size()));
    }

    private Path keyFile(int custodian) {
        return stage.folder().resolve("custodian-" + custodian + ".key");
    }

    private JsonObject withKey(int custodian) {
        return new JsonObject()
                .put("person", CUSTODIANS.get(custodian).person)
                .put("file", keyFile(custodian).toString())
                .put("passphrase", PASSPHRASE);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    private void bringForm() {
        people.ask(
                "bringForm",
                new JsonObject()
                        .put("assembler", ASSEMBLER.person)
                        .put("reviewer", REVIEWER.person)
                        .put("file", stage.form().file().toString()));
        told.accept("装封卷送入，由组卷人提请、审题人批准接收");
    }

    private void plan() {
        people.ask("planExamination", planned().put("title", TITLE));
        room("R1", ROWS, COLUMNS);
        room("R9", 1, 1);
        people.ask("enrolSeats", planned().put("files", certificates()));
        var table = stage.folder().resolve("roster.csv");
        var photos = stage.folder().resolve("photos.zip");
        try {
            stage.candidates().write(table, photos);
        } catch (IOException failed) {
            throw new UncheckedIOException("the roster cannot be written", failed);
        }
        people.ask(
                "draftSitting",
                planned()
                        .put("starts", starts().toString())
                        .put("minutes", length.toMinutes())
                        .put("limit", LIMIT_MINUTES));
        people.ask(
                "importRoster",
                planned()
                        .put("table", table.toString())
                        .put("photos", photos.toString())
                        .put("count", stage.candidates().tickets().size()));
        told.accept("考点、考场、座位、证书、规则草案和考生名单已就绪");
        people.ask("freezeRules", planned());
        told.accept("规则由两人冻结");
        people.ask("openSitting", planned());
        told.accept("场次由两人开启，名单上 %d 人".formatted(stage.candidates().tickets().size()));
    }

    /// The page takes whole minutes.
    private Instant starts() {
        var soonest = stage.clock().instant().plus(LEAD);
        var notBefore = stage.form().manifest().notBefore();
        return (soonest.isAfter(notBefore) ? soonest : notBefore)
                .truncatedTo(ChronoUnit.MINUTES)
                .plus(Duration.ofMinutes(1));
    }

    private JsonObject planned() {
        return new JsonObject()
                .put("officer", OFFICER.person)
                .put("other", OTHER_OFFICER.person)
                .put("exam", EXAM)
                .put("sitting", stage.sitting().text());
    }

    private void room(String room, int rows, int columns) {
        people.ask(
                "planRoom",
                planned()
                        .put("centre", "C01")
                        .put("name", "北京第一考点")
                        .put("room", room)
                        .put("rows", rows)
                        .put("columns", columns));
    }

    private JsonArray certificates() {
        var files = new JsonArray();
        for (var ticket : stage.candidates().tickets()) {
            var seat = ticket.seat();
            var file =
                    stage.folder().resolve("seat-%s.pem".formatted(seat.text().replace('/', '-')));
            write(file, stage.machine(seat).credentials().certificate());
            files.add(file.toString());
        }
        return files;
    }

    @Override
    public String firstShare() {
        var first = CUSTODIANS.getFirst();
        boolean isEarly = people.ask("enterRelease", at(first)).getBoolean("isEarly");
        if (!isEarly) {
            return "已到预定时间，随后与其他保管员一同交出 it is time already";
        }
        var answer = people.ask("giveShare", withKey(0));
        if (answer.getBoolean("isRefused")) {
            return "提前交出，被拒绝：" + answer.getString("answer");
        }
        hasFirstShare = true;
        return answer.getString("answer");
    }

    private JsonObject at(Colleague one) {
        return new JsonObject().put("person", one.person).put("sitting", stage.sitting().text());
    }

    /// All five are in the room, each in his own browser; as many as it takes give their shares,
    /// and all see that it is released.
    @Override
    public void release() {
        for (var waiting : CUSTODIANS.subList(People.NEEDED, CUSTODIANS.size())) {
            people.ask("enterRelease", at(waiting));
        }
        for (int i = hasFirstShare ? 1 : 0; i < People.NEEDED; i++) {
            var custodian = CUSTODIANS.get(i);
            people.ask("enterRelease", at(custodian));
            people.ask("awaitRelease", at(custodian));
            var answer = people.ask("giveShare", withKey(i));
            if (answer.getBoolean("isRefused")) {
                throw new IllegalStateException(
                        "%s: %s".formatted(custodian.person, answer.getString("answer")));
            }
            told.accept("%s：%s".formatted(custodian.name, answer.getString("answer")));
        }
        for (var custodian : CUSTODIANS) {
            people.ask("seesRelease", at(custodian));
        }
        told.accept("%d 名保管员都在各自的页面上看到启封".formatted(CUSTODIANS.size()));
    }

    private JsonObject decided(Colleague proposer, Colleague approver, SeatId seat) {
        return planned()
                .put("proposer", proposer.person)
                .put("approver", approver.person)
                .put("seat", seat.text());
    }

    @Override
    public void move(SeatId from, SeatId to) {
        // Into another room: no proctor's duty reaches as far.
        people.ask("moveSeat", decided(HEAD, OFFICER, from).put("to", to.text()));
        told.accept("换座 %s → %s：考点负责人提出，考务人员批准".formatted(from, to));
    }

    @Override
    public void annul(SeatId seat) {
        people.ask("voidSeat", decided(PROCTOR, HEAD, seat));
        told.accept("座位 %s 作废：监考员提出，考点负责人批准".formatted(seat));
    }

    @Override
    public void extendBeyondTheLimit(SeatId seat) {
        people.ask("extendBeyond", decided(HEAD, OFFICER, seat).put("minutes", BEYOND_MINUTES));
        told.accept("座位 %s 超限补时 %d 分钟：考点负责人提出，考务人员批准".formatted(seat, BEYOND_MINUTES));
    }

    @Override
    public void closeSitting() {
        people.ask("closeSitting", planned());
        people.ask(
                "openResponses",
                new JsonObject()
                        .put("proposer", SCORER.person)
                        .put("approver", OTHER_SCORER.person)
                        .put("sitting", stage.sitting().text()));
        told.accept("开启作答由两名成绩管理员提出、批准 two scoring officers let the responses be opened");
    }

    @Override
    public SealedResults.Opened publish(Afterwards room) throws Exception {
        room.whileTheNodeRuns(
                () ->
                        people.ask(
                                "publish",
                                new JsonObject()
                                        .put("proposer", SCORER.person)
                                        .put("approver", OTHER_SCORER.person)
                                        .put("sitting", stage.sitting().text())));
        told.accept("成绩发布由两名成绩管理员提出、批准，公示期开始");
        var opened = room.publishAnnounced();
        room.whileTheNodeRuns(
                () ->
                        people.ask(
                                "drawHolders",
                                new JsonObject()
                                        .put("proposer", REGISTRAR.person)
                                        .put("approver", AUTHORITY.person)
                                        .put("sitting", stage.sitting().text())));
        told.accept("拟取得证书人员名单由登记员提出、主管部门批准 two drew the list of proposed holders");
        return opened;
    }

    @Override
    public boolean leave() {
        boolean isClean = people.leave();
        told.accept(
                "各人看到的页面 what they saw: %s；%s"
                        .formatted(
                                stage.folder().resolve("console"),
                                isClean ? "页面没有差错 no page failed" : "见 see " + people.said()));
        return isClean;
    }

    @Override
    public void close() {
        if (people != null) {
            people.close();
        }
    }
}
