package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.record.SittingEntry.NoticeBegun;
import org.gongyuan.protocol.record.SittingEntry.ResponsesHeld;
import org.gongyuan.protocol.record.SittingEntry.RetentionEnded;
import org.gongyuan.protocol.record.SittingEntry.ShareEnded;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.contract.StaffSite.Answer;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.privacy.ShareEndClaims;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.store.Store;
import org.gongyuan.trust.seal.SealBroken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A closed sitting three years later. Five custodians hold a share each, and three open it: when
/// three have destroyed their keys nobody reads its responses any more. Cases of attackers are
/// named after the chapters of OWASP ASVS 5.0.
@DisplayName("When the responses of a sitting are to end")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharesEndTest {

    private static final Duration THREE_YEARS = Duration.ofDays(3 * 366);
    private static final String SITTING = LoopbackExam.SITTING.text();
    private static final List<String> PEOPLE = List.of("c0", "c1", "c2", "dpo");

    private final Map<String, String> tokens = new HashMap<>();
    private StaffSite site;
    private String zhao;

    /// The accounts are made when the time is over: keys are registered as late as that, too.
    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        site = new StaffSite(folder);
        site.exam.openSitting();
        assertTrue(
                site.exam.server.closeSitting(LoopbackExam.SITTING).join()
                        instanceof Closing.Closed);
        site.goesOnAfter(THREE_YEARS);
        zhao = site.firstAdministrator("zhao");
        tokens.put("dpo", site.person(zhao, "dpo", "data-protection-officer"));
        for (int i = 0; i < 3; i++) {
            tokens.put("c" + i, site.person(zhao, "c" + i, "custodian"));
            register(i);
        }
    }

    @AfterAll
    void close() {
        site.close();
    }

    private void register(int which) throws SealBroken {
        var who = "c" + which;
        var pair = site.exam.exam.custodian(which);
        var asked =
                ask(
                                who,
                                "POST",
                                "/staff/custodian-keys/challenge",
                                new JsonObject().put("key", pair.publicKey().text()))
                        .json();
        var secret =
                pair.open(
                        Offices.decoded(asked.getString("sealed")),
                        CustodianKeys.bound(new StaffId(who), pair.publicKey()));
        var mark = SealedExam.SUITE.digest(new byte[] {(byte) which});
        var answer = CustodianKeys.answer(pair.publicKey(), secret, mark);
        var registered =
                ask(
                        who,
                        "POST",
                        "/staff/custodian-keys",
                        new JsonObject()
                                .put("id", asked.getString("id"))
                                .put("answer", answer.hex())
                                .put("mark", mark.hex()));
        assertEquals(201, registered.status(), registered.text());
    }

    private Answer ask(String who, String method, String path, JsonObject body) {
        return site.ask(method, path, Optional.of(tokens.get(who)), body);
    }

    private String key(int which) {
        return site.exam.exam.custodian(which).publicKey().fingerprint().hex();
    }

    private static String path(String sitting, String key, String verb) {
        return "/staff/me/shares/%s/%s/%s".formatted(sitting, key, verb);
    }

    private Answer asked(String who, int which, String how) {
        return ask(
                who, "POST", path(SITTING, key(which), "asked"), new JsonObject().put("how", how));
    }

    private Answer said(String who, int which, String how, JsonObject asked, JsonObject proof) {
        return ask(
                who,
                "POST",
                path(SITTING, key(which), "end"),
                new JsonObject()
                        .put("how", how)
                        .put("asked", asked.getString("asked"))
                        .put("proof", proof));
    }

    private Answer ends(String who, int which, String how) {
        var asked = asked(who, which, how);
        assertEquals(200, asked.status(), asked.text());
        return said(
                who,
                which,
                how,
                asked.json(),
                site.proof(who, asked.json().getString("challenge")));
    }

    private JsonObject mine(String who) {
        var told = ask(who, "GET", "/staff/me/shares", null);
        assertEquals(200, told.status(), told.text());
        assertEquals(1, told.json().getJsonArray("shares").size(), told.text());
        return told.json().getJsonArray("shares").getJsonObject(0);
    }

    private JsonObject overview() {
        var told = ask("dpo", "GET", "/staff/privacy/shares", null);
        assertEquals(200, told.status(), told.text());
        return told.json().getJsonArray("sittings").getJsonObject(0);
    }

    private void round() {
        site.exam.server.staffOffice().orElseThrow().retention().round();
    }

    /// Goes down and on again; who was signed in comes in anew.
    private void goesOn(Duration passed, java.util.function.Consumer<Store> change)
            throws Exception {
        site.goesOnAfter(passed, change);
        zhao = site.signIn("zhao");
        site.second = site.signIn(StaffSite.SECOND);
        PEOPLE.forEach(who -> tokens.put(who, site.signIn(who)));
        site.grant(zhao, "dpo", "data-protection-officer", "all");
        round();
    }

    private static LegalHolds holds(Store store) {
        return new LegalHolds(store.legalHolds(), InstantSource.system());
    }

    private <E> List<E> entries(Class<E> kind) {
        return site
                .exam
                .server
                .staffOffice()
                .orElseThrow()
                .index()
                .find(RecordQuery.all(RecordQuery.Where.SITTINGS), OptionalLong.empty(), 200)
                .found()
                .stream()
                .map(found -> found.entry())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static String code(Answer answer) {
        assertEquals(409, answer.status(), answer.text());
        return answer.json().getString("code");
    }

    @Test
    @Order(1)
    void theCustodianIsToldToKeepHisKeyWhileResultsMayBeObjectedTo() {
        assertEquals("waiting", mine("c0").getString("state"));
        assertEquals("share-not-due", code(asked("c0", 0, "destroyed")));
        assertEquals("no-notice", overview().getJsonObject("why").getString("code"));

        var server = site.exam.server;
        var log = server.hall().sitting(LoopbackExam.SITTING).orElseThrow().log();
        var _ =
                StaffLog.enter(
                        log,
                        server.lane(),
                        server.clock(),
                        at -> new NoticeBegun(at, "run-1", at.minus(Duration.ofDays(30))));
        round();

        assertEquals("announced", mine("c0").getString("state"));
        assertEquals("share-due-from", code(asked("c0", 0, "destroyed")));
    }

    @Test
    @Order(2)
    void underALegalHoldHeIsToldNotToDestroyItAndNotWhy() throws Exception {
        var candidate =
                site.exam
                        .roster
                        .candidates()
                        .iterator()
                        .next()
                        .commitment(site.exam.roster.suite());
        var placed =
                ask(
                        "dpo",
                        "POST",
                        "/staff/privacy/holds",
                        new JsonObject()
                                .put("upon", SITTING + " " + candidate.hex())
                                .put("reason", "objection 4"));
        assertEquals(204, placed.status(), placed.text());
        assertEquals(List.of(true), held(), "at once");

        goesOn(THREE_YEARS.plusDays(8), _ -> {});

        var mine = mine("c0");
        assertEquals("held", mine.getString("state"));
        assertFalse(mine.encode().contains("objection"), mine.encode());
        assertNull(mine.getString("from"));
        assertEquals("share-held", code(asked("c0", 0, "destroyed")));
        goesOn(
                THREE_YEARS.plusDays(9),
                store -> holds(store).lift(SITTING + " " + candidate.hex(), "decided"));
        assertEquals("due", mine("c0").getString("state"));
        assertEquals(List.of(false, true), held(), "the newest first");
    }

    private List<Boolean> held() {
        return entries(ResponsesHeld.class).stream().map(ResponsesHeld::isHeld).toList();
    }

    @Test
    @Order(3)
    void whenItIsDueHeSeesItOnHisListThatIsPushed() {
        var waiting = ask("c0", "GET", "/staff/waiting", null).json();

        var share = waiting.getJsonArray("shares").getJsonObject(0);
        assertEquals(1, share.getInteger("share"));
        assertEquals(5, share.getInteger("of"));
        assertEquals(key(0), share.getString("key"));
        assertEquals(
                Instant.parse(share.getString("from")).plus(Duration.ofDays(14)),
                Instant.parse(share.getString("by")));
        assertFalse(ask("dpo", "GET", "/staff/waiting", null).json().containsKey("shares"));
    }

    @Test
    @Order(4)
    void v8_aShareOfAnotherIsAnsweredLikeOneThatIsNotThere() {
        var absent =
                ask(
                        "c0",
                        "POST",
                        path(SITTING, "0".repeat(64), "asked"),
                        new JsonObject().put("how", "destroyed"));
        assertEquals(404, absent.status());

        for (var another :
                List.of(
                        asked("c0", 1, "destroyed"),
                        asked("dpo", 0, "destroyed"),
                        asked("c0", 4, "destroyed"),
                        ask(
                                "c0",
                                "POST",
                                path("autumn-b", key(0), "asked"),
                                new JsonObject().put("how", "destroyed")))) {
            assertEquals(404, another.status());
            assertEquals(absent.text(), another.text());
        }
        var asked = asked("c1", 1, "destroyed").json();
        var said =
                said("c0", 1, "destroyed", asked, site.proof("c0", asked.getString("challenge")));
        assertEquals(absent.text(), said.text(), "with a proof of his own");
        assertEquals(List.of(), entries(ShareEnded.class));
    }

    @Test
    @Order(4)
    void v11_aProofForAnotherWordAnotherInstantOrByAnotherCountsNot() {
        var asked = asked("c0", 0, "lost").json();
        var proof = site.proof("c0", asked.getString("challenge"));

        assertEquals(403, said("c0", 0, "destroyed", asked, proof).status(), "another word");
        var later =
                new JsonObject()
                        .put(
                                "asked",
                                Instant.parse(asked.getString("asked")).minusMillis(1).toString());
        assertEquals(403, said("c0", 0, "lost", later, proof).status(), "another instant");
        var others = site.proof("c1", asked.getString("challenge"));
        assertEquals(403, said("c0", 0, "lost", asked, others).status(), "by another");
        var old =
                new JsonObject()
                        .put(
                                "asked",
                                Instant.parse(asked.getString("asked"))
                                        .minus(Duration.ofMinutes(6))
                                        .toString());
        assertEquals("expired", code(said("c0", 0, "lost", old, proof)));
        var future =
                new JsonObject()
                        .put(
                                "asked",
                                Instant.parse(asked.getString("asked"))
                                        .plus(Duration.ofMinutes(6))
                                        .toString());
        assertEquals("expired", code(said("c0", 0, "lost", future, proof)));
        assertEquals(List.of(), entries(ShareEnded.class));
    }

    @Test
    @Order(5)
    void heSaysItOnceWithHisOwnPasskeyAndTheRecordHasIt() {
        var done = ends("c0", 0, "destroyed");

        assertEquals(201, done.status(), done.text());
        assertEquals("said", done.json().getString("state"));
        var entry = entries(ShareEnded.class).getFirst();
        assertEquals(1, entry.share());
        assertEquals(new StaffId("c0"), entry.person());
        assertEquals(site.exam.exam.manifest.digest(), entry.manifest());
        assertTrue(ActProof.read(entry.proof().toBytes()) instanceof ActProof.Asserted);
        assertEquals("share-said", code(asked("c0", 0, "lost")));
        assertEquals("due", overview().getString("state"), "two others open it still");
        assertEquals("c0", overview().getJsonArray("shares").getJsonObject(0).getString("person"));
    }

    @Test
    @Order(6)
    void sharesThatNobodySaysAnythingOfAreAnAlarmOnce() throws Exception {
        goesOn(THREE_YEARS.plusDays(30), _ -> {});
        long alarms = site.exam.server.hall().alarms();
        assertTrue(alarms > 0, "alarmed by the round");
        assertTrue(overview().getBoolean("overdue"));
        round();
        assertEquals(alarms, site.exam.server.hall().alarms(), "once");
    }

    /// His duties are over for long; whose the key is has not changed.
    @Test
    @Order(7)
    void aCustodianWithoutADutySaysItAllTheSameAndWithTheThirdResponsesEnd() throws Exception {
        assertEquals(201, ends("c1", 1, "lost").status());
        assertEquals(List.of(), entries(RetentionEnded.class).stream().filter(this::isOf).toList());

        assertEquals(201, ends("c2", 2, "destroyed").status());

        assertEquals(1, entries(RetentionEnded.class).stream().filter(this::isOf).count());
        var overview = overview();
        assertEquals("ended", overview.getString("state"));
        assertFalse(overview.getBoolean("overdue"));
        assertEquals(
                entries(ShareEnded.class).getFirst().at().toEpochMilli() / 1000,
                Instant.parse(overview.getString("ended")).toEpochMilli() / 1000);
        round();
        assertEquals(1, entries(RetentionEnded.class).stream().filter(this::isOf).count(), "once");
    }

    private boolean isOf(RetentionEnded one) {
        return one.purpose().equals("responses");
    }

    @Test
    @Order(8)
    void whatANodeTookAndDidNotEnterStandsInTheRecordAfterItsReturn() throws Exception {
        var said = entries(ShareEnded.class).getFirst();
        goesOn(
                THREE_YEARS.plusDays(31),
                store ->
                        assertTrue(
                                new ShareEndClaims(store.deletions())
                                        .take(
                                                new ShareEndClaims.Claim(
                                                        "node-1",
                                                        LoopbackExam.SITTING,
                                                        new ShareEnded(
                                                                said.at(),
                                                                said.manifest(),
                                                                4,
                                                                site.exam
                                                                        .exam
                                                                        .custodian(3)
                                                                        .publicKey()
                                                                        .fingerprint(),
                                                                said.how(),
                                                                said.person(),
                                                                said.asked(),
                                                                said.proof())))));

        assertEquals(4, entries(ShareEnded.class).size());
        round();
        assertEquals(4, entries(ShareEnded.class).size(), "once");
    }
}
