package org.gongyuan.server.contract;

import static org.gongyuan.server.contract.PlannedExam.answered;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.conclusion.ConclusionRefused;
import org.gongyuan.server.conclusion.OpeningActs;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@DisplayName("A planned examination")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlannedExamTest {

    private StaffSite site;
    private PlannedExam exam;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        site = new StaffSite(folder);
        exam = new PlannedExam(site, site.firstAdministrator("zhao"));
    }

    @AfterAll
    void close() {
        site.close();
    }

    private <E extends SittingEntry> List<E> entries(String sitting, Class<E> kind) {
        var reader =
                site.exam
                        .server
                        .hall()
                        .sitting(new SittingId(sitting))
                        .orElseThrow()
                        .log()
                        .reader();
        var found = new ArrayList<E>();
        for (long i = 0; i < reader.size(); i++) {
            if (kind.isInstance(Leaf.read(reader.entry(i).leaf()))) {
                found.add(kind.cast(Leaf.read(reader.entry(i).leaf())));
            }
        }
        return found;
    }

    @Test
    void isOpenedByItsFrozenRulesAsTwoChangedThem() {
        exam.draft("auto-2026-a");
        answered(200, exam.bring("auto-2026-a", PlannedExam.table(3), false));
        assertEquals(
                true,
                exam.byBoth(PlannedExam.freezing(exam.sitting("auto-2026-a"))).getBoolean("done"));
        var frozen = exam.sitting("auto-2026-a");
        assertEquals("frozen", frozen.getString("stage"));
        assertEquals("chen", frozen.getJsonObject("frozen").getString("proposer"));

        var changing =
                site.propose(
                        exam.chen,
                        "chen",
                        PlannedExam.changing("auto-2026-a", "notice", 600_000, 900_000));
        assertEquals(3, changing.getInteger("reach"), "how many the change concerns");
        assertEquals(true, answered(200, site.approve(exam.wu, "wu", changing)).getBoolean("done"));
        var done = exam.byBoth(PlannedExam.opening(exam.sitting("auto-2026-a")));

        assertEquals(true, done.getBoolean("done"), done::encode);
        assertEquals("opened", exam.sitting("auto-2026-a").getString("stage"));
        var rules = entries("auto-2026-a", SittingEntry.RulesFrozen.class).getFirst();
        assertEquals("auto-2026", rules.exam());
        assertTrue(rules.rules().contains("notice=600000"), rules::toString);
        assertTrue(rules.rules().contains("extension-limit=600000"), rules::toString);
        var change = entries("auto-2026-a", SittingEntry.RuleChanged.class).getFirst();
        assertEquals("900000", change.to());
        assertEquals(
                Duration.ofMinutes(15),
                entries("auto-2026-a", SittingEntry.SittingOpened.class).getFirst().notice());
        assertEquals(1, entries("auto-2026-a", SittingEntry.Acted.class).size());
        assertFalse(exam.sitting("auto-2026-a").getJsonObject("roster").getBoolean("atHand"));
    }

    @Test
    void isOpenedByNoOtherRulesThanTheFrozenOnes() {
        exam.draft("auto-2026-b");
        answered(200, exam.bring("auto-2026-b", PlannedExam.table(2), false));
        var draft = PlannedExam.opening(exam.sitting("auto-2026-b"));
        assertEquals("impossible", exam.drafting(draft).word());

        var stale = PlannedExam.freezing(exam.sitting("auto-2026-b"));
        answered(
                200,
                site.ask(
                        "POST",
                        PlannedExam.path("auto-2026-b"),
                        Optional.of(exam.chen),
                        StaffSite.rules(exam.starts(), exam.manifest).put("limitMillis", 0)));
        assertEquals("impossible", exam.drafting(stale).word());
        exam.byBoth(PlannedExam.freezing(exam.sitting("auto-2026-b")));

        var sitting = exam.sitting("auto-2026-b");
        for (var other :
                List.of(
                        PlannedExam.opening(sitting).put("lengthMillis", 7_200_000),
                        PlannedExam.opening(sitting).put("preset", "cpa"),
                        PlannedExam.opening(sitting).put("noticeMillis", 1),
                        PlannedExam.opening(sitting).put("posture", "standard"),
                        PlannedExam.opening(sitting).put("roster", "0".repeat(64)))) {
            assertEquals("impossible", exam.drafting(other).word(), other::encode);
        }
        assertEquals(
                409,
                site.ask(
                                "POST",
                                PlannedExam.path("auto-2026-b"),
                                Optional.of(exam.chen),
                                StaffSite.rules(exam.starts(), exam.manifest))
                        .status());
        for (var change :
                List.of(
                        PlannedExam.changing("auto-2026-b", "length", 3_600_000, 7_200_000),
                        PlannedExam.changing("auto-2026-b", "notice", 600_000, 1),
                        PlannedExam.changing("auto-2026-b", "notice", 5, 900_000),
                        PlannedExam.changing("auto-2026-b", "preset", 1, 2))) {
            assertTrue(exam.drafting(change).status() >= 400, change::encode);
        }
    }

    @Test
    void changesTheLimitAfterTheOpeningAndNoOtherStart() {
        exam.open("auto-2026-c", 2);

        var raised =
                exam.byBoth(
                        PlannedExam.changing("auto-2026-c", "extension-limit", 600_000, 1_200_000));
        assertEquals(true, raised.getBoolean("done"), raised::encode);
        assertEquals(1, entries("auto-2026-c", SittingEntry.RuleChanged.class).size());
        assertEquals(
                "impossible",
                exam.drafting(PlannedExam.changing("auto-2026-c", "starts", 1, 9_999_999_999_999L))
                        .word());
    }

    @Test
    void takesARosterWholeOrTheGoodRowsWhenToldTo() {
        exam.draft("auto-2026-d");
        var table =
                (new String(PlannedExam.table(2), UTF_8) + "\nt-3,考生3,no,C1/R1/3,").getBytes(UTF_8);

        var refused = answered(200, exam.bring("auto-2026-d", table, false));
        assertEquals(false, refused.getBoolean("imported"));
        assertEquals(1, refused.getInteger("bad"));
        var problem = refused.getJsonArray("problems").getJsonObject(0);
        assertEquals(4, problem.getInteger("row"));
        assertEquals("secret", problem.getString("column"));
        assertFalse(exam.sitting("auto-2026-d").containsKey("roster"));

        var taken = answered(200, exam.bring("auto-2026-d", table, true));
        assertEquals(true, taken.getBoolean("imported"));
        assertEquals(2, exam.sitting("auto-2026-d").getJsonObject("roster").getInteger("size"));
        var uploads = site.exam.folder.resolve("data-node-1").resolve("uploads");
        assertEquals(0, uploads.toFile().list().length, "an upload is gone once it was used");
    }

    @Test
    void refusesItsOwnStaffAsCandidates() {
        exam.draft("auto-2026-e");
        answered(
                204,
                site.ask(
                        "POST",
                        "/staff/conflicts",
                        Optional.of(exam.wu),
                        new JsonObject()
                                .put("person", "wu")
                                .put("kind", "candidate")
                                .put("sitting", "auto-2026-e")
                                .put("ticket", "t-2")));

        var report = answered(200, exam.bring("auto-2026-e", PlannedExam.table(2), false));

        assertEquals(false, report.getBoolean("imported"));
        assertEquals("staff", report.getJsonArray("problems").getJsonObject(0).getString("fault"));
    }

    @Test
    void knowsWhichSeatsHaveACertificate() throws Exception {
        var credentials = site.exam.seatCertificate(org.gongyuan.server.LoopbackExam.seat(1));
        var enrolled =
                answered(
                        200,
                        site.ask(
                                "POST",
                                "/staff/seat-certificates",
                                Optional.of(exam.chen),
                                new JsonObject().put("certificate", credentials)));
        assertEquals("C1/R1/1", enrolled.getString("seat"));

        var seats =
                answered(
                        200,
                        site.ask(
                                "GET",
                                "/staff/examinations/auto-2026/seats",
                                Optional.of(exam.chen),
                                null));
        assertEquals(1, seats.getJsonArray("seats").size());
        var own = Files.readString(site.exam.folder.resolve("server.pem"));
        assertEquals(
                409,
                site.ask(
                                "POST",
                                "/staff/seat-certificates",
                                Optional.of(exam.chen),
                                new JsonObject().put("certificate", own))
                        .status());
    }

    @Test
    void isPublishedByTwoWithTheNoticeItsRulesSay() throws Exception {
        exam.open("auto-2026-f", 1);
        var he = site.person(exam.zhao, "he", "scoring-officer");
        var lin = site.person(exam.zhao, "lin", "authority");
        var id = new SittingId("auto-2026-f");
        var held = site.exam.server.hall().sitting(id).orElseThrow();
        var results = Suite.INTL_1.digest(new byte[] {7});
        var publishing =
                new JsonObject()
                        .put("kind", "publish")
                        .put("sitting", "auto-2026-f")
                        .put("run", "run-1")
                        .put("results", results.hex())
                        .put("reason", "committee of 5 May");
        assertEquals(
                "impossible",
                site.ask("POST", "/staff/acts/draft", Optional.of(he), publishing).word());

        assertEquals(
                true,
                exam.byBoth(
                                new JsonObject()
                                        .put("kind", "close-sitting")
                                        .put("sitting", "auto-2026-f")
                                        .put("reason", "over"))
                        .getBoolean("done"));
        var text = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            text.append(
                            SigningKeyPair.generate(
                                            Suite.INTL_1,
                                            SigningPurpose.APPROVER,
                                            new SecureRandom())
                                    .verifyingKey()
                                    .text())
                    .append('\n');
        }
        Files.createDirectories(held.folder().conclusion());
        Files.writeString(held.folder().conclusion().resolve("run-1.approvers"), text.toString());
        StaffLog.enter(
                held.log(),
                site.exam.server.lane(),
                site.exam.server.clock(),
                at ->
                        new SittingEntry.Scored(
                                at,
                                "run-1",
                                Digest.of(new byte[32]),
                                results,
                                0,
                                Digest.of(new byte[32])));

        var runs =
                answered(
                        200,
                        site.ask(
                                "GET",
                                "/staff/sittings/auto-2026-f/publication",
                                Optional.of(he),
                                null));
        assertEquals(1, runs.getJsonArray("runs").size());
        assertEquals(
                "impossible",
                site.ask(
                                "POST",
                                "/staff/acts/draft",
                                Optional.of(he),
                                publishing.copy().put("results", "0".repeat(64)))
                        .word());
        var proposed = site.propose(he, "he", publishing);
        assertEquals("self-approved", site.approve(he, "he", proposed).word());
        var done = answered(200, site.approve(lin, "lin", proposed));

        assertEquals(true, done.getBoolean("done"), done::encode);
        var begun = entries("auto-2026-f", SittingEntry.NoticeBegun.class).getFirst();
        assertEquals(begun.at().plus(Duration.ofMinutes(10)), begun.until());
        assertEquals(
                "impossible",
                site.ask("POST", "/staff/acts/draft", Optional.of(he), publishing).word());
    }

    @Test
    void hasItsResponsesLetBeOpenedByTwoOnceItIsClosed() {
        exam.open("auto-2026-g", 1);
        var he = site.person(exam.zhao, "opening-he", "scoring-officer");
        var lin = site.person(exam.zhao, "opening-lin", "authority");
        var letting =
                new JsonObject()
                        .put("kind", "open-responses")
                        .put("sitting", "auto-2026-g")
                        .put("manifest", exam.manifest)
                        .put("reason", "closed and reconciled");
        assertEquals(
                "impossible",
                site.ask("POST", "/staff/acts/draft", Optional.of(he), letting).word(),
                "not closed");
        assertEquals(
                true,
                exam.byBoth(
                                new JsonObject()
                                        .put("kind", "close-sitting")
                                        .put("sitting", "auto-2026-g")
                                        .put("reason", "over"))
                        .getBoolean("done"));
        var what = new OpeningPayload(new SittingId("auto-2026-g"), Digest.parse(exam.manifest));
        assertTrue(openingActs().isDue(), "it was opened by an act");
        var refused =
                assertThrows(ConclusionRefused.class, () -> openingActs().demand(what))
                        .getMessage();
        assertTrue(refused.contains("no act open-responses stands"), refused);

        assertEquals(
                "not-permitted",
                site.ask("POST", "/staff/acts/draft", Optional.of(exam.chen), letting).word());
        assertEquals(
                "impossible",
                site.ask(
                                "POST",
                                "/staff/acts/draft",
                                Optional.of(he),
                                letting.copy().put("manifest", "0".repeat(64)))
                        .word());
        assertFalse(opening(he).getBoolean("standing"));
        var proposed = site.propose(he, "opening-he", letting);
        assertEquals("self-approved", site.approve(he, "opening-he", proposed).word());
        var done = answered(200, site.approve(lin, "opening-lin", proposed));

        assertEquals(true, done.getBoolean("done"), done::encode);
        assertEquals(true, opening(lin).getBoolean("standing"));
        assertEquals(
                3,
                entries("auto-2026-g", SittingEntry.Acted.class).size(),
                "opening, closing, and the opening of its responses");
        assertTrue(openingActs().stands(what));
        assertDoesNotThrow(() -> openingActs().demand(what));
        assertEquals(
                "impossible",
                site.ask("POST", "/staff/acts/draft", Optional.of(he), letting).word());
    }

    private OpeningActs openingActs() {
        var held = site.exam.server.hall().sitting(new SittingId("auto-2026-g")).orElseThrow();
        return OpeningActs.in(List.of(held.log().reader()));
    }

    private JsonObject opening(String token) {
        return answered(
                        200,
                        site.ask(
                                "GET",
                                "/staff/sittings/auto-2026-g/publication",
                                Optional.of(token),
                                null))
                .getJsonObject("opening");
    }
}
