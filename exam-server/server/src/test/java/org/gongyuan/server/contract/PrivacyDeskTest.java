package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.SittingEntry.KeyDestroyed;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.contract.StaffSite.Answer;
import org.gongyuan.server.sitting.Closing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/// A closed sitting with three candidates, and the data-protection officers Ma and Deng.
@DisplayName("At the privacy desk")
class PrivacyDeskTest {

    @TempDir private Path folder;
    private StaffSite site;
    private String zhao;
    private String ma;
    private String deng;

    @BeforeEach
    void open() throws Exception {
        site = new StaffSite(folder);
        site.exam.openSitting();
        zhao = site.firstAdministrator("zhao");
        ma = site.person(zhao, "ma", "data-protection-officer");
        deng = site.person(zhao, "deng", "data-protection-officer");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Answer ask(String method, String path, String token, JsonObject body) {
        return site.ask(method, path, Optional.of(token), body);
    }

    private JsonObject receive(String kind, String ticket) {
        var made =
                ask(
                        "POST",
                        "/staff/privacy/requests",
                        ma,
                        new JsonObject()
                                .put("kind", kind)
                                .put("name", "考生2")
                                .put("contact", "kaosheng2@example.org")
                                .put("words", "请删除我的信息")
                                .put("sitting", LoopbackExam.SITTING.text())
                                .put("ticket", ticket));
        assertEquals(201, made.status(), made.text());
        return made.json();
    }

    private Answer step(String id, String state) {
        return ask(
                "POST",
                "/staff/privacy/requests/" + id + "/step",
                ma,
                new JsonObject().put("state", state).put("reason", "证件核对无误"));
    }

    private Answer draft(String upon, String because) {
        return ask(
                "POST",
                "/staff/acts/draft",
                ma,
                new JsonObject()
                        .put("kind", "erase-personal")
                        .put("erase", upon)
                        .put("because", because)
                        .put("reason", "case 9"));
    }

    private void byBoth(JsonObject draft) {
        var approved = site.approve(deng, "deng", site.propose(ma, "ma", draft));
        assertEquals(200, approved.status(), approved.text());
        assertEquals(true, approved.json().getBoolean("done"), approved.text());
    }

    private JsonObject erase(String upon, String because) {
        var drafted = draft(upon, because);
        assertEquals(200, drafted.status(), drafted.text());
        var proposed =
                ask(
                        "POST",
                        "/staff/acts",
                        ma,
                        new JsonObject()
                                .put("act", drafted.json().getString("act"))
                                .put(
                                        "proof",
                                        site.proof("ma", drafted.json().getString("challenge"))));
        assertEquals(201, proposed.status(), proposed.text());
        var self = site.approve(ma, "ma", proposed.json());
        assertEquals("self-approved", self.word());
        var approved = site.approve(deng, "deng", proposed.json());
        assertEquals(200, approved.status(), approved.text());
        return approved.json();
    }

    private boolean isOnDisk(String text) throws IOException {
        try (var files = Files.walk(folder.resolve("data-node-1"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), UTF_8).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aCandidateIsDeletedByHisRequestUnderTwoPersonsAndNobodyOpensWhatIsLeft() throws Exception {
        assertTrue(
                site.exam.server.closeSitting(LoopbackExam.SITTING).join()
                        instanceof Closing.Closed);
        var request = receive("delete", "t-2");
        var id = request.getString("id");
        var upon = request.getString("about");
        assertEquals("conflict", draft(upon, id).word(), "not granted yet");
        assertEquals(200, step(id, "checked").status());
        assertEquals(200, step(id, "granted").status());
        var other = receive("delete", "t-3").getString("about");
        assertEquals("conflict", draft(other, id).word(), "another's request");

        var keys = folder.resolve("data-node-1/sittings/spring-a/candidate-keys");
        var copyOfAnotherNode = Files.readAllBytes(keys);

        assertTrue(erase(upon, id).getBoolean("done"));

        assertEquals(200, step(id, "done").status());
        var sitting = LoopbackExam.SITTING;
        assertEquals(2, site.exam.server.hall().keptCandidates(sitting));
        var entries =
                site.exam
                        .server
                        .staffOffice()
                        .orElseThrow()
                        .index()
                        .find(RecordQuery.all(RecordQuery.Where.STAFF), OptionalLong.empty(), 200)
                        .found();
        var destroyed =
                entries.stream()
                        .map(one -> one.entry())
                        .filter(KeyDestroyed.class::isInstance)
                        .map(KeyDestroyed.class::cast)
                        .toList();
        assertEquals(1, destroyed.size());
        assertEquals(upon, destroyed.getFirst().scope());
        assertEquals("candidate", destroyed.getFirst().purpose());
        site.exam.server.close();
        site.exam.server = site.restart();
        var roster = site.exam.server.hall().sitting(sitting).orElseThrow().sitting().roster();
        assertEquals("（已删除）", roster.withTicket("t-2").orElseThrow().name());
        assertEquals("考生1", roster.withTicket("t-1").orElseThrow().name());
        assertFalse(isOnDisk("考生1"), "names lie sealed");

        // A node that was down then, with its own copy and its own log of staff.
        site.exam.server.close();
        Files.write(keys, copyOfAnotherNode);
        delete(folder.resolve("data-node-1/staff-log"));
        site.exam.server = site.restart();
        site.exam.server.staffOffice().orElseThrow().retention().round();
        assertEquals(2, site.exam.server.hall().keptCandidates(sitting), "gone here too");
        var index = site.exam.server.staffOffice().orElseThrow().index();
        index.follow();
        var said = RecordQuery.all(RecordQuery.Where.STAFF).of("key-destroyed", upon);
        assertEquals(1, index.find(said, OptionalLong.empty(), 20).found().size());
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void nothingIsDeletedBeforeItsTimeOrUnderALegalHold() {
        var sitting = LoopbackExam.SITTING.text();
        assertEquals("conflict", draft(sitting, "due").word(), "not closed");
        var _ = site.exam.server.closeSitting(LoopbackExam.SITTING).join();
        assertEquals("conflict", draft(sitting, "due").word(), "kept for three years");
        var request = receive("delete", "t-1");
        var id = request.getString("id");
        assertEquals(200, step(id, "checked").status());
        assertEquals(200, step(id, "granted").status());
        var hold = new JsonObject().put("upon", sitting).put("reason", "objection 4");
        assertEquals(204, ask("POST", "/staff/privacy/holds", ma, hold).status());
        assertEquals("conflict", draft(request.getString("about"), id).word(), "held");
        assertEquals(409, ask("POST", "/staff/privacy/holds", ma, hold).status());

        byBoth(
                new JsonObject()
                        .put("kind", "lift-hold")
                        .put("held", sitting)
                        .put("reason", "objection 4 is settled"));

        assertEquals(200, draft(request.getString("about"), id).status());
    }

    @Test
    void aRequestGoesItsWayAndNoOtherAndTellsItsPersonOnlyToWhoOpensIt() throws Exception {
        var request = receive("copy", "t-1");
        var id = request.getString("id");
        var list = ask("GET", "/staff/privacy/requests", ma, null);

        assertFalse(list.text().contains("考生2"));
        assertEquals(
                "考生2",
                ask("GET", "/staff/privacy/requests/" + id, ma, null).json().getString("name"));
        assertEquals(409, step(id, "granted").status());
        assertEquals(409, step(id, "done").status());
        assertEquals(404, ask("GET", copy(id), ma, null).status());
        assertEquals(200, step(id, "checked").status());
        assertEquals(200, step(id, "granted").status());
        var copy = ask("GET", copy(id), ma, null);
        assertEquals(200, copy.status());
        assertTrue(copy.text().contains("考生1"), copy.text());
        assertTrue(copy.text().strip().endsWith("—— 完 end ——"), copy.text());
        assertEquals(200, step(id, "done").status());
        assertEquals(
                "impossible",
                ask(
                                "POST",
                                "/staff/acts/draft",
                                ma,
                                new JsonObject()
                                        .put("kind", "refuse-request")
                                        .put("request", id)
                                        .put("reason", "-"))
                        .word(),
                "it is done already");
        assertFalse(isOnDisk("kaosheng2@example.org"), "who asked lies sealed");
    }

    @Test
    void nobodyDecidesOnARequestAboutHimself() {
        var wen = site.person(zhao, "wen", "data-protection-officer");
        var asked =
                new JsonObject()
                        .put("kind", "correct")
                        .put("name", "马丽")
                        .put("contact", "-")
                        .put("words", "请更正")
                        .put("person", "ma");
        var id = ask("POST", "/staff/privacy/requests", ma, asked).json().getString("id");

        isKeptOut("conflict-own-request", step(id, "checked"));
        isKeptOut("conflict-own-request", ask("POST", "/staff/acts/draft", ma, refusing(id)));
        var proposed = site.propose(deng, "deng", refusing(id));
        isKeptOut("conflict-own-request", site.approve(ma, "ma", proposed));
        var path = "/staff/acts/" + proposed.getString("id");
        assertEquals(404, ask("GET", path, ma, null).status(), "it does not wait for her");
        var read = ask("GET", "/staff/privacy/requests/" + id, ma, null);
        assertEquals("received", read.json().getString("state"));

        var approved = site.approve(wen, "wen", proposed);
        assertEquals(true, approved.json().getBoolean("done"), approved.text());
    }

    @Test
    void nobodyDecidesOnARequestOfACandidateWithWhoseSittingHeDeclaredAConflict() {
        var wen = site.person(zhao, "wen", "data-protection-officer");
        var id = receive("delete", "t-2").getString("id");
        var drafted = ask("POST", "/staff/acts/draft", ma, refusing(id)).json();
        var byDeng = site.propose(deng, "deng", refusing(id));
        var wang = site.person(zhao, "wang", "proctor");
        declare(wang, "ma", "candidate");
        declare(wang, "deng", "taught");

        isKeptOut("conflict-candidate", step(id, "checked"));
        isKeptOut(
                "conflict-candidate",
                ask(
                        "POST",
                        "/staff/acts",
                        ma,
                        new JsonObject()
                                .put("act", drafted.getString("act"))
                                .put("proof", site.proof("ma", drafted.getString("challenge")))));
        isKeptOut("conflict-candidate", site.approve(ma, "ma", byDeng));
        isKeptOut("conflict", site.approve(wen, "wen", byDeng));
    }

    private static JsonObject refusing(String request) {
        return new JsonObject()
                .put("kind", "refuse-request")
                .put("request", request)
                .put("reason", "asked before");
    }

    private static void isKeptOut(String code, Answer answer) {
        assertEquals(403, answer.status(), answer.text());
        assertEquals("conflict", answer.word());
        assertEquals(code, answer.json().getString("code"));
    }

    private void declare(String token, String person, String kind) {
        var declared =
                ask(
                        "POST",
                        "/staff/conflicts",
                        token,
                        new JsonObject()
                                .put("person", person)
                                .put("kind", kind)
                                .put("sitting", LoopbackExam.SITTING.text()));
        assertEquals(204, declared.status(), declared.text());
    }

    private static String copy(String id) {
        return "/staff/privacy/requests/" + id + "/copy";
    }

    @Test
    void faceConsentIsGivenTakenBackAndCountedAndNeverTakenForGranted() {
        var consent =
                new JsonObject()
                        .put("sitting", LoopbackExam.SITTING.text())
                        .put("ticket", "t-1")
                        .put("given", false);
        assertEquals(409, ask("POST", "/staff/privacy/face-consents", ma, consent).status());
        consent.put("given", true);
        assertEquals(204, ask("POST", "/staff/privacy/face-consents", ma, consent).status());
        consent.put("given", false);
        assertEquals(204, ask("POST", "/staff/privacy/face-consents", ma, consent).status());
        consent.put("ticket", "t-9");
        assertEquals(404, ask("POST", "/staff/privacy/face-consents", ma, consent).status());

        var counts =
                ask("GET", "/staff/privacy/face-consents", ma, null)
                        .json()
                        .getJsonArray("sittings")
                        .getJsonObject(0);
        assertEquals(0, counts.getInteger("given"));
        assertEquals(1, counts.getInteger("withdrawn"));
    }

    @Test
    void thePurposesAndPeriodsAreReadByEverybodyWhoIsSignedIn() {
        var kinds = ask("GET", "/staff/privacy/retention", zhao, null).json().getJsonArray("kinds");

        assertTrue(kinds.size() > 8, kinds.encode());
        assertEquals("candidate", kinds.getJsonObject(0).getString("kind"));
        assertEquals("P3Y", kinds.getJsonObject(0).getString("period"));
    }

    @Test
    void staffWhoDeclareTheirOwnTicketAreNotLetInWithIt() throws Exception {
        var wang = site.person(zhao, "wang", "proctor");
        var declared =
                ask(
                        "POST",
                        "/staff/conflicts",
                        wang,
                        new JsonObject()
                                .put("person", "wang")
                                .put("kind", "candidate")
                                .put("sitting", LoopbackExam.SITTING.text())
                                .put("ticket", "t-1"));
        assertEquals(204, declared.status(), declared.text());
        site.exam.release();

        var barred = site.exam.connect(1);
        barred.helloWith("t-1", "secret-1");
        assertEquals(Refusal.ASK, barred.awaits(ServerMessage.Refused.class).reason());
    }
}
