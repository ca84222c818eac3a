package org.gongyuan.server.contract;

import static org.gongyuan.server.contract.PlannedExam.answered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.scoring.Points;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.HoldersList;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.FreePort;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.admission.TestSeat;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.conclusion.ConclusionRefused;
import org.gongyuan.server.contract.StaffSite.Answer;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.node.SittingFolder;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The acts that issue 4 names in its section 1, each tried by one person over the staff port of a
/// whole node, from a candidate at his seat to the announcement of what was really scored. What one
/// person tries stands in [#isTriedByOne]; after it two persons do the same, else the refusals say
/// little.
@DisplayName("One person at the staff port cannot")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OnePersonAtThePortTest {

    private static final String SITTING = "auto-2026-a";
    private static final String HOLDERS = "/staff/sittings/" + SITTING + "/holders";
    private static final String RELEASE = "/staff/releases/" + SITTING;

    private final Map<String, String> tokens = new HashMap<>();
    private final List<TestSeat> seats = new ArrayList<>();
    private Path folder;
    private String origin;
    private StaffSite site;
    private PlannedExam exam;
    private String receipt;

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        int port = FreePort.next();
        origin = "https://localhost:" + port;
        site =
                new StaffSite(
                        folder,
                        Map.of(
                                "staff.port", Integer.toString(port),
                                "staff.origin", origin,
                                "public.answers", "on",
                                "public.host", "127.0.0.1",
                                "public.port", "0"));
        var zhao = site.firstAdministrator("zhao");
        exam = new PlannedExam(site, zhao);
        tokens.putAll(
                Map.of(
                        "zhao",
                        zhao,
                        StaffSite.SECOND,
                        site.second,
                        "chen",
                        exam.chen,
                        "wu",
                        exam.wu));
        for (var one :
                List.of(
                        "qian proctor",
                        "kin exam-officer",
                        "assembler form-assembler",
                        "reviewer item-reviewer",
                        "he scoring-officer",
                        "lin authority",
                        "deng registrar",
                        "fan registrar",
                        "ma registrar",
                        "keeper custodian",
                        "mo data-protection-officer",
                        "du data-protection-officer")) {
            var words = one.split(" ", 2);
            tokens.put(words[0], site.person(zhao, words[0], words[1]));
        }
        answered(
                204,
                ask(
                        "kin",
                        "POST",
                        "/staff/conflicts",
                        new JsonObject()
                                .put("person", "kin")
                                .put("kind", "relative")
                                .put("sitting", SITTING)));
        answered(
                200,
                ask(
                        "chen",
                        "POST",
                        PlannedExam.path(SITTING),
                        StaffSite.rules(site.exam.starts, exam.manifest)));
        answered(200, exam.bring(SITTING, PlannedExam.table(3), false));
        exam.byBoth(PlannedExam.freezing(exam.sitting(SITTING)));
        var opened = exam.byBoth(PlannedExam.opening(exam.sitting(SITTING)));
        assertTrue(opened.getBoolean("done"), opened::encode);
        for (int desk = 1; desk <= 3; desk++) {
            var seat = site.exam.connect(desk);
            seat.helloWith("t-" + desk, "secret-" + desk);
            seat.awaits(ServerMessage.Admitted.class);
            seat.ready();
            seats.add(seat);
        }
    }

    @AfterAll
    void close() {
        site.close();
    }

    private Answer ask(String who, String method, String path, JsonObject body) {
        return site.ask(method, path, Optional.of(tokens.get(who)), body);
    }

    // ---- open by quorum

    @Test
    @Order(1)
    void openAForm() throws Exception {
        var his = site.exam.exam.custodian(0);
        var challenge =
                answered(
                        200,
                        ask(
                                "keeper",
                                "POST",
                                "/staff/custodian-keys/challenge",
                                new JsonObject().put("key", his.publicKey().text())));
        var secret =
                his.open(
                        Offices.decoded(challenge.getString("sealed")),
                        CustodianKeys.bound(new StaffId("keeper"), his.publicKey()));
        var mark = SealedExam.SUITE.digest(new byte[1]);
        var answer = CustodianKeys.answer(his.publicKey(), secret, mark);
        answered(
                201,
                ask(
                        "keeper",
                        "POST",
                        "/staff/custodian-keys",
                        new JsonObject()
                                .put("id", challenge.getString("id"))
                                .put("answer", answer.hex())
                                .put("mark", mark.hex())));

        assertEquals(200, give(0).status(), "his own share");
        assertEquals("repeated-share", give(0).word(), "the same once more");
        assertEquals("foreign-account", give(1).word(), "another's, whose file he took");
        assertEquals("foreign-account", give(2).word());
        var room = answered(200, ask("keeper", "GET", RELEASE, null));
        assertEquals(1, room.getInteger("have"));
        assertEquals("open", room.getString("state"));
        assertEquals(403, give("chen", 1).status(), "nobody gives who is no custodian");

        site.exam.release();
        assertEquals(
                "released",
                answered(200, ask("keeper", "GET", RELEASE, null)).getString("state"),
                "with those of two others");
        seats.forEach(seat -> seat.awaits(ServerMessage.Start.class));
    }

    private Answer give(int custodian) {
        return give("keeper", custodian);
    }

    private Answer give(String who, int custodian) {
        var room = answered(200, ask("keeper", "GET", RELEASE, null));
        var share =
                site.exam.exam.handIn(custodian, SealingPublicKey.parse(room.getString("nodeKey")));
        return ask(
                who,
                "POST",
                RELEASE + "/shares",
                new JsonObject().put("share", StaffSite.text(share)));
    }

    // ---- what is proposed and approved

    @Test
    @Order(2)
    void recoverAnAccount() {
        isDoneByTwoAlone(
                "zhao",
                StaffSite.SECOND,
                Optional.empty(),
                new JsonObject()
                        .put("kind", "recover-account")
                        .put("person", "qian")
                        .put("reason", "telephone lost"));
        assertEquals(401, ask("qian", "GET", "/staff/me", null).status(), "recovered");
    }

    @Test
    @Order(2)
    void refuseWhatAPersonAsksAboutHisData() {
        var asked =
                new JsonObject()
                        .put("kind", "access")
                        .put("name", "某人")
                        .put("contact", "-")
                        .put("words", "-")
                        .put("person", "qian");
        var request = answered(201, ask("mo", "POST", "/staff/privacy/requests", asked));
        var path = "/staff/privacy/requests/" + request.getString("id");
        var alone = new JsonObject().put("state", "refused").put("reason", "asked before");
        isRefused(ask("mo", "POST", path + "/step", alone), "as a step of one person");
        assertEquals("received", answered(200, ask("mo", "GET", path, null)).getString("state"));

        isDoneByTwoAlone(
                "mo",
                "du",
                Optional.empty(),
                new JsonObject()
                        .put("kind", "refuse-request")
                        .put("request", request.getString("id"))
                        .put("reason", "asked before"));

        var settled = answered(200, ask("mo", "GET", path, null));
        assertEquals("refused", settled.getString("state"));
        assertEquals("asked before", settled.getString("reason"));
    }

    @Test
    @Order(2)
    void liftALegalHold() {
        var hold = new JsonObject().put("upon", SITTING).put("reason", "objection 4");
        answered(204, ask("mo", "POST", "/staff/privacy/holds", hold));
        isRefused(ask("mo", "POST", "/staff/privacy/holds/lift", hold), "by the desk alone");

        isDoneByTwoAlone(
                "mo",
                "du",
                Optional.empty(),
                new JsonObject()
                        .put("kind", "lift-hold")
                        .put("held", SITTING)
                        .put("reason", "objection 4 is settled"));

        var lifted = answered(200, ask("mo", "GET", "/staff/privacy/holds", null));
        assertEquals(
                "objection 4 is settled",
                lifted.getJsonArray("holds").getJsonObject(0).getString("because"));
        assertEquals(
                "impossible",
                ask(
                                "mo",
                                "POST",
                                "/staff/acts/draft",
                                new JsonObject()
                                        .put("kind", "lift-hold")
                                        .put("held", SITTING)
                                        .put("reason", "again"))
                        .word(),
                "there is none any more");
    }

    @Test
    @Order(2)
    void takeASealedFormIn() throws Exception {
        var brought =
                new SealedExam(Files.createDirectory(folder.resolve("brought")), exam.starts());
        var path = "/staff/forms/" + brought.manifest.digest().hex();
        var came =
                site.upload(
                        path + "/file",
                        Optional.of(tokens.get("assembler")),
                        Files.readAllBytes(brought.file));
        assertEquals(201, came.status(), came.text());

        isDoneByTwoAlone(
                "assembler",
                "reviewer",
                Optional.empty(),
                new JsonObject()
                        .put("kind", "seal-form")
                        .put("manifest", brought.manifest.digest().hex())
                        .put("reason", "autumn form B"));
        assertEquals(
                "sealed", answered(200, ask("assembler", "GET", path, null)).getString("state"));
    }

    @Test
    @Order(2)
    void changeAFrozenRule() {
        isDoneByTwoAlone(
                "chen",
                "wu",
                Optional.of("kin"),
                PlannedExam.changing(SITTING, "extension-limit", 600_000, 900_000));
        assertEquals(1, entries(SittingEntry.RuleChanged.class).size());
    }

    @Test
    @Order(2)
    void giveMoreTimeThanTheLimit() {
        isDoneByTwoAlone(
                "chen",
                "wu",
                Optional.of("kin"),
                PlannedExam.extending("extend-beyond", SITTING, 16).put("scope", "seat:C1/R1/1"));
        assertEquals(
                Duration.ofMinutes(16), seats.getFirst().awaits(ServerMessage.Extend.class).by());
    }

    @Test
    @Order(2)
    void moveACandidateAfterTheStart() {
        isDoneByTwoAlone(
                "chen",
                "wu",
                Optional.of("kin"),
                new JsonObject()
                        .put("kind", "move")
                        .put("sitting", SITTING)
                        .put("scope", "seat:C1/R1/2")
                        .put("seat", "C1/R1/5")
                        .put("cause", "machine-fault")
                        .put("reason", "machine does not start"));
    }

    @Test
    @Order(2)
    void voidASession() {
        isDoneByTwoAlone(
                "chen",
                "wu",
                Optional.of("kin"),
                StaffSite.voiding("seat:C1/R1/3").put("sitting", SITTING));
        seats.get(2).awaits(ServerMessage.Voided.class);
    }

    @Test
    @Order(2)
    void v2_aListOfHoldersIsNotDrawnBeforeResultsArePublished() {
        isImpossible("holders-not-published", drawing("run-1", "0".repeat(64), "0".repeat(64)));
        var read = ask("deng", "GET", HOLDERS, null);
        assertEquals("holders-not-published", read.json().getString("code"), read::text);
        assertEquals(List.of(), standings(), "nothing waits");
    }

    @Test
    @Order(3)
    void publishWhatWasScored() throws Exception {
        var first = seats.getFirst();
        var _ = first.answers(1, ResponseBody.of("RESPONSE", "A").encode());
        first.submits();
        receipt = first.awaits(ServerMessage.Receipt.class).receipt();
        var moved = "session:" + seats.get(1).session();
        exam.byBoth(StaffSite.voiding(moved).put("sitting", SITTING));
        isDoneByTwoAlone(
                "chen",
                "wu",
                Optional.of("kin"),
                new JsonObject()
                        .put("kind", "close-sitting")
                        .put("sitting", SITTING)
                        .put("reason", "over"));
        var desk = new ScoringDesk(site.exam, SITTING);
        isDoneByTwoAlone(
                "he",
                "lin",
                Optional.empty(),
                new JsonObject()
                        .put("kind", "open-responses")
                        .put("sitting", SITTING)
                        .put("manifest", exam.manifest)
                        .put("reason", "closed and reconciled"));
        site.exam.server.close();
        var scored = desk.score();
        site.exam.server = site.restart();
        var run =
                answered(200, ask("he", "GET", "/staff/sittings/" + SITTING + "/publication", null))
                        .getJsonArray("runs")
                        .getJsonObject(0);
        assertEquals(scored.sheets(), run.getInteger("scored"));

        isDoneByTwoAlone(
                "he",
                "lin",
                Optional.empty(),
                new JsonObject()
                        .put("kind", "publish")
                        .put("sitting", SITTING)
                        .put("run", run.getString("run"))
                        .put("results", run.getString("results"))
                        .put("reason", "committee of 5 May"));

        var notice = entries(SittingEntry.NoticeBegun.class).getFirst();
        assertEquals(notice.at().plus(Duration.ofMinutes(10)), notice.until(), "as frozen");
        site.exam.server.close();
        assertThrows(ConclusionRefused.class, () -> desk.publish(Duration.ZERO), "in the notice");
        var results = desk.publish(Duration.ofMinutes(11)).results();
        assertEquals(
                Points.of(BigDecimal.ONE),
                results.of(first.session()).orElseThrow().raw(),
                "one of three was answered, and right");
    }

    @Test
    @Order(4)
    void v2_aListOfHoldersIsNotDrawnOfWhatWasNotPublishedOrNotSeen() throws Exception {
        site.goesOnAfter(Duration.ofMinutes(12));
        comeInAnew("deng");
        var due = standing();
        assertEquals("due", due.getString("state"));
        assertEquals(1, due.getInteger("proposed"));

        var run = due.getString("run");
        var results = due.getString("results");
        isImpossible("holders-other-run", drawing(run, "0".repeat(64), due.getString("list")));
        isImpossible("holders-other-run", drawing("run-2", results, due.getString("list")));
        isImpossible("holders-other-list", drawing(run, results, "0".repeat(64)));
    }

    /// What was published is looked up at the public page, and two registrars draw the list of
    /// proposed holders at the console, in browsers.
    @Test
    @Order(5)
    void lookUpWhatWasPublished() throws Exception {
        giveBrowsersThePasskeysOf("deng", "fan", "chen");
        PagesRun.of(
                "test:published",
                "",
                "GONGYUAN_PUBLISHED",
                new JsonObject()
                        .put(
                                "public",
                                "http://127.0.0.1:" + site.exam.server.publicPort().orElseThrow())
                        .put("staff", staffPort())
                        .put("sitting", SITTING)
                        .put("ticket", "t-1")
                        .put("secret", "secret-1")
                        .put("receipt", receipt)
                        .put("voidTicket", "t-3")
                        .put("voidSecret", "secret-3")
                        .encode());
    }

    private JsonObject staffPort() throws Exception {
        return new JsonObject()
                .put("origin", origin)
                .put(
                        "spki",
                        ConsoleSite.spki(
                                Files.readAllBytes(site.exam.folder.resolve("server.pem"))))
                .put("folder", folder.toString());
    }

    /// As the pages' tests keep them: by person, in the form of Chromium's virtual authenticators.
    private void giveBrowsersThePasskeysOf(String... people) throws Exception {
        var all = new JsonArray();
        for (var person : people) {
            var device = site.devices.get(person);
            var handle = Offices.decoded(site.handles.get(person));
            var passkey =
                    new JsonObject()
                            .put("credentialId", base64(device.credential()))
                            .put("isResidentCredential", true)
                            .put("rpId", "localhost")
                            .put("privateKey", base64(device.privateKey()))
                            .put("userHandle", base64(handle))
                            .put("signCount", device.count);
            all.add(new JsonArray().add(person).add(new JsonArray().add(passkey)));
            // The browser counts in seconds since 1970; here the device counts on from far behind.
            device.count = Integer.MAX_VALUE - 1_000L;
        }
        var _ = Files.writeString(folder.resolve("passkeys.json"), all.encode());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// In the browsers the list was drawn by deng and fan, and then chen, who opened the sitting,
    /// declared that he is a relative of who is on it.
    @Test
    @Order(6)
    void v8_whyACandidateIsHeldBackIsReadByNobodyElse() {
        List.of("deng", "fan", "ma", "lin", "kin", "keeper").forEach(this::comeInAnew);
        var look = standing();
        assertEquals("look", look.getString("state"), look::encode);
        assertEquals(1, look.getInteger("late"));
        assertEquals("look", rows().getJsonObject(0).getString("state"));

        var why = answered(200, ask("deng", "GET", HOLDERS + "/reasons", null));
        var held = why.getJsonArray("held").getJsonObject(0);
        assertEquals("t-1 chen relative", words(held, "ticket", "person", "kind"));
        assertEquals(List.of(), why.getJsonArray("unnamed").getList(), "kin had no part");
        assertTrue(isAudited("readHolderReasons"), "every look is an entry");
        assertEquals(403, ask("lin", "GET", HOLDERS + "/reasons", null).status());
        assertEquals(403, ask("keeper", "GET", HOLDERS, null).status());
        assertEquals(403, ask("keeper", "GET", "/staff/holders", null).status());
    }

    @Test
    @Order(7)
    void v11_whatWasProposedBeforeAConflictWasDeclaredIsNotApproved() {
        var his = site.propose(tokens.get("ma"), "ma", successor());
        answered(
                204,
                ask(
                        "ma",
                        "POST",
                        "/staff/conflicts",
                        new JsonObject()
                                .put("person", "ma")
                                .put("kind", "taught")
                                .put("sitting", SITTING)));

        assertEquals("conflict", site.approve(tokens.get("fan"), "fan", his).word());
        assertEquals(1, entries(SittingEntry.ProposedHolders.class).size());
    }

    @Test
    @Order(8)
    void proposeWhomAConflictOfStaffTouches() {
        var first = entries(SittingEntry.ProposedHolders.class).getFirst();
        assertEquals("deng fan", first.proposer() + " " + first.approver());
        assertEquals("1 0", first.proposed() + " " + first.held());
        assertEquals(HoldersList.NONE, first.predecessor());
        isImpossible("holders-other-list", successor().put("list", first.list().hex()));
        var successor = successor();

        isDoneByTwoAlone("deng", "fan", Optional.of("ma"), successor);

        var second = entries(SittingEntry.ProposedHolders.class).getLast();
        assertEquals(first.list(), second.predecessor(), "it names the one it follows");
        assertEquals("0 1", second.proposed() + " " + second.held());
        assertEquals("held", rows().getJsonObject(0).getString("state"));
        assertEquals("drawn", standing().getString("state"));
        isImpossible("holders-stand", successor);
    }

    private JsonObject successor() {
        var now = standing();
        return drawing(now.getString("run"), now.getString("results"), now.getString("list"));
    }

    // ---- lists of proposed holders

    private void comeInAnew(String person) {
        tokens.put(person, site.signIn(person));
    }

    private static JsonObject drawing(String run, String results, String list) {
        return new JsonObject()
                .put("kind", "draw-holders")
                .put("sitting", SITTING)
                .put("run", run)
                .put("results", results)
                .put("list", list)
                .put("reason", "results are published");
    }

    private void isImpossible(String code, JsonObject draft) {
        var refused = ask("deng", "POST", "/staff/acts/draft", draft);
        assertEquals("impossible", refused.word(), refused::text);
        assertEquals(code, refused.json().getString("code"), refused::text);
    }

    private List<?> standings() {
        return answered(200, ask("deng", "GET", "/staff/holders", null))
                .getJsonArray("sittings")
                .getList();
    }

    private JsonObject standing() {
        return answered(200, ask("deng", "GET", "/staff/holders", null))
                .getJsonArray("sittings")
                .getJsonObject(0);
    }

    private JsonArray rows() {
        return answered(200, ask("lin", "GET", HOLDERS, null)).getJsonArray("rows");
    }

    private static String words(JsonObject of, String... names) {
        return Stream.of(names).map(of::getString).collect(joining(" "));
    }

    private boolean isAudited(String operation) {
        var index = site.exam.server.staffOffice().orElseThrow().index();
        index.follow();
        return index
                .find(
                        RecordQuery.all(RecordQuery.Where.STAFF).of("audited", SITTING),
                        OptionalLong.empty(),
                        200)
                .found()
                .stream()
                .anyMatch(found -> found.facts().what().equals(operation));
    }

    /// What was published ends when its time is over, announced a week before; the record stays.
    @Test
    @Order(9)
    void isToldNoResultOnceTheirTimeIsOver() throws Exception {
        var folder = folder().conclusion();
        assertTrue(Files.exists(folder.resolve("run-1.result-key")));
        var threeYears = Duration.ofDays(3 * 366);
        site.goesOnAfter(threeYears);
        round();
        assertTrue(told("t-1", "secret-1").contains("published"), "announced, and kept a week");

        site.goesOnAfter(threeYears.plusDays(8));
        round();

        try (var left = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    left.map(file -> file.getFileName().toString())
                            .filter(
                                    name ->
                                            name.endsWith(".result-key")
                                                    || name.endsWith(".results")
                                                    || name.startsWith("human-scores-"))
                            .toList());
        }
        isToldThatTheyEnded();
        assertEquals(
                1,
                entries(SittingEntry.RetentionEnded.class).stream()
                        .filter(one -> one.purpose().equals("results"))
                        .count());
        // As a backup brings it back.
        Files.writeString(folder.resolve("run-1.result-key"), "-");
        site.goesOnAfter(threeYears.plusDays(9));
        isToldThatTheyEnded();
        round();
        assertFalse(Files.exists(folder.resolve("run-1.result-key")));
        assertEquals(
                1,
                entries(SittingEntry.RetentionEnded.class).stream()
                        .filter(one -> one.purpose().equals("results"))
                        .count());
    }

    private void isToldThatTheyEnded() {
        var ended = "{\"state\":\"ended\"}";
        assertEquals(ended, told("t-1", "secret-1"));
        assertEquals(ended, told("t-1", "wrong"), "the same to everybody");
        var checked =
                new JsonObject(
                        new String(site.exam.server.publicAnswers().receipt(receipt), UTF_8));
        assertEquals("ended", checked.getString("state"), checked::encode);
        assertEquals(true, checked.getBoolean("inRecord"), checked::encode);
        assertFalse(checked.containsKey("points"), checked::encode);
    }

    private String told(String ticket, String secret) {
        return new String(
                site.exam
                        .server
                        .publicAnswers()
                        .results(Optional.of(SITTING), Optional.of(ticket), Optional.of(secret)),
                UTF_8);
    }

    private void round() {
        site.exam.server.staffOffice().orElseThrow().retention().round();
    }

    private SittingFolder folder() {
        return site.exam.server.hall().sitting(new SittingId(SITTING)).orElseThrow().folder();
    }

    // ---- the ways that one person has

    /// Tries an act by one, then lets two do it.
    ///
    /// @param conflicted who may approve such acts, but declared that he has a conflict
    private void isDoneByTwoAlone(
            String proposer, String approver, Optional<String> conflicted, JsonObject draft) {
        var proposed = isTriedByOne(proposer, approver, conflicted, draft);
        assertEquals(0, entered(proposed), "nothing of it was carried out");

        var done = answered(200, site.approve(tokens.get(approver), approver, proposed));

        assertTrue(done.getBoolean("done"), done::encode);
        assertEquals(1, entered(proposed));
        assertEquals(
                "decided",
                site.approve(tokens.get(approver), approver, proposed).word(),
                "and not a second time");
        assertEquals(1, entered(proposed));
    }

    private JsonObject isTriedByOne(
            String proposer, String approver, Optional<String> conflicted, JsonObject draft) {
        var drafted = answered(200, ask(proposer, "POST", "/staff/acts/draft", draft));
        var act = drafted.getString("act");
        var challenge = drafted.getString("challenge");
        var altered = Offices.decoded(act);
        altered[altered.length - 1] ^= 1;

        isRefused(
                propose(proposer, StaffSite.text(altered), site.proof(proposer, challenge)),
                "altered after he proved that it is he");
        assertEquals(
                "not-proposer",
                propose(approver, act, site.proof(approver, challenge)).word(),
                "in another's name");
        var sent = propose(proposer, act, site.proof(proposer, challenge));
        var proposed = answered(201, sent);
        assertEquals(
                "replayed",
                propose(proposer, act, site.proof(proposer, challenge)).word(),
                "the same act twice");

        assertEquals(
                "self-approved",
                site.approve(tokens.get(proposer), proposer, proposed).word(),
                "his own");
        assertEquals(
                "proof",
                site.approve(tokens.get(approver), proposer, proposed).word(),
                "by another's sign-in that he took, with his own device");
        assertEquals(
                "proof",
                approve(approver, proposed, site.proof(approver, challenge)).word(),
                "by what another's device signed for something else");
        assertEquals(
                "proof",
                approve(
                                approver,
                                proposed,
                                site.proof(
                                        approver, site.challenge().json().getString("challenge")))
                        .word(),
                "by another's proof of a sign-in");
        isRefused(approve(approver, proposed, new JsonObject()), "without any proof");
        isRefused(
                site.approve("A".repeat(43), approver, proposed), "by a sign-in that is nobody's");
        conflicted.ifPresent(
                one ->
                        assertEquals(
                                "conflict",
                                site.approve(tokens.get(one), one, proposed).word(),
                                "by who is kept from it"));
        assertEquals(
                "proposed",
                answered(200, ask(proposer, "GET", "/staff/acts/" + proposed.getString("id"), null))
                        .getString("state"));
        return proposed;
    }

    private static void isRefused(Answer answer, String how) {
        assertFalse(answer.word().isEmpty(), () -> how + ": " + answer.text());
    }

    private Answer propose(String who, String act, JsonObject proof) {
        return ask(
                who, "POST", "/staff/acts", new JsonObject().put("act", act).put("proof", proof));
    }

    private Answer approve(String who, JsonObject proposed, JsonObject proof) {
        return ask(
                who,
                "POST",
                "/staff/acts/" + proposed.getString("id") + "/approval",
                new JsonObject().put("proof", proof));
    }

    /// How often an act stands in the logs of this node.
    private int entered(JsonObject proposed) {
        var index = site.exam.server.staffOffice().orElseThrow().index();
        index.follow();
        return index.find(
                        RecordQuery.all(RecordQuery.Where.ALL)
                                .of("acted", proposed.getString("id")),
                        OptionalLong.empty(),
                        10)
                .found()
                .size();
    }

    private <E extends SittingEntry> List<E> entries(Class<E> kind) {
        var reader =
                site.exam
                        .server
                        .hall()
                        .sitting(new SittingId(SITTING))
                        .orElseThrow()
                        .log()
                        .reader();
        var found = new ArrayList<E>();
        for (long i = 0; i < reader.size(); i++) {
            var entry = Leaf.read(reader.entry(i).leaf());
            if (kind.isInstance(entry)) {
                found.add(kind.cast(entry));
            }
        }
        return found;
    }
}
