package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jwt.JWTClaimsSet;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.account.Offices;
import org.gongyuan.server.account.TestAuthenticator;
import org.gongyuan.server.contract.StaffSite.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Passkeys added to an account, and signing in through a body's identity provider, over TLS. Cases
/// that try to break in are named after their chapter of OWASP ASVS 5.0.
@DisplayName("The ways in of somebody who has an account")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnWaysInTest {

    private TestProvider provider;
    private StaffSite site;
    private String zhao;
    private String wang;
    private int people;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        provider = new TestProvider(folder, InstantSource.system().instant());
        var settings = new HashMap<>(provider.settings());
        settings.put("staff.sign-ins", "2");
        site = new StaffSite(folder, settings);
        zhao = site.firstAdministrator("zhao");
    }

    @BeforeEach
    void somebodyNew() {
        provider.lying = claims -> claims;
        provider.signsNothing = false;
        provider.signsWithAnother = false;
        people++;
        site.invite(zhao, id());
        wang = site.signIn(id());
    }

    @AfterAll
    void close() throws Exception {
        site.close();
        provider.close();
    }

    private String id() {
        return "wang" + people;
    }

    private Answer ask(String method, String path, JsonObject body) {
        return site.ask(method, path, Optional.of(wang), body);
    }

    private JsonObject challenge(JsonObject of) {
        return ask("POST", "/staff/me/passkeys/challenge", of).json();
    }

    private Answer add(TestAuthenticator device, JsonObject challenge, JsonObject proof) {
        var made = device.register(Offices.decoded(challenge.getString("challenge")));
        return ask(
                "POST",
                "/staff/me/passkeys",
                new JsonObject()
                        .put("challenge", challenge.getString("challenge"))
                        .put(
                                "passkey",
                                new JsonObject()
                                        .put(
                                                "attestation",
                                                StaffSite.text(made.attestation().toBytes()))
                                        .put("client", StaffSite.text(made.client().toBytes())))
                        .put("proof", proof));
    }

    private static TestAuthenticator device() {
        return new TestAuthenticator(StaffSite.ORIGIN, "localhost");
    }

    private Answer remove(byte[] credential) {
        var text = StaffSite.text(credential);
        var challenge = challenge(new JsonObject().put("remove", text));
        return ask(
                "POST",
                "/staff/me/passkeys/" + text + "/removal",
                new JsonObject()
                        .put("challenge", challenge.getString("challenge"))
                        .put("proof", site.proof(id(), challenge.getString("prove"))));
    }

    @Test
    void aSecondPasskeySignsInAndTheFirstMayGoButNeverTheLast() {
        var first = site.devices.get(id());
        var second = device();
        var challenge = challenge(new JsonObject());
        assertEquals(
                204,
                add(second, challenge, site.proof(id(), challenge.getString("prove"))).status());
        assertEquals(
                2, ask("GET", "/staff/me/passkeys", null).json().getJsonArray("passkeys").size());
        site.devices.put(id(), second);
        wang = site.signIn(id());

        assertEquals(204, remove(first.credential()).status());
        assertEquals(409, remove(second.credential()).status(), "the last one stays");
    }

    @Test
    void v6_aPasskeyIsNotAddedWithAStolenSignInAlone() {
        var challenge = challenge(new JsonObject());
        var proofOfNothing = new JsonObject().put("password", "x").put("code", "000000");
        assertEquals(403, add(device(), challenge, proofOfNothing).status());
        var signIn = site.challenge().json().getString("challenge");
        assertEquals(403, add(device(), challenge, site.proof(id(), signIn)).status());
    }

    @Test
    void v6_aChallengeAddsOnePasskeyOnce() {
        var challenge = challenge(new JsonObject());
        var proof = site.proof(id(), challenge.getString("prove"));
        assertEquals(204, add(device(), challenge, proof).status());

        var again = site.proof(id(), challenge.getString("prove"));
        assertEquals(409, add(device(), challenge, again).status());
    }

    @Test
    void v6_aPasskeyThatIsAnothersIsNotAdded() {
        var challenge = challenge(new JsonObject());
        var proof = site.proof(id(), challenge.getString("prove"));
        assertEquals(409, add(site.devices.get("zhao"), challenge, proof).status());
    }

    @Test
    void v7_addingAPasskeyEndsEveryOtherSignIn() {
        var other = wang;
        wang = site.signIn(id());
        assertEquals(
                200,
                site.ask("GET", "/staff/me", Optional.of(other), null).status(),
                "two at once");
        var challenge = challenge(new JsonObject());
        assertEquals(
                204,
                add(device(), challenge, site.proof(id(), challenge.getString("prove"))).status());

        assertEquals(200, ask("GET", "/staff/me", null).status(), "one's own goes on");
        assertEquals(401, site.ask("GET", "/staff/me", Optional.of(other), null).status());
    }

    // ---- at the door

    private long entered(String outcome, String what) {
        var found = ask("GET", "/staff/audit?outcome=%s&what=%s".formatted(outcome, what), null);
        assertEquals(200, found.status(), found.text());
        return found.json().getJsonArray("entries").size();
    }

    @Test
    void v16_openingTheSignInPageIsNoEntryButASignInThatDoesNotCountIs() {
        site.grant(zhao, id(), "audit-administrator", "all");
        var stranger = Optional.<String>empty();
        var before = entered("not-signed-in", "readMe");

        var door = site.ask("GET", "/staff/me", stranger, null);
        assertEquals("not-signed-in", door.word());
        assertEquals(before, entered("not-signed-in", "readMe"), "nobody was refused");

        assertEquals(401, site.ask("GET", "/staff/me", Optional.of("A".repeat(43)), null).status());
        assertEquals(before + 1, entered("not-signed-in", "readMe"), "a sign-in that is over");
        assertEquals(401, site.ask("GET", "/staff/me", Optional.of("x"), null).status());
        assertEquals(before + 2, entered("not-signed-in", "readMe"), "a sign-in that is none");

        var others = entered("not-signed-in", "readDuties");
        assertEquals(401, site.ask("GET", "/staff/duties", stranger, null).status());
        assertEquals(others + 1, entered("not-signed-in", "readDuties"), "any other question");
    }

    // ---- through the identity provider

    @Test
    void theProviderIsOfferedToWhoeverOpensTheSignInPage() {
        var ways = site.ask("GET", "/staff/sign-in/ways", Optional.empty(), null);

        assertEquals(new JsonObject().put("provider", "localhost"), ways.json());
    }

    private record Way(String cookie, String where) {}

    private Way begin() {
        var begun =
                site.ask(
                        "POST",
                        "/staff/sign-in/provider/begin",
                        Optional.empty(),
                        new JsonObject());
        assertEquals(200, begun.status(), begun.text());
        return new Way(begun.cookie().orElseThrow(), begun.json().getString("where"));
    }

    private Answer finish(String cookie, JsonObject answer) {
        var headers = StaffSite.browser(Optional.empty());
        headers.put("Cookie", "__Host-gongyuan-provider=" + cookie);
        return site.ask("POST", "/staff/sign-in/provider", headers, answer.encode());
    }

    private String link(String subject) {
        var challenge = challenge(new JsonObject().put("link", true));
        var begun =
                ask(
                        "POST",
                        "/staff/me/provider/begin",
                        new JsonObject()
                                .put("challenge", challenge.getString("challenge"))
                                .put("proof", site.proof(id(), challenge.getString("prove"))));
        assertEquals(200, begun.status(), begun.text());
        var headers = StaffSite.browser(Optional.empty());
        headers.put(
                "Cookie",
                "__Host-gongyuan-staff=%s; __Host-gongyuan-provider=%s"
                        .formatted(wang, begun.cookie().orElseThrow()));
        var linked =
                site.ask(
                        "POST",
                        "/staff/me/provider",
                        headers,
                        provider.visited(begun.json().getString("where"), subject).encode());
        assertEquals(204, linked.status(), linked.text());
        return subject;
    }

    @Test
    void aLinkedAccountIsSignedInAndUnlinkedItIsNotAnyMore() {
        var subject = link("subject-" + people);
        var way = begin();
        var in = finish(way.cookie(), provider.visited(way.where(), subject));
        assertEquals(204, in.status(), in.text());
        assertEquals(204, ask("POST", "/staff/me/provider/removal", new JsonObject()).status());

        var again = begin();
        assertEquals(
                401, finish(again.cookie(), provider.visited(again.where(), subject)).status());
    }

    @Test
    void v10_whoIsNotLinkedIsNobodyAndGetsNoAccount() {
        var way = begin();
        var answer = finish(way.cookie(), provider.visited(way.where(), "a stranger"));

        assertEquals(401, answer.status());
        assertFalse(
                site.ask("GET", "/staff/people", Optional.of(zhao), null)
                        .text()
                        .contains("stranger"));
    }

    @Test
    void v10_anAnswerCountsInTheBrowserThatBeganAlone() {
        var subject = link("subject-" + people);
        var way = begin();
        var others = begin();

        assertEquals(401, finish(others.cookie(), provider.visited(way.where(), subject)).status());
    }

    @Test
    void v10_aCodeIsUsedOnce() {
        var subject = link("subject-" + people);
        var way = begin();
        var answer = provider.visited(way.where(), subject);
        assertEquals(204, finish(way.cookie(), answer).status());

        assertEquals(401, finish(way.cookie(), answer).status());
        var another = provider.visited(way.where(), subject);
        assertEquals(401, finish(way.cookie(), another).status(), "nor the way");
    }

    @Test
    void v10_anAnswerOfAnotherProviderIsRefused() {
        var subject = link("subject-" + people);
        var way = begin();
        var answer = provider.visited(way.where(), subject);
        assertEquals(
                401,
                finish(way.cookie(), answer.copy().put("iss", "https://evil.example")).status());
        answer.remove("iss");
        assertEquals(401, finish(way.cookie(), answer).status());
    }

    @Test
    void v10_aTokenWithAnotherNonceAudienceIssuerOrTimeIsRefused() {
        lies(claims -> claims.claim("nonce", "another"));
        lies(claims -> claims.audience("another-client"));
        lies(claims -> claims.issuer("https://evil.example"));
        lies(claims -> claims.expirationTime(Date.from(Instant.EPOCH)));
        lies(claims -> claims.subject(null));
    }

    @Test
    void v9_aTokenThatIsNotSignedOrByAnotherKeyIsRefused() {
        var subject = link("subject-" + people);
        provider.signsNothing = true;
        refused(subject);
        provider.signsNothing = false;
        provider.signsWithAnother = true;
        refused(subject);
    }

    private void lies(UnaryOperator<JWTClaimsSet.Builder> lying) {
        somebodyNew();
        var subject = link("subject-" + people);
        provider.lying = lying;
        refused(subject);
        provider.lying = claims -> claims;
    }

    private void refused(String subject) {
        var way = begin();
        assertEquals(401, finish(way.cookie(), provider.visited(way.where(), subject)).status());
    }
}
