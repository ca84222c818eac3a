package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.LoopbackExam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@DisplayName("The staff port")
class StaffPortTest {

    @TempDir private Path folder;
    private StaffSite site;
    private String zhao;

    @BeforeEach
    void open() throws Exception {
        site = new StaffSite(folder);
        zhao = site.firstAdministrator("zhao");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void tellsAPersonWhoHeIs() {
        var me = site.ask("GET", "/staff/me", Optional.of(zhao), null);

        assertEquals(200, me.status(), me.text());
        assertEquals("zhao", me.json().getString("person"));
        assertEquals("赵敏", me.json().getString("name"));
        var ways = site.ask("GET", "/staff/sign-in/ways", Optional.empty(), null);
        assertEquals(new JsonObject(), ways.json(), "no identity provider, none offered");
    }

    @Test
    void carriesOutAVoidThatTwoStandForAndEntersBothProofs() throws Exception {
        site.exam.openSitting();
        var wang = site.person(zhao, "wang", "proctor");
        var li = site.person(zhao, "li", "centre-head");
        site.exam.release();
        var seat = site.exam.connect(1);
        seat.helloWith("t-1", "secret-1");
        seat.awaits(ServerMessage.Admitted.class);

        var proposed = site.propose(wang, "wang", StaffSite.voiding("room:C1/R1"));
        var waiting = site.ask("GET", "/staff/waiting", Optional.of(li), null);
        assertEquals(1, waiting.json().getJsonArray("acts").size());
        var told = waiting.json().getJsonArray("acts").getJsonObject(0);
        assertEquals(1, told.getInteger("reach"), "whom it would concern");
        assertEquals(
                List.of("sitting=spring-a", "scope=room:C1/R1", "cause=breach"),
                told.getJsonArray("details").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("name") + "=" + one.getString("value"))
                        .toList());
        var done = site.approve(li, "li", proposed);

        assertEquals(200, done.status(), done.text());
        assertTrue(done.json().getBoolean("done"), done.text());
        var reader =
                site.exam.server.hall().sitting(LoopbackExam.SITTING).orElseThrow().log().reader();
        var acted = new ArrayList<SittingEntry.Acted>();
        boolean voided = false;
        for (long i = 0; i < reader.size(); i++) {
            var entry = Leaf.read(reader.entry(i).leaf());
            if (entry instanceof SittingEntry.Acted one) {
                acted.add(one);
                assertFalse(voided, "the act is entered before it is carried out");
            }
            voided |= entry.getClass().getSimpleName().equals("Voided");
        }
        assertTrue(voided);
        assertEquals(1, acted.size());
        assertEquals("wang", ActDocument.read(acted.getFirst().act().toBytes()).proposer().text());
        assertEquals("li", acted.getFirst().approver().text());
        assertEquals(
                2,
                Files.readAllLines(
                                site.exam
                                        .server
                                        .hall()
                                        .sitting(LoopbackExam.SITTING)
                                        .orElseThrow()
                                        .folder()
                                        .staffKeys())
                        .size());
    }

    @Test
    void recoversAnAccountByTwoAdministrators() {
        site.person(zhao, "sun", "security-administrator");
        var chen = site.person(zhao, "chen", "security-administrator");
        var qian = site.person(zhao, "qian", "proctor");

        var proposed =
                site.propose(
                        zhao,
                        "zhao",
                        new JsonObject()
                                .put("kind", "recover-account")
                                .put("person", "qian")
                                .put("reason", "telephone lost"));
        var done = site.approve(chen, "chen", proposed);

        assertTrue(done.json().getBoolean("done"), done.text());
        assertEquals(401, site.ask("GET", "/staff/me", Optional.of(qian), null).status());
        site.redeem("qian", done.json().getString("told"));
        assertEquals(
                200, site.ask("GET", "/staff/me", Optional.of(site.signIn("qian")), null).status());
    }

    @Test
    void pushesWhatWaitsAndNothingTwice() {
        site.exam.openSitting();
        var wang = site.person(zhao, "wang", "proctor");
        var li = site.person(zhao, "li", "centre-head");
        site.propose(wang, "wang", StaffSite.voiding("all"));

        var told = site.ask("GET", "/staff/waiting/stream", Optional.of(li), null);

        assertEquals(200, told.status());
        assertTrue(told.text().contains("event: waiting"), told.text());
        assertTrue(told.text().contains("case 2026-17"), told.text());
        var name = told.text().substring(4, told.text().indexOf('\n'));
        var headers = StaffSite.browser(Optional.of(li));
        headers.put("Last-Event-ID", name);
        site.propose(wang, "wang", StaffSite.voiding("room:C1/R1"));
        var again = site.ask("GET", "/staff/waiting/stream", headers, "");
        assertFalse(again.text().contains(name), again.text());
        assertTrue(again.text().contains("room:C1/R1"), again.text());
    }

    @Test
    void entersWhatWasDoneReadAndRefused() {
        var audit = site.person(zhao, "wu", "audit-administrator");
        site.ask("GET", "/staff/people/wu", Optional.of(zhao), null);
        site.ask("GET", "/staff/people", Optional.of(audit), null);
        site.ask("GET", "/staff/people", Optional.empty(), null);

        var entries = new ArrayList<String>();
        var cursor = Optional.<Long>empty();
        do {
            var page =
                    site.ask(
                            "GET",
                            "/staff/audit?most=3" + cursor.map(one -> "&cursor=" + one).orElse(""),
                            Optional.of(audit),
                            null);
            assertEquals(200, page.status(), page.text());
            for (Object one : page.json().getJsonArray("entries")) {
                var entry = (JsonObject) one;
                entries.add(
                        "%s %s %s %s"
                                .formatted(
                                        entry.getString("person"),
                                        entry.getString("what"),
                                        entry.getString("upon"),
                                        entry.getString("outcome")));
            }
            cursor = Optional.ofNullable(page.json().getLong("next"));
        } while (cursor.isPresent());
        for (var expected :
                List.of(
                        "zhao invitePerson wu done",
                        "wu redeemInvitation - done",
                        "wu signInByPasskey - done",
                        "zhao readPerson wu read",
                        "wu listPeople - not-permitted",
                        "nobody listPeople - not-signed-in")) {
            assertTrue(entries.contains(expected), () -> expected + " is not in " + entries);
        }
        var granted =
                "he.fang approveAct [0-9a-f]{64} grant-duty wu audit-administrator all [0-9a-f ]{9}"
                        + " done";
        assertTrue(entries.stream().anyMatch(one -> one.matches(granted)), entries::toString);
        var found =
                site.ask(
                        "GET",
                        "/staff/audit?person=wu&outcome=not-permitted",
                        Optional.of(audit),
                        null);
        assertEquals(1, found.json().getJsonArray("entries").size(), found.text());
        var searches =
                site.ask(
                        "GET",
                        "/staff/audit?what=searchAudit&outcome=read",
                        Optional.of(audit),
                        null);
        assertTrue(searches.json().getJsonArray("entries").size() > 3, searches.text());
    }

    @Test
    void keepsStaffThatAreCandidatesFromTheSitting() {
        site.exam.openSitting();
        var wang = site.person(zhao, "wang", "proctor");
        var declared =
                site.ask(
                        "POST",
                        "/staff/conflicts",
                        Optional.of(wang),
                        new JsonObject()
                                .put("person", "wang")
                                .put("kind", "relative")
                                .put("sitting", LoopbackExam.SITTING.text())
                                .put("ticket", "t-2"));
        assertEquals(204, declared.status(), declared.text());

        var refused =
                site.ask(
                        "POST",
                        "/staff/acts/draft",
                        Optional.of(wang),
                        StaffSite.voiding("room:C1/R1"));

        assertEquals("conflict", refused.word(), refused.text());
        assertEquals("conflict-relative", refused.json().getString("code"));
        var listed = site.ask("GET", "/staff/conflicts", Optional.of(zhao), null);
        assertFalse(listed.text().contains("t-2"), listed.text());
        assertEquals(1, listed.json().getJsonArray("conflicts", new JsonArray()).size());
    }
}
