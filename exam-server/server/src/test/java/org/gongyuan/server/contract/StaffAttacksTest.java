package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.account.TestAuthenticator;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.contract.StaffSite.Answer;
import org.gongyuan.trust.seal.Totp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSocket;

/// Attacks upon the staff port of a running node, over TLS. Each is named after the chapter of
/// OWASP ASVS 5.0 it belongs to, and fails when the defence it is about is taken out.
@DisplayName("An attack on the staff port")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaffAttacksTest {

    /// So many bytes of a body that comes one by one.
    private static final int SLOW_BYTES = 400;

    private StaffSite site;
    private String zhao;
    private String wang;
    private String li;
    private byte[] secretOfSun;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        site =
                new StaffSite(
                        folder,
                        Map.of(
                                "staff.slowest-seconds", "2",
                                "staff.slowest-upload-seconds", "1",
                                "staff.slowest-form-seconds", "1"));
        site.exam.openSitting();
        zhao = site.firstAdministrator("zhao");
        wang = site.person(zhao, "wang", "proctor");
        li = site.person(zhao, "li", "centre-head");
        var invited =
                site.ask(
                        "POST",
                        "/staff/people",
                        Optional.of(zhao),
                        new JsonObject().put("person", "sun").put("name", "孙"));
        var code = invited.json().getString("code");
        var opened =
                site.ask(
                        "POST",
                        "/staff/invitations/open",
                        Optional.empty(),
                        new JsonObject().put("code", code));
        secretOfSun = Offices.unbase32(opened.json().getString("totp"));
        var redeemed =
                site.ask(
                        "POST",
                        "/staff/invitations/redeem",
                        Optional.empty(),
                        new JsonObject()
                                .put("code", code)
                                .put("password", Offices.PASSWORD)
                                .put("totp", code(-1)));
        assertEquals(204, redeemed.status(), redeemed.text());
    }

    @AfterAll
    void close() {
        site.close();
    }

    // ---- V6 authentication

    @Test
    void v6_unknownNameWrongPasswordAndWrongCodeAreToldInTheSameBytes() {
        var answers = new HashSet<String>();
        answers.add(bytes(password("nobody.here", "wrong password 1", "000000")));
        answers.add(bytes(password("not a name !", "wrong password 1", "000000")));
        answers.add(bytes(password("sun", "wrong password 1", "000000")));
        answers.add(bytes(password("wang", "wrong password 1", "000000")));
        answers.add(bytes(password("sun", Offices.PASSWORD, "000000")));

        assertEquals(1, answers.size(), () -> answers.toString());
    }

    @Test
    void v6_aNameThatWaitsIsToldTheSameAsOneThatIsWrong() {
        var first = bytes(password("locked.person", "wrong password 1", "000000"));
        for (int i = 0; i < 7; i++) {
            assertEquals(first, bytes(password("locked.person", "wrong password 1", "000000")));
        }
    }

    @Test
    void v6_aCodeIsTakenOnce() {
        var in = password("sun", Offices.PASSWORD, code(0));
        assertEquals(204, in.status(), in.text());

        assertEquals(401, password("sun", Offices.PASSWORD, code(0)).status());
        assertEquals(401, password("sun", Offices.PASSWORD, code(-1)).status());
    }

    @Test
    void v6_aPasskeyOfAnotherOriginIsRefused() {
        var device = site.devices.get("wang");
        device.origin = "https://localhost:7445.evil.example";
        try {
            assertEquals(401, passkey("wang").status());
        } finally {
            device.origin = StaffSite.ORIGIN;
        }
    }

    @Test
    void v6_anAnswerOfAPasskeyIsNotReplayed() {
        site.invite(zhao, "replayed");
        var body = site.passkeySignIn("replayed", site.challenge().json().getString("challenge"));

        assertEquals(204, signIn(body).status());
        assertEquals(401, signIn(body).status());
    }

    @Test
    void v6_aChallengeOfOnesOwnMakingIsRefused() {
        var own = StaffSite.text(new byte[64]);

        assertEquals(401, signIn(site.passkeySignIn("wang", own)).status());
    }

    @Test
    void v6_aPasskeyOpensItsOwnAccountAlone() {
        var body = site.passkeySignIn("wang", site.challenge().json().getString("challenge"));
        body.put("handle", site.handles.get("zhao"));

        assertEquals(401, signIn(body).status());
    }

    @Test
    void v6_anInvitationIsUsedOnceAndNotByGuess() {
        var invited =
                site.ask(
                        "POST",
                        "/staff/people",
                        Optional.of(zhao),
                        new JsonObject().put("person", "once").put("name", "某人"));
        var code = invited.json().getString("code");
        site.redeem("once", code);

        var again = open(code);
        var guess = open(code.substring(0, 33) + "A".repeat(43));
        var junk = open("x");
        assertEquals(404, again.status());
        assertEquals(bytes(again), bytes(guess));
        assertEquals(bytes(again), bytes(junk));
    }

    // ---- V7 sign-ins

    @Test
    void v7_aSignInSetByTheAttackerIsNotTaken() {
        var planted = "A".repeat(43);
        var headers = StaffSite.browser(Optional.of(planted));
        site.invite(zhao, "fixed");
        var in =
                site.ask(
                        "POST",
                        "/staff/sign-in/passkey",
                        headers,
                        site.passkeySignIn("fixed", site.challenge().json().getString("challenge"))
                                .encode());

        assertNotEquals(Optional.of(planted), in.cookie());
        assertEquals(401, me(planted).status());
    }

    @Test
    void v7_aStolenSignInEndsWhenItsOwnerSignsInAnewOrOut() {
        var stolen = site.person(zhao, "robbed", "proctor");
        var anew = site.signIn("robbed");
        assertEquals(401, me(stolen).status());

        site.ask("POST", "/staff/sign-out", Optional.of(anew), new JsonObject());
        assertEquals(401, me(anew).status());
    }

    @Test
    void v7_theCookieIsBoundToTheHostAndSeenByNoScript() {
        var in = passkey("wang");
        wang = in.cookie().orElseThrow();
        var line = in.headers().get("set-cookie");

        assertTrue(line.startsWith("__Host-"), line);
        for (var word : List.of("Secure", "HTTPOnly", "SameSite=Strict", "Path=/")) {
            assertTrue(line.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)), line);
        }
        assertFalse(line.contains("Domain"), line);
        assertFalse(line.contains("Max-Age"), line);
    }

    @Test
    void v7_aTokenIsNotFoundInTheDataFolder() throws IOException {
        try (var files = Files.walk(site.exam.folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), ISO_8859_1);
                assertFalse(text.contains(zhao), file.toString());
                assertFalse(text.contains(Offices.PASSWORD), file.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "' or '1'='1", "{\"$ne\":null}", "../../etc/passwd", "%00"})
    void v7_aTokenThatIsNoneIsNobodys(String token) {
        assertEquals(401, me(token).status());
    }

    // ---- V3 and V10 pages of others

    @Test
    void v3_aPageOfAnotherOriginAsksNothing() {
        var headers = StaffSite.browser(Optional.of(zhao));
        headers.put("Origin", "https://evil.example");
        isForeign(headers);
        headers = StaffSite.browser(Optional.of(zhao));
        headers.put("Origin", "null");
        isForeign(headers);
        headers = StaffSite.browser(Optional.of(zhao));
        headers.put("Sec-Fetch-Site", "cross-site");
        isForeign(headers);
        headers = StaffSite.browser(Optional.of(zhao));
        headers.remove("Gongyuan-Staff");
        headers.remove("Origin");
        headers.remove("Sec-Fetch-Site");
        isForeign(headers);
        assertEquals(200, me(zhao).status());
    }

    private void isForeign(Map<String, String> headers) {
        var answer = site.ask("POST", "/staff/sign-out-everywhere", headers, "{}");
        assertEquals("foreign-page", answer.word(), answer::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "text/plain",
                "multipart/form-data; boundary=x"
            })
    void v3_aFormOfAnotherPageIsNoRequest(String type) {
        var headers = StaffSite.browser(Optional.of(zhao));
        headers.put("Content-Type", type);
        var answer =
                site.ask(
                        "POST", "/staff/people", headers, "{\"person\":\"forged\",\"name\":\"x\"}");

        assertEquals(400, answer.status(), answer.text());
        assertEquals(404, person("forged").status());
    }

    @Test
    void v3_everyAnswerForbidsFramesScriptsAndCaches() {
        for (var answer :
                List.of(
                        me(zhao),
                        me("x"),
                        site.ask("GET", "/nowhere", Optional.empty(), null),
                        password("x", "wrong password 1", "0"))) {
            var headers = answer.headers();
            assertTrue(headers.get("content-security-policy").startsWith("default-src 'none'"));
            assertFalse(headers.get("content-security-policy").contains("unsafe"));
            assertEquals("no-store", headers.get("cache-control"));
            assertEquals("nosniff", headers.get("x-content-type-options"));
            assertEquals("no-referrer", headers.get("referrer-policy"));
            assertEquals("same-origin", headers.get("cross-origin-opener-policy"));
            assertEquals("require-corp", headers.get("cross-origin-embedder-policy"));
            assertEquals("same-origin", headers.get("cross-origin-resource-policy"));
            assertTrue(headers.get("strict-transport-security").contains("max-age=63072000"));
            assertTrue(headers.containsKey("permissions-policy"));
            assertFalse(headers.containsKey("server"));
            assertFalse(headers.containsKey("access-control-allow-origin"));
        }
    }

    // ---- V8 authorization

    @Test
    void v8_nobodyReadsAnActThatIsNotHis() {
        var proposed = site.propose(wang(), "wang", StaffSite.voiding("all"));
        var other = site.person(zhao, "other", "proctor");
        var path = "/staff/acts/" + proposed.getString("id");

        var his = site.ask("GET", path, Optional.of(other), null);
        var none = site.ask("GET", "/staff/acts/" + "0".repeat(64), Optional.of(other), null);
        assertEquals(404, his.status());
        assertEquals(bytes(none), bytes(his));
    }

    @Test
    void v8_nobodyReadsASittingOutsideHisArea() {
        site.invite(zhao, "far");
        site.grant(zhao, "far", "exam-officer", "exam:autumn-b");
        var far = site.signIn("far");

        var held = sitting(far, LoopbackExam.SITTING.text());
        var none = sitting(far, "no-such-sitting");
        assertEquals(404, held.status());
        assertEquals(bytes(none), bytes(held));
    }

    @Test
    void v8_nobodyReadsOrChangesPeopleWithoutTheDuty() {
        assertEquals(403, site.ask("GET", "/staff/people/zhao", Optional.of(li), null).status());
        var exists =
                site.ask(
                        "POST",
                        "/staff/people/zhao/end",
                        Optional.of(li),
                        new JsonObject().put("reason", "x"));
        var not =
                site.ask(
                        "POST",
                        "/staff/people/no.one/end",
                        Optional.of(li),
                        new JsonObject().put("reason", "x"));
        assertEquals(403, exists.status());
        assertEquals(bytes(exists), bytes(not));
    }

    @Test
    void v14_nobodyButTheDataProtectionOfficerReadsWhoAsksAboutHisData() {
        for (var token : List.of(zhao, wang, li)) {
            for (var path :
                    List.of(
                            "/staff/privacy/requests",
                            "/staff/privacy/requests/0011223344556677",
                            "/staff/privacy/requests/0011223344556677/copy",
                            "/staff/privacy/holds",
                            "/staff/privacy/sweep",
                            "/staff/privacy/face-consents")) {
                assertEquals(
                        "not-permitted",
                        site.ask("GET", path, Optional.of(token), null).word(),
                        path);
            }
        }
    }

    @Test
    void v14_nobodyTakesTheAuditAwayWithoutTheDuty() {
        for (var token : List.of(zhao, wang, li)) {
            var answer =
                    site.ask(
                            "GET",
                            "/staff/audit/export?where=all&reason=curious",
                            Optional.of(token),
                            null);
            assertEquals("not-permitted", answer.word());
        }
    }

    @Test
    void v5_aFileIsAnAttachmentOfANameThatTheNodeMade() {
        var deng = site.person(zhao, "deng.audit", "audit-administrator");
        var asked = "/staff/audit/export?reason=";
        assertEquals(400, site.ask("GET", asked + "a%0d%0ab", Optional.of(deng), null).status());
        var answer = site.ask("GET", asked + "case", Optional.of(deng), null);
        assertEquals(200, answer.status(), answer.text());
        assertTrue(
                answer.headers()
                        .get("content-disposition")
                        .matches("attachment; filename=\"gongyuan-audit-[0-9]+\\.txt\""));
        assertTrue(answer.headers().get("content-type").startsWith("text/plain"));
        assertEquals("nosniff", answer.headers().get("x-content-type-options"));
        assertTrue(answer.text().startsWith("gongyuan-audit-export/1\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/staff/audit?seat=..%2F..%2Fetc",
                "/staff/audit?where[$ne]=staff",
                "/staff/audit?session=%7B%22$gt%22%3A%22%22%7D",
                "/staff/audit?order=newest;drop",
                "/staff/audit?most=100000",
            })
    void v1_aSearchTakesWhatTheContractNamesAndNothingElse(String path) {
        var deng = site.person(zhao, "deng." + path.hashCode(), "audit-administrator");
        assertEquals(400, site.ask("GET", path, Optional.of(deng), null).status());
    }

    @Test
    void v8_nobodyGivesHimselfADuty() {
        var draft = site.granting("zhao", "security-administrator", "exam:autumn-b");
        assertEquals("conflict", draft(zhao, draft).word());

        var proposed =
                site.propose(
                        zhao,
                        "zhao",
                        site.granting(StaffSite.SECOND, "security-administrator", "exam:autumn-b"));
        assertEquals("conflict", site.approve(site.second, StaffSite.SECOND, proposed).word());
    }

    @Test
    void v8_oneAdministratorAloneMakesNobodyAnOfficer() {
        // He invites a person who does not exist, and comes in as that person himself.
        site.invite(zhao, "sock.puppet");
        var puppet = site.signIn("sock.puppet");
        var proposed =
                site.propose(zhao, "zhao", site.granting("sock.puppet", "exam-officer", "all"));

        assertEquals("self-approved", site.approve(zhao, "zhao", proposed).word());
        assertEquals("not-found", site.approve(puppet, "sock.puppet", proposed).word());
        assertEquals(403, sitting(puppet, LoopbackExam.SITTING.text()).status());
    }

    @Test
    void v8_aDutyGoesToTheWaysInThatBothLookedAt() {
        site.invite(zhao, "exchanged");
        var proposed =
                site.propose(zhao, "zhao", site.granting("exchanged", "exam-officer", "all"));
        var mark =
                site.ask("GET", "/staff/people/exchanged", Optional.of(zhao), null)
                        .json()
                        .getString("mark");
        assertTrue(proposed.getString("upon").endsWith(mark), proposed.encode());
        // Between proposal and approval the account is recovered and taken by another device.
        var recovery =
                new JsonObject()
                        .put("kind", "recover-account")
                        .put("person", "exchanged")
                        .put("reason", "lost");
        var recovered =
                site.approve(site.second, StaffSite.SECOND, site.propose(zhao, "zhao", recovery));
        site.redeem("exchanged", recovered.json().getString("told"));

        var approved = site.approve(site.second, StaffSite.SECOND, proposed);

        assertEquals(false, approved.json().getBoolean("done"), approved.text());
        assertTrue(approved.json().getString("told").contains("others by now"), approved.text());
    }

    @Test
    void v8_noDutyGoesToAnInvitationThatAnybodyCouldRedeem() {
        site.ask(
                "POST",
                "/staff/people",
                Optional.of(zhao),
                new JsonObject().put("person", "not.yet").put("name", "某人"));

        var refused = draft(zhao, site.granting("not.yet", "exam-officer", "all"));

        assertEquals("refused", refused.word(), refused.text());
        assertTrue(refused.text().contains("has not come in yet"), refused.text());
    }

    @Test
    void v8_familiesThatStayApartAreToldBeforeAnybodyStandsForThem() {
        site.person(zhao, "examiner", "exam-officer");

        var refused = draft(zhao, site.granting("examiner", "system-administrator", "all"));

        assertEquals("refused", refused.word(), refused.text());
        assertTrue(refused.text().contains("stay apart"), refused.text());
    }

    private StaffSite.Answer draft(String token, JsonObject draft) {
        return site.ask("POST", "/staff/acts/draft", Optional.of(token), draft);
    }

    @Test
    void v8_aDutyTakenBackCountsNoMoreFromTheNextRequestOn() {
        var token = site.person(zhao, "demoted", "exam-officer");
        assertEquals(200, sitting(token, LoopbackExam.SITTING.text()).status());
        site.ask(
                "POST",
                "/staff/people/demoted/duties/removal",
                Optional.of(zhao),
                new JsonObject().put("duty", "exam-officer").put("area", "all"));

        assertEquals(403, sitting(token, LoopbackExam.SITTING.text()).status());
    }

    // ---- V2 and V1 validation

    @Test
    void v2_fieldsThatTheContractDoesNotNameAreNotTaken() {
        for (var more : List.of("duties", "state", "isAdministrator", "__proto__", "passkeys")) {
            var answer =
                    site.ask(
                            "POST",
                            "/staff/people",
                            Optional.of(zhao),
                            new JsonObject()
                                    .put("person", "mass")
                                    .put("name", "x")
                                    .put(more, new JsonArray().add("all")));
            assertEquals(400, answer.status(), more + answer.text());
        }
        assertEquals(404, person("mass").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":{\"$ne\":\"\"},\"password\":{\"$gt\":\"\"},\"code\":\"000000\"}",
                "{\"name\":\"zhao\",\"password\":{\"$regex\":\".*\"},\"code\":\"000000\"}",
                "{\"name\":[\"zhao\"],\"password\":\"x\",\"code\":\"0\"}",
                "[]",
                "null",
                "\"x\"",
                "{",
                "{\"name\":\"zhao\"}"
            })
    void v1_operatorsOfTheStoreAreNoRequest(String body) {
        var answer =
                site.ask(
                        "POST",
                        "/staff/sign-in/password",
                        StaffSite.browser(Optional.empty()),
                        body);

        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.cookie().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/staff/people/..%2f..%2fkeys",
                "/staff/people/$where",
                "/staff/people/%7B%22$ne%22:1%7D",
                "/staff/acts/..%2F..%2Fme",
                "/staff/sittings/..%2f..%2f..%2fetc%2fpasswd",
                "/staff/sittings/spring-a%00",
                "/staff/audit?cursor=-1",
                "/staff/audit?most=100000",
                "/staff/audit?from=yesterday"
            })
    void v1_pathsAndParametersThatDoNotFitAreNoRequest(String path) {
        var answer = site.ask("GET", path, Optional.of(zhao), null);

        assertTrue(Set.of(400, 403, 404).contains(answer.status()), answer.text());
        assertFalse(answer.text().contains("root:"), answer.text());
    }

    @Test
    void v1_aLineEndInAValueMakesNoHeader() {
        var answer =
                site.ask(
                        "GET",
                        "/staff/audit?upon=x%0d%0aSet-Cookie:%20a=b",
                        Optional.of(zhao),
                        null);

        assertFalse(answer.headers().containsKey("set-cookie"), answer.headers().toString());
    }

    @Test
    void v1_aNameThatIsMarkupIsToldAsTextAlone() {
        var markup = "<img src=x onerror=alert(1)>\"'";
        var invited =
                site.ask(
                        "POST",
                        "/staff/people",
                        Optional.of(zhao),
                        new JsonObject().put("person", "markup").put("name", markup));
        var told = person("markup");

        assertEquals(201, invited.status(), invited.text());
        assertEquals(markup, told.json().getString("name"));
        assertTrue(told.headers().get("content-type").startsWith("application/json"));
        assertEquals("nosniff", told.headers().get("x-content-type-options"));
        var policy = told.headers().get("content-security-policy");
        assertFalse(policy.contains("unsafe"), policy);
    }

    @Test
    void v1_noPageOfOursWritesMarkup() throws IOException {
        var writes =
                Pattern.compile(
                        "v-html|innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser"
                                + "|\\beval\\(|new Function|srcdoc|javascript:");
        int read = 0;
        for (var pages : List.of("../console/src", "../../exam-client/page/src")) {
            try (var files = Files.walk(Path.of(pages))) {
                for (var file : files.filter(StaffAttacksTest::isShipped).toList()) {
                    read++;
                    var found = writes.matcher(Files.readString(file));
                    assertFalse(found.find(), () -> file + ": " + found.group());
                }
            }
        }
        assertTrue(read > 100, "read " + read);
    }

    private static boolean isShipped(Path file) {
        var name = file.getFileName().toString();
        return name.matches(".*\\.(vue|ts)") && !name.contains(".test.");
    }

    // ---- acts under two persons

    @Test
    void v11_anActIsNotApprovedByItsProposerNorProposedInAnothersName() {
        var proposed = site.propose(li, "li", StaffSite.voiding("all"));

        assertEquals("self-approved", site.approve(li, "li", proposed).word());
        var drafted =
                site.ask(
                        "POST", "/staff/acts/draft", Optional.of(wang()), StaffSite.voiding("all"));
        var stolen =
                site.ask(
                        "POST",
                        "/staff/acts",
                        Optional.of(li),
                        new JsonObject()
                                .put("act", drafted.json().getString("act"))
                                .put(
                                        "proof",
                                        site.proof("li", drafted.json().getString("challenge"))));
        assertEquals("not-proposer", stolen.word(), stolen.text());
    }

    @Test
    void v11_anActIsNotProposedTwice() {
        var drafted =
                site.ask(
                        "POST",
                        "/staff/acts/draft",
                        Optional.of(wang()),
                        StaffSite.voiding("room:C1/R1"));
        var first =
                new JsonObject()
                        .put("act", drafted.json().getString("act"))
                        .put("proof", site.proof("wang", drafted.json().getString("challenge")));
        assertEquals(201, site.ask("POST", "/staff/acts", Optional.of(wang()), first).status());
        assertEquals(
                "replayed", site.ask("POST", "/staff/acts", Optional.of(wang()), first).word());
    }

    @Test
    void v11_anAlteredActIsNotTaken() {
        var drafted =
                site.ask(
                        "POST",
                        "/staff/acts/draft",
                        Optional.of(wang()),
                        StaffSite.voiding("room:C1/R1"));
        var bytes = Offices.decoded(drafted.json().getString("act"));
        var text = new String(bytes, ISO_8859_1).replace("case 2026-17", "case 2026-18");
        var answer =
                site.ask(
                        "POST",
                        "/staff/acts",
                        Optional.of(wang()),
                        new JsonObject()
                                .put("act", StaffSite.text(text.getBytes(ISO_8859_1)))
                                .put(
                                        "proof",
                                        site.proof("wang", drafted.json().getString("challenge"))));

        assertEquals("proof", answer.word(), answer.text());
    }

    @Test
    void v11_theProofOfASignInStandsForNoAct() {
        var proposed = site.propose(wang(), "wang", StaffSite.voiding("all"));
        var challenge = site.challenge().json().getString("challenge");
        var answer =
                site.ask(
                        "POST",
                        "/staff/acts/" + proposed.getString("id") + "/approval",
                        Optional.of(li),
                        new JsonObject().put("proof", site.proof("li", challenge)));

        assertEquals("proof", answer.word(), answer.text());
    }

    @Test
    void v11_aCopiedDeviceIsNotTaken() {
        var proposed = site.propose(wang(), "wang", StaffSite.voiding("all"));
        var forged = new TestAuthenticator(StaffSite.ORIGIN, "localhost");
        var answer =
                site.ask(
                        "POST",
                        "/staff/acts/" + proposed.getString("id") + "/approval",
                        Optional.of(li),
                        new JsonObject()
                                .put(
                                        "proof",
                                        new JsonObject()
                                                .put(
                                                        "assertion",
                                                        StaffSite.json(
                                                                forged.answer(
                                                                        Offices.decoded(
                                                                                proposed.getString(
                                                                                        "challenge")))))));

        assertEquals("proof", answer.word(), answer.text());
    }

    // ---- V17 push

    @Test
    void v17_nothingIsPushedWithoutASignInOrToAnothersPage() {
        assertEquals(
                401, site.ask("GET", "/staff/waiting/stream", Optional.empty(), null).status());
        var headers = StaffSite.browser(Optional.of(li));
        headers.put("Origin", "https://evil.example");
        assertEquals(403, site.ask("GET", "/staff/waiting/stream", headers, "").status());
    }

    @Test
    void v17_aStreamTellsWhatWaitsForItsOwnCookieAlone() {
        site.propose(wang(), "wang", StaffSite.voiding("all"));
        var stranger = site.person(zhao, "stranger", "custodian");

        var told = site.ask("GET", "/staff/waiting/stream", Optional.of(stranger), null);
        assertTrue(told.text().contains("\"acts\":[]"), told.text());
    }

    // ---- too much, too slow

    @Test
    void v4_aBodyThatIsTooLargeIsRefused() {
        var answer =
                site.ask(
                        "POST",
                        "/staff/sign-in/password",
                        StaffSite.browser(Optional.empty()),
                        "{\"name\":\"" + "x".repeat(40_000) + "\"}");

        assertEquals(413, answer.status(), answer.text());
    }

    @Test
    void v4_aHeadThatNeverEndsIsCutOff() throws Exception {
        try (var socket = socket()) {
            socket.getOutputStream().write("GET /staff/me HTTP/1.1\r\nHost: x\r\n".getBytes(UTF_8));
            assertTrue(isCutOff(socket, "X-Slow: 1\r\n"), "the head was let drip on and on");
        }
    }

    @Test
    void v4_aBodyThatDripsIsCutOff() throws Exception {
        try (var socket = socket()) {
            socket.getOutputStream()
                    .write(
                            ("POST /staff/sign-in/password HTTP/1.1\r\nHost: x\r\n"
                                            + "Gongyuan-Staff: 1\r\nContent-Type: application/json"
                                            + "\r\nContent-Length: 4000\r\n\r\n{")
                                    .getBytes(UTF_8));
            assertTrue(isCutOff(socket, " "), "the body was let drip on and on");
        }
    }

    @Test
    void v4_anUploadThatDripsIsCutOffAndLeavesNothing() throws Exception {
        var wen = site.person(zhao, "wen", "exam-officer");
        var announced =
                site.ask(
                        "POST",
                        "/staff/uploads",
                        Optional.of(wen),
                        new JsonObject().put("bytes", SLOW_BYTES));
        var name = announced.json().getString("upload");
        var data = site.exam.folder.resolve("data-node-1");

        dripsUntilCutOff(wen, "/staff/uploads/" + name, data.resolve("uploads"), "putUpload");

        var anew = site.put(wen, name, new byte[SLOW_BYTES]);
        assertEquals("upload-anew", anew.json().getString("code"), anew.text());
    }

    @Test
    void v4_aSealedFormThatDripsIsCutOffAndLeavesNothing() throws Exception {
        var bai = site.person(zhao, "bai", "form-assembler");
        var data = site.exam.folder.resolve("data-node-1");

        dripsUntilCutOff(
                bai,
                "/staff/forms/" + "0".repeat(64) + "/file",
                data.resolve("forms").resolve("waiting"),
                "bringForm");
    }

    /// It comes steadily, so that no silence ends it.
    private void dripsUntilCutOff(String token, String path, Path place, String operation)
            throws Exception {
        try (var socket = socket()) {
            socket.getOutputStream()
                    .write(
                            ("PUT "
                                            + path
                                            + " HTTP/1.1\r\nHost: x\r\nGongyuan-Staff: 1\r\n"
                                            + "Cookie: __Host-gongyuan-staff="
                                            + token
                                            + "\r\nContent-Type: application/octet-stream\r\n"
                                            + "Content-Length: "
                                            + SLOW_BYTES
                                            + "\r\n\r\nx")
                                    .getBytes(UTF_8));
            assertTrue(isCutOff(socket, "x"), "the upload was let drip on and on");
        }
        while (!isEnteredAsBroken(operation)) {
            Thread.onSpinWait();
        }
        try (var left = Files.list(place)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private boolean isEnteredAsBroken(String operation) {
        var index = site.exam.server.staffOffice().orElseThrow().index();
        index.follow();
        var refused = RecordQuery.all(RecordQuery.Where.STAFF).of("audited", "-");
        return index.find(refused, OptionalLong.empty(), 20).found().stream()
                .map(found -> found.facts())
                .anyMatch(
                        facts ->
                                facts.what().equals(operation)
                                        && facts.outcome().equals("not-as-contracted"));
    }

    @Test
    void v4_twoLengthsAreNoRequest() throws Exception {
        try (var socket = socket()) {
            socket.getOutputStream()
                    .write(
                            ("POST /staff/sign-in/password HTTP/1.1\r\nHost: x\r\n"
                                            + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}")
                                    .getBytes(UTF_8));
            var head = new String(socket.getInputStream().readNBytes(12), UTF_8);
            assertTrue(head.isEmpty() || head.startsWith("HTTP/1.1 4"), head);
        }
    }

    // ---- V13 configuration

    /// Health, metrics and what operators do lie on a port of their own (issue 4, section 2).
    @Test
    void v13_whatManagesTheNodeIsReachedThroughNoPortForPeople() {
        assertNotEquals(site.port(), site.exam.server.managePort());
        assertNotEquals(site.exam.server.seatPort(), site.exam.server.managePort());
        for (var path : List.of("/health", "/ready", "/metrics", "/release/node-key")) {
            assertEquals(404, site.ask("GET", path, Optional.of(zhao), null).status(), path);
            var seen = site.exam.get(path);
            assertFalse(seen.isEmpty(), path);
            assertNotEquals(seen, site.exam.fetch(path, "bytes=0-").toString(), path);
        }
        for (var path : List.of("/orders", "/release/shares")) {
            assertEquals(
                    404,
                    site.ask("POST", path, Optional.of(zhao), new JsonObject()).status(),
                    path);
        }
        assertFalse(site.exam.get("/staff/me").contains("zhao"), "nor the other way round");
    }

    // ---- helpers

    private String wang() {
        if (me(wang).status() != 200) {
            wang = site.signIn("wang");
        }
        return wang;
    }

    /// Drips for a minute and a half; whether the node hung up meanwhile.
    private static boolean isCutOff(SSLSocket socket, String drip) throws Exception {
        socket.setSoTimeout(250);
        for (int i = 0; i < SLOW_BYTES - 40; i++) {
            try {
                socket.getOutputStream().write(drip.getBytes(UTF_8));
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException stillOpen) {
                assertFalse(socket.isClosed());
            } catch (IOException cut) {
                return true;
            }
        }
        return false;
    }

    private SSLSocket socket() throws Exception {
        return site.socket("127.0.0.1");
    }

    private String code(int steps) {
        return Totp.code(secretOfSun, Totp.step(site.exam.server.clock().instant()) + steps);
    }

    private Answer password(String name, String password, String code) {
        return site.ask(
                "POST",
                "/staff/sign-in/password",
                Optional.empty(),
                new JsonObject().put("name", name).put("password", password).put("code", code));
    }

    private Answer passkey(String id) {
        return signIn(site.passkeySignIn(id, site.challenge().json().getString("challenge")));
    }

    private Answer signIn(JsonObject body) {
        return site.ask("POST", "/staff/sign-in/passkey", Optional.empty(), body);
    }

    private Answer open(String code) {
        return site.ask(
                "POST",
                "/staff/invitations/open",
                Optional.empty(),
                new JsonObject().put("code", code));
    }

    private Answer me(String token) {
        return site.ask("GET", "/staff/me", Optional.of(token), null);
    }

    private Answer person(String id) {
        return site.ask("GET", "/staff/people/" + id, Optional.of(zhao), null);
    }

    private Answer sitting(String token, String id) {
        return site.ask("GET", "/staff/sittings/" + id, Optional.of(token), null);
    }

    /// Everything an attacker sees of an answer.
    private static String bytes(Answer answer) {
        var headers =
                new ArrayList<>(
                        answer.headers().entrySet().stream()
                                .filter(header -> !header.getKey().equals("date"))
                                .map(header -> header.toString())
                                .toList());
        headers.sort(String::compareTo);
        return answer.status() + " " + headers + " " + answer.text();
    }
}
