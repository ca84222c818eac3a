package org.gongyuan.server.contract;

import static org.gongyuan.server.contract.PlannedExam.answered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.plan.Tables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Attacks upon planned examinations, named after the chapters of OWASP ASVS 5.0; and for every act
/// of this room, that no single person can do it.
@DisplayName("An attack on planned examinations")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExaminationAttacksTest {

    private static final String A = "auto-2026-a";

    private StaffSite site;
    private PlannedExam exam;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        site = new StaffSite(folder);
        exam = new PlannedExam(site, site.firstAdministrator("zhao"));
        exam.draft(A);
        answered(200, exam.bring(A, PlannedExam.table(2), false));
    }

    @AfterAll
    void close() {
        site.close();
    }

    // ---- V8 authorization

    @Test
    void v8_anExaminationOutsideOnesAreaIsAsOneThatIsNotThere() {
        site.invite(exam.zhao, "far");
        site.grant(exam.zhao, "far", "exam-officer", "exam:other-1");
        var far = site.signIn("far");

        var his = site.ask("GET", "/staff/examinations/auto-2026", Optional.of(far), null);
        var none = site.ask("GET", "/staff/examinations/auto-1999", Optional.of(far), null);

        assertEquals(404, his.status());
        assertEquals(none.text(), his.text());
        assertEquals(
                "not-permitted",
                site.ask(
                                "POST",
                                PlannedExam.path(A),
                                Optional.of(far),
                                StaffSite.rules(exam.starts(), exam.manifest))
                        .word());
    }

    @Test
    void v8_anUploadIsUsedByWhoBroughtItAlone() {
        var upload = site.upload(exam.chen, PlannedExam.table(1));

        var stolen =
                site.ask(
                        "POST",
                        PlannedExam.path(A) + "/roster",
                        Optional.of(exam.wu),
                        new JsonObject().put("upload", upload).put("acceptGood", true));
        var guessed =
                site.ask(
                        "POST",
                        PlannedExam.path(A) + "/roster",
                        Optional.of(exam.wu),
                        new JsonObject().put("upload", "0".repeat(32)).put("acceptGood", true));

        assertEquals(409, stolen.status());
        assertEquals(guessed.text(), stolen.text());
        assertEquals(409, site.put(exam.wu, upload, PlannedExam.table(1)).status());
        assertEquals(409, site.put(exam.chen, upload, PlannedExam.table(1)).status(), "twice");
    }

    @Test
    void v8_aCentreHeadEnrolsNoSeatOfAnotherCentre() {
        site.invite(exam.zhao, "head");
        site.grant(exam.zhao, "head", "centre-head", "centre:C2");
        var head = site.signIn("head");

        var certificate = site.exam.seatCertificate(org.gongyuan.server.LoopbackExam.seat(2));
        assertEquals(
                "not-permitted",
                site.ask(
                                "POST",
                                "/staff/seat-certificates",
                                Optional.of(head),
                                new JsonObject().put("certificate", certificate))
                        .word());
    }

    // ---- V2 what is asked

    @ParameterizedTest
    @ValueSource(strings = {"frozen", "opened", "stage", "changes", "digest", "roster"})
    void v2_noFieldOfAPlanIsSetThatTheContractDoesNotName(String field) {
        var draft = StaffSite.rules(exam.starts(), exam.manifest).put(field, "frozen");

        assertEquals(
                "not-as-contracted",
                site.ask("POST", PlannedExam.path(A), Optional.of(exam.chen), draft).word());
        assertEquals("draft", exam.sitting(A).getString("stage"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2f..%2fetc",
                "a%00",
                "{\"$ne\":1}",
                "A",
                "%2e%2e",
                "a.b",
                "a%20or%201=1"
            })
    void v2_aNameThatLeadsElsewhereIsNone(String name) {
        var answer =
                site.ask(
                        "GET",
                        "/staff/examinations/"
                                + name.replace("{", "%7b")
                                        .replace("}", "%7d")
                                        .replace("\"", "%22")
                                        .replace("$", "%24"),
                        Optional.of(exam.chen),
                        null);

        assertTrue(answer.status() == 400 || answer.status() == 404, answer::toString);
    }

    // ---- V5 files

    @Test
    void v5_anUploadHasTheSizeThatWasAnnounced() {
        for (var bytes : List.of(new byte[9], new byte[11])) {
            var begun =
                    site.ask(
                            "POST",
                            "/staff/uploads",
                            Optional.of(exam.wu),
                            new JsonObject().put("bytes", 10));
            var put = site.put(exam.wu, begun.json().getString("upload"), bytes);
            assertEquals(409, put.status(), put::toString);
        }
        assertEquals(
                400,
                site.ask(
                                "POST",
                                "/staff/uploads",
                                Optional.of(exam.wu),
                                new JsonObject().put("bytes", 1L << 40))
                        .status());
    }

    @Test
    void v5_aStrangerUploadsNothing() throws IOException {
        var begun =
                site.ask(
                        "POST",
                        "/staff/uploads",
                        Optional.of(exam.chen),
                        new JsonObject().put("bytes", 3));
        var name = begun.json().getString("upload");

        assertEquals(401, site.put("A".repeat(43), name, new byte[3]).status());
        var uploads = site.exam.folder.resolve("data-node-1").resolve("uploads");
        assertFalse(Files.exists(uploads.resolve(name)));
        assertEquals(204, site.put(exam.chen, name, new byte[3]).status());
    }

    @Test
    void v5_aBombAndAPathInAnArchiveAreRefusedAndLeaveNothing() throws IOException {
        var bomb = Tables.zip(Map.of("xl/a.xml", new byte[(200 << 20) + 1]));
        assertEquals(409, exam.bring(A, bomb, true).status());

        var photos = site.upload(exam.chen, Tables.zip(Map.of("../../a.jpg", new byte[9])));
        var answer =
                site.ask(
                        "POST",
                        PlannedExam.path(A) + "/roster",
                        Optional.of(exam.chen),
                        new JsonObject()
                                .put("upload", site.upload(exam.chen, PlannedExam.table(1)))
                                .put("photos", photos)
                                .put("acceptGood", true));
        assertEquals(409, answer.status(), answer::text);
        assertEquals(2, exam.sitting(A).getJsonObject("roster").getInteger("size"));
    }

    @Test
    void v1_aReportToldAsATableHoldsNoFormula() {
        var report =
                answered(
                        200,
                        exam.bring(
                                A,
                                (Tables.HEADER
                                                + "\n"
                                                + "\"=HYPERLINK(\"\"x\"\")\",@SUM(A1),secret-1,-1,+1")
                                        .getBytes(UTF_8),
                                true));

        assertEquals(false, report.getBoolean("imported"));
        assertFalse(report.getString("csv").matches("(?s).*(^|,)\"?[=@+-].*"), report::encode);
    }

    // ---- acts that no one does alone

    private List<JsonObject> acts() {
        return List.of(
                PlannedExam.freezing(exam.sitting(A)),
                PlannedExam.changing("auto-2026-k", "notice", 600_000, 900_000),
                PlannedExam.opening(exam.sitting("auto-2026-k")),
                PlannedExam.extending("extend-beyond", "auto-2026-m", 30));
    }

    @Test
    void v8_noActOfThisRoomIsDoneByOnePerson() throws Exception {
        exam.open("auto-2026-m", 1);
        exam.draft("auto-2026-k");
        answered(200, exam.bring("auto-2026-k", PlannedExam.table(2), false));
        exam.byBoth(PlannedExam.freezing(exam.sitting("auto-2026-k")));
        site.invite(exam.zhao, "narrow");
        site.grant(exam.zhao, "narrow", "exam-officer", "exam:other-1");
        var narrow = site.signIn("narrow");
        var head = site.person(exam.zhao, "room.head", "proctor");
        for (var act : acts()) {
            var kind = act.getString("kind");
            var proposed = site.propose(exam.chen, "chen", act);
            var at = "/staff/acts/" + proposed.getString("id") + "/approval";

            assertEquals("self-approved", site.approve(exam.chen, "chen", proposed).word(), kind);
            assertEquals("not-found", site.approve(narrow, "narrow", proposed).word(), kind);
            assertEquals("not-found", site.approve(head, "room.head", proposed).word(), kind);
            var another =
                    site.ask(
                            "POST",
                            at,
                            Optional.of(exam.wu),
                            new JsonObject()
                                    .put(
                                            "proof",
                                            site.proof("chen", proposed.getString("challenge"))));
            assertEquals("proof", another.word(), kind + ": the proposer's device for another");
            var forOther =
                    site.ask(
                            "POST",
                            at,
                            Optional.of(exam.wu),
                            new JsonObject()
                                    .put("proof", site.proof("wu", StaffSite.text(new byte[32]))));
            assertEquals("proof", forOther.word(), kind + ": a proof for something else");
            var again =
                    site.ask(
                            "POST",
                            "/staff/acts",
                            Optional.of(exam.wu),
                            new JsonObject()
                                    .put("act", StaffSite.text(new byte[40]))
                                    .put("proof", site.proof("wu", StaffSite.text(new byte[32]))));
            assertEquals("not-an-act", again.word(), kind);
            answered(
                    204,
                    site.ask(
                            "POST",
                            "/staff/acts/" + proposed.getString("id") + "/withdrawal",
                            Optional.of(exam.chen),
                            new JsonObject()));
            assertEquals("decided", site.approve(exam.wu, "wu", proposed).word(), kind);
        }
        answered(
                204,
                site.ask(
                        "POST",
                        "/staff/conflicts",
                        Optional.of(exam.wu),
                        new JsonObject()
                                .put("person", "wu")
                                .put("kind", "relative")
                                .put("sitting", "auto-2026-k")));
        var opening =
                site.propose(exam.chen, "chen", PlannedExam.opening(exam.sitting("auto-2026-k")));
        assertEquals("conflict", site.approve(exam.wu, "wu", opening).word());
        assertEquals("draft", exam.sitting(A).getString("stage"));
        assertEquals("frozen", exam.sitting("auto-2026-k").getString("stage"));
        assertEquals(0, exam.sitting("auto-2026-k").getJsonArray("changes").size());
    }
}
