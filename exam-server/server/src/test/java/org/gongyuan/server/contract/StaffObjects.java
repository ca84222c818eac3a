package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.trust.suite.Digest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// One object of every kind that the staff port knows, each somebody's, and for every operation a
/// request that fits the contract and is about them.
final class StaffObjects {

    private final StaffSite site;
    private final String zhao;
    final String officer;
    final String act;
    final String request;
    final String rehearsal;
    SealedExam waiting;

    /// Makes them at a site whose sitting is open.
    ///
    /// @param zhao the token of its first administrator
    StaffObjects(StaffSite site, Path folder, String zhao) throws Exception {
        this.site = site;
        this.zhao = zhao;
        officer = site.person(zhao, "officer", "exam-officer");
        act = site.propose(officer, "officer", StaffSite.voiding("all")).getString("id");
        site.invite(zhao, "victim");
        request = grantedRequest(site.person(zhao, "officer.privacy", "data-protection-officer"));
        rehearsal = rehearsal(folder);
        site.ask("POST", "/staff/examinations", Optional.of(officer), body("planExamination"));
        site.ask(
                "POST",
                path("/staff/examinations/{exam}/centres/{centre}"),
                Optional.of(officer),
                body("planCentre"));
        site.ask(
                "POST",
                path("/staff/examinations/{exam}/sittings/{sitting}"),
                Optional.of(officer),
                body("draftSitting"));
        site.grant(zhao, "victim", "inspector", "all");
    }

    /// A rehearsal among two keys, a form that waits, and an alarm.
    private String rehearsal(Path folder) throws Exception {
        var keeper = site.person(zhao, "keeper", "custodian");
        var keys = new JsonArray();
        for (int i = 0; i < 2; i++) {
            var pair = site.exam.exam.custodian(i);
            keys.add(pair.publicKey().fingerprint().hex());
            var asked =
                    site.ask(
                                    "POST",
                                    "/staff/custodian-keys/challenge",
                                    Optional.of(keeper),
                                    body("challengeCustodianKey")
                                            .put("key", pair.publicKey().text()))
                            .json();
            var secret =
                    pair.open(
                            Offices.decoded(asked.getString("sealed")),
                            CustodianKeys.bound(new StaffId("keeper"), pair.publicKey()));
            var mark = SealedExam.SUITE.digest(new byte[i]);
            var proved =
                    site.ask(
                            "POST",
                            "/staff/custodian-keys",
                            Optional.of(keeper),
                            new JsonObject()
                                    .put("id", asked.getString("id"))
                                    .put(
                                            "answer",
                                            CustodianKeys.answer(pair.publicKey(), secret, mark)
                                                    .hex())
                                    .put("mark", mark.hex()));
            assertEquals(201, proved.status(), proved.text());
        }
        waiting =
                new SealedExam(Files.createDirectory(folder.resolve("waiting")), site.exam.starts);
        var assembler = site.person(zhao, "assembler", "form-assembler");
        var brought =
                site.upload(
                        "/staff/forms/" + waiting.manifest.digest().hex() + "/file",
                        Optional.of(assembler),
                        Files.readAllBytes(waiting.file));
        assertEquals(201, brought.status(), brought.text());
        var begun =
                site.ask(
                        "POST",
                        "/staff/rehearsals",
                        Optional.of(officer),
                        body("beginRehearsal").put("custodians", keys));
        assertEquals(201, begun.status(), begun.text());
        return begun.json().getString("rehearsal");
    }

    private String grantedRequest(String token) {
        var made =
                site.ask(
                        "POST",
                        "/staff/privacy/requests",
                        Optional.of(token),
                        new JsonObject()
                                .put("kind", "copy")
                                .put("name", "某人")
                                .put("contact", "-")
                                .put("words", "-")
                                .put("person", "victim"));
        assertEquals(201, made.status(), made.text());
        var id = made.json().getString("id");
        for (var state : List.of("checked", "granted")) {
            var step =
                    site.ask(
                            "POST",
                            "/staff/privacy/requests/" + id + "/step",
                            Optional.of(token),
                            new JsonObject().put("state", state).put("reason", "-"));
            assertEquals(200, step.status(), step.text());
        }
        return id;
    }

    String path(String template) {
        if (template.endsWith("/export")) {
            return template + "?reason=case";
        }
        var key = "key=" + "0".repeat(64);
        return template.replace("{form}/file", waiting.manifest.digest().hex() + "/file")
                .replace("{form}", site.exam.exam.manifest.digest().hex())
                .replace("{rehearsal}/envelope", rehearsal + "/envelope?" + key)
                .replace("releases/{sitting}/envelope", "releases/{sitting}/envelope?" + key)
                .replace("{rehearsal}", rehearsal)
                .replace("{alarm}", "0".repeat(24))
                .replace("{person}", "victim")
                .replace("{act}", act)
                .replace("{request}", request)
                .replace("{passkey}", "AAAA")
                .replace("{key}", "0".repeat(64))
                .replace("{exam}", "autumn")
                .replace("{centre}", template.endsWith("/removal") ? "C9" : "C1")
                .replace("{upload}", "0".repeat(32))
                .replace("{sitting}", LoopbackExam.SITTING.text());
    }

    /// A request that fits the contract and, let through, does as little as can be.
    JsonObject body(String operation) {
        var proof = new JsonObject().put("password", "not the password").put("code", "000000");
        return switch (operation) {
            case "signInChallenge", "signOut", "signOutEverywhere", "withdrawAct" ->
                    new JsonObject();
            case "signInByPasskey" ->
                    new JsonObject()
                            .put("challenge", "AAAA")
                            .put("handle", "A".repeat(43))
                            .put(
                                    "assertion",
                                    new JsonObject()
                                            .put("credential", "AAAA")
                                            .put("authenticator", "AAAA")
                                            .put("client", "AAAA")
                                            .put("signature", "AAAA"));
            case "signInByPassword" ->
                    new JsonObject()
                            .put("name", "a.stranger")
                            .put("password", "not the password")
                            .put("code", "000000");
            case "challengeCustodianKey" ->
                    new JsonObject().put("key", site.exam.exam.custodian(4).publicKey().text());
            case "registerCustodianKey" ->
                    new JsonObject()
                            .put("id", "0".repeat(32))
                            .put("answer", "0".repeat(64))
                            .put("mark", "0".repeat(64));
            case "beginRehearsal" ->
                    new JsonObject()
                            .put(
                                    "custodians",
                                    new JsonArray().add("0".repeat(64)).add("1".repeat(64)))
                            .put("needed", 2)
                            .put("waitSeconds", 0);
            case "askShareEnd" -> new JsonObject().put("how", "lost");
            case "endMyShare" ->
                    new JsonObject()
                            .put("how", "lost")
                            .put("asked", "2026-01-01T00:00:00Z")
                            .put("proof", proof);
            case "giveShare", "giveRehearsalShare" -> new JsonObject().put("share", "AAAA");
            case "endRehearsal", "seeShareAlarm" -> new JsonObject();
            case "openInvitation" -> new JsonObject().put("code", "x");
            case "redeemInvitation" ->
                    new JsonObject()
                            .put("code", "x")
                            .put("password", "not the password")
                            .put("totp", "000000");
            case "invitePerson" -> new JsonObject().put("person", "victim").put("name", "某人");
            case "takeDutyBack" -> new JsonObject().put("duty", "inspector").put("area", "all");
            case "endAccount" -> new JsonObject().put("reason", "left");
            case "declareConflict" ->
                    new JsonObject()
                            .put("person", "victim")
                            .put("kind", "taught")
                            .put("sitting", "autumn-b");
            case "challengeMyPasskey", "beginProviderSignIn", "unlinkMyProvider" ->
                    new JsonObject();
            case "signInByProvider", "linkMyProvider" ->
                    new JsonObject().put("state", "x").put("code", "x");
            case "addMyPasskey" ->
                    new JsonObject()
                            .put("challenge", "AAAA")
                            .put(
                                    "passkey",
                                    new JsonObject()
                                            .put("attestation", "AAAA")
                                            .put("client", "AAAA"))
                            .put("proof", proof);
            case "removeMyPasskey", "beginProviderLink" ->
                    new JsonObject().put("challenge", "AAAA").put("proof", proof);
            case "receivePrivacyRequest" ->
                    new JsonObject()
                            .put("kind", "access")
                            .put("name", "某人")
                            .put("contact", "-")
                            .put("words", "-")
                            .put("person", "nobody.here");
            case "stepPrivacyRequest" -> new JsonObject().put("state", "done").put("reason", "-");
            case "enterFaceConsent" ->
                    new JsonObject()
                            .put("sitting", LoopbackExam.SITTING.text())
                            .put("ticket", "t-1")
                            .put("given", false);
            case "placeLegalHold" -> new JsonObject().put("upon", "autumn-b").put("reason", "-");
            case "planExamination" -> new JsonObject().put("exam", "autumn").put("title", "x");
            case "planCentre" ->
                    new JsonObject()
                            .put("name", "第一考点")
                            .put(
                                    "rooms",
                                    new JsonArray()
                                            .add(
                                                    new JsonObject()
                                                            .put("code", "R1")
                                                            .put("rows", 2)
                                                            .put("columns", 3)
                                                            .put("closed", new JsonArray())));
            case "draftSitting" ->
                    StaffSite.rules(
                            java.time.Instant.parse("2027-05-04T01:00:00Z"), "0".repeat(64));
            case "importRoster" ->
                    new JsonObject().put("upload", "0".repeat(32)).put("acceptGood", false);
            case "beginUpload" -> new JsonObject().put("bytes", 1);
            case "enrolSeat" -> new JsonObject().put("certificate", "x");
            case "removeCentre" -> new JsonObject();
            case "draftAct" -> StaffSite.voiding("all");
            case "proposeAct" -> new JsonObject().put("act", "AAAA").put("proof", proof);
            case "approveAct" -> new JsonObject().put("proof", proof);
            default -> null;
        };
    }

    /// A sitting and the examination it is of, which are others than those of the objects.
    static final String OWN_SITTING = "autumn-b";

    private static final String OWN_EXAM = "own-exam";
    private final Map<String, String> there = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();

    /// What the permission matrix has no need of: an examination of others, an invitation, an
    /// upload, an alarm, a run that was scored.
    void andTheRest() throws Exception {
        answered(
                201,
                site.ask(
                        "POST",
                        "/staff/examinations",
                        Optional.of(officer),
                        new JsonObject().put("exam", OWN_EXAM).put("title", "x")));
        answered(
                200,
                site.ask(
                        "POST",
                        "/staff/examinations/" + OWN_EXAM + "/sittings/" + OWN_SITTING,
                        Optional.of(officer),
                        body("draftSitting")));
        var keeper = Optional.of(site.signIn("keeper"));
        var key = site.exam.exam.custodian(0).publicKey().fingerprint().hex();
        site.ask(
                "POST",
                "/staff/rehearsals/" + rehearsal + "/shares",
                keeper,
                new JsonObject().put("share", "AAAA"));
        var challenge =
                site.ask(
                        "POST",
                        "/staff/custodian-keys/challenge",
                        keeper,
                        body("challengeCustodianKey"));
        var invited =
                site.ask(
                        "POST",
                        "/staff/people",
                        Optional.of(zhao),
                        new JsonObject().put("person", "invited").put("name", "孙"));
        var code = invited.json().getString("code");
        var roster = site.exam.roster;
        var candidate = roster.candidates().iterator().next();
        there.put("exam", "autumn");
        there.put("sitting", LoopbackExam.SITTING.text());
        there.put("centre", "C1");
        there.put("session", candidate.session(roster.suite(), LoopbackExam.SITTING).toString());
        there.put("scope", "session:" + there.get("session"));
        there.put("seat", candidate.seat().orElseThrow().text());
        there.put("rules", plannedRules());
        there.put("roster", roster.digest().hex());
        there.put("run", "run-1");
        there.put("results", "7".repeat(64));
        there.put("upload", announced());
        there.put("form", site.exam.exam.manifest.digest().hex());
        there.put("key", key);
        there.put("challenge", challenge.json().getString("id"));
        there.put("rehearsal", rehearsal);
        there.put("alarm", alarm());
        there.put("person", "victim");
        there.put("area", "exam:" + LoopbackExam.SITTING.text());
        there.put("act", act);
        there.put("ticket", candidate.ticketNumber());
        there.put("handle", site.handles.get("victim"));
        there.put("invitation", code.substring(0, code.indexOf('.') + 1) + "A".repeat(43));
        there.put("passkey", passkey());
        there.put("request", request);
        there.put(
                "kept",
                LoopbackExam.SITTING.text() + " " + candidate.commitment(roster.suite()).hex());
        scored();
    }

    private void scored() {
        var held = site.exam.server.hall().sitting(LoopbackExam.SITTING).orElseThrow();
        StaffLog.enter(
                held.log(),
                site.exam.server.lane(),
                site.exam.server.clock(),
                at ->
                        new SittingEntry.Scored(
                                at,
                                there("run"),
                                Digest.of(new byte[32]),
                                Digest.parse(there("results")),
                                0,
                                Digest.of(new byte[32])));
    }

    private String plannedRules() {
        return answered(
                        200,
                        site.ask("GET", "/staff/examinations/autumn", Optional.of(officer), null))
                .getJsonArray("sittings")
                .getJsonObject(0)
                .getString("digest");
    }

    private String announced() {
        return answered(
                        201,
                        site.ask(
                                "POST",
                                "/staff/uploads",
                                Optional.of(officer),
                                new JsonObject().put("bytes", 1)))
                .getString("upload");
    }

    /// An alarm is kept a moment after the refusal is told.
    private String alarm() throws InterruptedException {
        while (true) {
            var all =
                    answered(200, site.ask("GET", "/staff/share-alarms", Optional.of(zhao), null))
                            .getJsonArray("alarms");
            if (!all.isEmpty()) {
                return all.getJsonObject(0).getString("id");
            }
            Thread.sleep(10);
        }
    }

    private String passkey() {
        return answered(
                        200,
                        site.ask(
                                "GET",
                                "/staff/me/passkeys",
                                Optional.of(site.signIn("victim")),
                                null))
                .getJsonArray("passkeys")
                .getJsonObject(0)
                .getString("passkey");
    }

    private static JsonObject answered(int status, StaffSite.Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        return answer.json();
    }

    /// The object of a kind that is there.
    String there(String kind) {
        return Objects.requireNonNull(
                there.get(kind),
                () ->
                        "object-ids.txt names the kind \"%s\", of which StaffObjects makes none: add"
                                        .formatted(kind)
                                + " one, and in absent() an id of one that is not there");
    }

    /// The object of a kind that is of those who ask, where they have one.
    String own(String kind) {
        return switch (kind) {
            case "sitting" -> OWN_SITTING;
            case "exam" -> OWN_EXAM;
            default -> there(kind);
        };
    }

    /// The id, in the right form, of an object that is not there.
    String absent(String kind) {
        return switch (kind) {
            case "exam", "sitting" -> "never-planned";
            case "centre" -> "C7";
            case "session" -> "f".repeat(32);
            case "scope" -> "session:" + "f".repeat(32);
            case "seat" -> "C7/R7/7";
            case "rules", "roster", "results", "form", "key", "act" -> "f".repeat(64);
            case "run" -> "run-7";
            case "upload", "challenge" -> "f".repeat(32);
            case "rehearsal" -> "rehearsal-" + "f".repeat(16);
            case "alarm" -> "f".repeat(24);
            case "person" -> "nobody";
            case "area" -> "exam:never-planned";
            case "ticket" -> "t-777";
            case "handle" -> "A".repeat(there(kind).length());
            case "invitation" -> "f".repeat(32) + "." + "A".repeat(43);
            case "passkey" -> "A".repeat(there(kind).length());
            case "request" -> "f".repeat(16);
            case "kept" -> "never-planned";
            default -> throw new IllegalArgumentException("no absent object of kind " + kind);
        };
    }

    /// The id of an object of another kind that may stand there by its form.
    Optional<String> ofAnotherKind(String kind) {
        return Optional.ofNullable(
                switch (kind) {
                    case "exam" -> there("sitting");
                    case "sitting" -> there("exam");
                    case "centre" -> "R1";
                    case "session", "upload", "challenge" ->
                            kind.equals("upload") ? there("challenge") : there("upload");
                    case "scope" -> "seat:" + there("seat");
                    case "rules", "roster", "results", "key", "act" -> there("form");
                    case "form" -> there("key");
                    case "rehearsal" -> "rehearsal-" + there("request");
                    case "person", "run", "ticket" -> there("sitting");
                    case "area" -> "room:C1/R1";
                    case "handle" -> there("passkey");
                    case "passkey" -> there("handle");
                    case "kept" -> "staff victim";
                    default -> null;
                });
    }

    /// What an operation is asked with; more than one where a field stands only without another.
    List<JsonObject> bodies(String operation) {
        var base = body(operation);
        return switch (operation) {
            case "receivePrivacyRequest" -> {
                var candidate = base.copy().put("sitting", "x").put("ticket", "x");
                candidate.remove("person");
                yield List.of(base, candidate);
            }
            case "importRoster" -> List.of(base.put("photos", "x"));
            case "declareConflict" -> List.of(base.put("ticket", "x"));
            case "challengeMyPasskey" -> List.of(base.put("remove", "x"));
            default -> Collections.singletonList(base);
        };
    }

    /// An act of every kind, to be drafted.
    List<JsonObject> drafts() {
        var now = site.exam.server.clock().instant();
        var all =
                List.of(
                        draft("open-sitting", "sitting", "manifest", "roster")
                                .put("preset", "open")
                                .put("starts", now.toString())
                                .put("lengthMillis", 1)
                                .put("noticeMillis", 1),
                        draft("close-sitting", "sitting"),
                        draft("extend", "sitting", "scope")
                                .put("byMillis", 1)
                                .put("cause", "breach"),
                        draft("extend-beyond", "sitting", "scope")
                                .put("byMillis", 1)
                                .put("cause", "breach"),
                        draft("move", "sitting", "scope", "seat").put("cause", "breach"),
                        draft("transfer", "sitting", "scope", "to").put("cause", "breach"),
                        draft("void", "sitting", "scope").put("cause", "breach"),
                        draft("recover-account", "person"),
                        draft("grant-duty", "person", "area")
                                .put("duty", "inspector")
                                .put("from", now.toString())
                                .put("until", now.plusSeconds(60).toString()),
                        draft("erase-personal", "erase", "because"),
                        draft("refuse-request", "request"),
                        draft("lift-hold", "held"),
                        draft("freeze-rules", "sitting", "rules"),
                        draft("change-rule", "sitting")
                                .put("rule", "preset")
                                .put("was", "open")
                                .put("value", "open"),
                        draft("open-responses", "sitting", "manifest"),
                        draft("publish", "sitting", "run", "results"),
                        draft("draw-holders", "sitting", "run", "results")
                                .put("list", "0".repeat(64)),
                        draft("seal-form", "manifest"));
        var kinds = new TreeSet<String>();
        all.forEach(one -> kinds.add(one.getString("kind")));
        assertEquals(
                Deed.CAPABILITIES.keySet(),
                kinds,
                "an act has no request in StaffObjects: add one");
        return all;
    }

    private static JsonObject draft(String kind, String... ids) {
        var draft = new JsonObject().put("kind", kind).put("reason", "case");
        for (var id : ids) {
            draft.put(id, "x");
        }
        return draft;
    }

    /// The lists as those see them whose they are.
    Map<String, String> seenByTheirOwners() {
        var all = new TreeMap<String, String>();
        see(all, zhao, "/staff/people", "/staff/people/victim", "/staff/share-alarms");
        see(
                all,
                officer,
                "/staff/waiting",
                "/staff/examinations",
                "/staff/sittings",
                "/staff/examinations/autumn/seats",
                "/staff/custodian-keys",
                "/staff/forms",
                "/staff/releases",
                "/staff/rehearsals");
        see(
                all,
                signedIn("officer.privacy"),
                "/staff/privacy/requests",
                "/staff/privacy/holds",
                "/staff/privacy/face-consents");
        see(all, signedIn("victim"), "/staff/me/passkeys");
        return all;
    }

    /// Once: signing in uses a passkey, which its owner sees.
    private String signedIn(String id) {
        return owners.computeIfAbsent(id, site::signIn);
    }

    private void see(Map<String, String> into, String token, String... paths) {
        for (var path : paths) {
            var answer = site.ask("GET", path, Optional.of(token), null);
            assertEquals(200, answer.status(), answer.text());
            into.put(path, answer.text());
        }
    }
}
