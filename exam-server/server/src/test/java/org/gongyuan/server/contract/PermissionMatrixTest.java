package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.duty.DutyTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Asks every operation of the contract as nobody, as staff without a duty, and with every duty for
/// four areas, of a running node, and compares with `permission-matrix.txt`.
@DisplayName("The permission matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionMatrixTest {

    private static final Map<String, String> AREAS =
            new TreeMap<>(
                    Map.of(
                            "a", "all",
                            "e", "exam:" + LoopbackExam.SITTING,
                            "o", "exam:autumn-b",
                            "r", "room:C1/R1"));
    private static final Set<String> KEPT_OUT =
            Set.of("not-signed-in", "not-permitted", "not-found");
    private static final List<String> LAST = List.of("signOut", "signOutEverywhere");

    private final Map<String, Map<String, String>> expected = new LinkedHashMap<>();
    private List<String> columns;
    private StaffSite site;
    private String zhao;
    private String act;
    private String request;
    private String rehearsal;
    private SealedExam waiting;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        read();
        site = new StaffSite(folder);
        site.exam.openSitting();
        zhao = site.firstAdministrator("zhao");
        var officer = site.person(zhao, "officer", "exam-officer");
        act = site.propose(officer, "officer", StaffSite.voiding("all")).getString("id");
        site.invite(zhao, "victim");
        request = grantedRequest(site.person(zhao, "officer.privacy", "data-protection-officer"));
        rehearsal = rehearsal(folder, officer);
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
    private String rehearsal(Path folder, String officer) throws Exception {
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

    @AfterAll
    void close() {
        site.close();
    }

    private void read() throws IOException {
        try (var in = getClass().getResourceAsStream("permission-matrix.txt")) {
            var lines =
                    new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(
                                    line ->
                                            Arrays.stream(line.split("\\|", -1))
                                                    .map(String::strip)
                                                    .toList())
                            .toList();
            columns = lines.getFirst().subList(1, lines.getFirst().size());
            for (var line : lines.subList(1, lines.size())) {
                var row = new LinkedHashMap<String, String>();
                for (int i = 0; i < columns.size(); i++) {
                    row.put(columns.get(i), line.get(i + 1));
                }
                expected.put(line.getFirst(), row);
            }
        }
    }

    @Test
    void hasARowForEveryOperationAndAColumnForEveryDuty() {
        var operations = new TreeSet<String>();
        operations().forEach((id, _) -> operations.add(id));
        assertEquals(operations, new TreeSet<>(expected.keySet()));

        var duties = new TreeSet<String>();
        DutyTable.standard().duties().forEach(one -> duties.add(one.duty().name()));
        var asked = new TreeSet<>(columns);
        asked.removeAll(Set.of("nobody", "none"));
        assertEquals(duties, asked);
    }

    @Test
    void isWhatTheNodeAnswers() {
        var wrong = new TreeSet<String>();
        compare(wrong, "nobody", "x", Optional.empty(), "nobody");
        site.invite(zhao, "none");
        compare(wrong, "none", "x", Optional.of(site.signIn("none")), "none");
        for (var duty : columns.subList(2, columns.size())) {
            for (var area : AREAS.entrySet()) {
                var id = duty + "." + area.getKey();
                site.invite(zhao, id);
                site.grant(zhao, id, duty, area.getValue());
                compare(wrong, duty, area.getKey(), Optional.of(site.signIn(id)), id);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private void compare(
            Set<String> wrong, String column, String letter, Optional<String> token, String id) {
        var all = operations();
        var order = new java.util.ArrayList<>(all.keySet());
        order.removeAll(LAST);
        order.addAll(LAST);
        for (var operation : order) {
            var signedIn = token;
            if (LAST.contains(operation) && token.isPresent()) {
                signedIn = Optional.of(site.signIn(id));
            }
            var where = all.get(operation);
            var answer =
                    operation.equals("bringForm")
                            ? site.upload(path(where.path()), signedIn, new byte[1])
                            : site.ask(
                                    where.method(), path(where.path()), signedIn, body(operation));
            boolean isLetThrough = !KEPT_OUT.contains(answer.word());
            boolean isExpected = expected.get(operation).get(column).contains(letter);
            if (isLetThrough != isExpected) {
                wrong.add(
                        "%s as %s/%s: %d %s, expected to be %s"
                                .formatted(
                                        operation,
                                        column,
                                        letter,
                                        answer.status(),
                                        answer.text(),
                                        isExpected ? "let through" : "kept out"));
            }
        }
    }

    private record Where(String method, String path) {}

    private static Map<String, Where> operations() {
        var all = new LinkedHashMap<String, Where>();
        for (var path : StaffContract.text().getJsonObject("paths")) {
            for (var method : (JsonObject) path.getValue()) {
                all.put(
                        ((JsonObject) method.getValue()).getString("operationId"),
                        new Where(
                                method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey()));
            }
        }
        return all;
    }

    private String path(String template) {
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
                .replace("{exam}", "autumn")
                .replace("{centre}", template.endsWith("/removal") ? "C9" : "C1")
                .replace("{upload}", "0".repeat(32))
                .replace("{sitting}", LoopbackExam.SITTING.text());
    }

    /// A request that fits the contract and, let through, does as little as can be.
    private JsonObject body(String operation) {
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
            case "placeLegalHold", "liftLegalHold" ->
                    new JsonObject().put("upon", "autumn-b").put("reason", "-");
            case "planExamination" -> new JsonObject().put("exam", "autumn").put("title", "x");
            case "planCentre" ->
                    new JsonObject()
                            .put("name", "第一考点")
                            .put(
                                    "rooms",
                                    new io.vertx.core.json.JsonArray()
                                            .add(
                                                    new JsonObject()
                                                            .put("code", "R1")
                                                            .put("rows", 2)
                                                            .put("columns", 3)
                                                            .put(
                                                                    "closed",
                                                                    new io.vertx.core.json
                                                                            .JsonArray())));
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
}
