package org.gongyuan.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.SignIns.Outcome;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.privacy.PersonKeys;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

@DisplayName("An account of staff")
class AccountTest {

    private static final StaffId LI = new StaffId("li.wei");

    @TempDir private java.nio.file.Path folder;
    private Offices offices;

    @BeforeEach
    void open() throws Exception {
        offices = new Offices(folder);
    }

    @AfterEach
    void close() throws Exception {
        offices.close();
    }

    @Test
    void beginsWithTwoFirstAdministratorsAndNoThird() {
        var wang = new StaffId("wang");
        assertInstanceOf(
                Invitations.Outcome.Invited.class,
                offices.invitations.firstAdministrator(LI, "李伟"));
        assertInstanceOf(
                Invitations.Outcome.Refused.class,
                offices.invitations.firstAdministrator(LI, "李伟"));
        assertInstanceOf(
                Invitations.Outcome.Invited.class,
                offices.invitations.firstAdministrator(wang, "王芳"));
        assertInstanceOf(
                Invitations.Outcome.Refused.class,
                offices.invitations.firstAdministrator(new StaffId("zhao"), "赵敏"));
        for (var id : List.of(LI, wang)) {
            assertEquals(
                    "security-administrator",
                    offices.book
                            .find(id)
                            .orElseThrow()
                            .account()
                            .grants()
                            .getFirst()
                            .duty()
                            .name());
        }
    }

    @Test
    void makesNoFirstAdministratorOnceAnybodyElseWasInvited() {
        offices.invited("li.wei");
        offices.invited("wang", "proctor");

        assertInstanceOf(
                Invitations.Outcome.Refused.class,
                offices.invitations.firstAdministrator(new StaffId("zhao"), "赵敏"));
    }

    @Test
    void isSignedInToByAPasskeyMadeForItsInvitation() {
        var device = offices.passkey("li.wei");

        var in = assertInstanceOf(Outcome.In.class, offices.byPasskey("li.wei", device));

        assertEquals(LI, offices.signIns.of(in.token()).orElseThrow().person());
    }

    @Test
    void isSignedInToByPasswordAndCode() {
        var secret = offices.password("li.wei");

        var in = assertInstanceOf(Outcome.In.class, byPassword(offices.code(secret)));

        assertEquals(LI, offices.signIns.of(in.token()).orElseThrow().person());
    }

    @Test
    void takesNoCodeTwice() {
        var secret = offices.password("li.wei");
        var code = offices.code(secret);

        assertInstanceOf(Outcome.In.class, byPassword(code));
        assertInstanceOf(Outcome.Refused.class, byPassword(code));
    }

    @Test
    void takesNotTheCodeAgainThatRedeemedItsInvitation() {
        var code = offices.invited("li.wei");
        var secret = Offices.unbase32(offices.invitations.open(code).orElseThrow().totp());
        var first = offices.code(secret);
        var _ =
                offices.invitations
                        .redeem(code, Offices.PASSWORD.toCharArray(), first)
                        .orElseThrow();

        assertInstanceOf(Outcome.Refused.class, byPassword(first));
    }

    @Test
    void isNotReachedByAPasskeyOfAnotherOriginPartyChallengeOrWithoutThePerson() {
        var device = offices.passkey("li.wei");
        device.origin = "https://staff.example.org.evil.example";
        assertInstanceOf(Outcome.Refused.class, offices.byPasskey("li.wei", device));
        device.origin = Offices.ORIGIN;
        device.party = "evil.example";
        assertInstanceOf(Outcome.Refused.class, offices.byPasskey("li.wei", device));
        device.party = "staff.example.org";
        device.verifiesPerson = false;
        assertInstanceOf(Outcome.Refused.class, offices.byPasskey("li.wei", device));
        device.verifiesPerson = true;
        var challenge = offices.signIns.challenge();
        assertInstanceOf(
                Outcome.Refused.class,
                offices.signIns.byPasskey(
                        challenge, offices.book.handle(LI), device.answer(new byte[32])));
        assertInstanceOf(Outcome.In.class, offices.byPasskey("li.wei", device));
    }

    @Test
    void isNotReachedByAnAnswerGivenBeforeOrACopiedKey() {
        var device = offices.passkey("li.wei");
        var challenge = offices.signIns.challenge();
        var answer = device.answer(Offices.decoded(challenge));
        var handle = offices.book.handle(LI);

        assertInstanceOf(Outcome.In.class, offices.signIns.byPasskey(challenge, handle, answer));
        assertInstanceOf(
                Outcome.Refused.class, offices.signIns.byPasskey(challenge, handle, answer));
        device.count = 0;
        assertInstanceOf(Outcome.Refused.class, offices.byPasskey("li.wei", device));
    }

    @Test
    void isNotReachedByAChallengeThatIsOldOrNobodys() {
        var device = offices.passkey("li.wei");
        var challenge = offices.signIns.challenge();
        var answer = device.answer(Offices.decoded(challenge));
        offices.now = offices.now.plus(SignIns.CHALLENGE_LIFE).plusMillis(1);
        var handle = offices.book.handle(LI);

        assertInstanceOf(
                Outcome.Refused.class, offices.signIns.byPasskey(challenge, handle, answer));
        assertInstanceOf(
                Outcome.Refused.class,
                offices.signIns.byPasskey("AAAA", handle, device.answer(new byte[3])));
        assertInstanceOf(
                Outcome.Refused.class,
                offices.signIns.byPasskey("not base64 !", handle, device.answer(new byte[3])));
    }

    @Test
    void waitsAfterFiveFailuresThoughThePasswordIsRight() {
        var secret = offices.password("li.wei");
        for (int i = 0; i < Attempts.FREE; i++) {
            assertInstanceOf(Outcome.Refused.class, byPassword("000000"));
        }
        assertInstanceOf(Outcome.Refused.class, byPassword(offices.code(secret)));
        offices.now = offices.now.plusSeconds(31);
        assertInstanceOf(Outcome.In.class, byPassword(offices.code(secret)));
    }

    @Test
    void waitsLongerEveryTimeUpToAnHour() {
        assertEquals(Duration.ZERO, Attempts.waitAfter(4));
        assertEquals(Duration.ofSeconds(30), Attempts.waitAfter(5));
        assertEquals(Duration.ofSeconds(60), Attempts.waitAfter(6));
        assertEquals(Duration.ofHours(1), Attempts.waitAfter(30));
        assertEquals(Duration.ofHours(1), Attempts.waitAfter(Long.MAX_VALUE));
    }

    @Test
    void ofNobodyWaitsTooSoThatWaitingTellsNothing() {
        var handle = offices.book.handle(LI);
        var attempts = new Attempts(offices.store.signInAttempts(), () -> offices.now);
        for (int i = 0; i < Attempts.FREE; i++) {
            assertTrue(attempts.begin(handle, false));
        }
        assertFalse(attempts.begin(handle, false));
    }

    @Test
    void hasOneSignInAtATime() {
        var device = offices.passkey("li.wei");
        var first = (Outcome.In) offices.byPasskey("li.wei", device);
        var second = (Outcome.In) offices.byPasskey("li.wei", device);

        assertTrue(offices.signIns.of(first.token()).isEmpty());
        assertTrue(offices.signIns.of(second.token()).isPresent());
    }

    @Test
    void isLeftByIdlenessAndAtTheEndOfTheShift() {
        var device = offices.passkey("li.wei");
        var in = (Outcome.In) offices.byPasskey("li.wei", device);
        for (int i = 0; i < 59; i++) {
            offices.now = offices.now.plus(Duration.ofMinutes(10));
            assertTrue(offices.signIns.of(in.token()).isPresent(), "after " + i);
        }
        offices.now = offices.now.plus(Duration.ofMinutes(11));
        assertTrue(offices.signIns.of(in.token()).isEmpty());

        var again = (Outcome.In) offices.byPasskey("li.wei", device);
        offices.now = offices.now.plus(Duration.ofMinutes(16));
        assertTrue(offices.signIns.of(again.token()).isEmpty());
    }

    @Test
    void isLeftByHandAndEverywhere() {
        var device = offices.passkey("li.wei");
        var in = (Outcome.In) offices.byPasskey("li.wei", device);
        offices.signIns.out(in.signedIn());
        assertTrue(offices.signIns.of(in.token()).isEmpty());

        var again = (Outcome.In) offices.byPasskey("li.wei", device);
        offices.signIns.outEverywhere(LI);
        assertTrue(offices.signIns.of(again.token()).isEmpty());
    }

    @Test
    void keepsNeitherTokenNorCodeNorNameInTheStore() throws Exception {
        var code = offices.invited("li.wei");
        var device = offices.passkey("wang");
        var in = (Outcome.In) offices.byPasskey("wang", device);
        offices.close();
        try (var files = java.nio.file.Files.walk(folder)) {
            for (var file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                var bytes = new String(java.nio.file.Files.readAllBytes(file), UTF_8);
                assertFalse(bytes.contains(in.token()), file.toString());
                assertFalse(bytes.contains(code.split("\\.", 2)[1]), file.toString());
                assertFalse(bytes.contains("李伟"), file.toString());
            }
        }
        offices = new Offices(folder);
    }

    @Test
    void isNotOpenedUnderAnotherStaffKey() {
        var code = offices.invited("li.wei");
        assertTrue(offices.invitations.open(code).isPresent());
        var account = offices.book.find(LI).orElseThrow().account();
        var other = StaffKey.generate(Suite.INTL_1, offices.random);
        var book =
                new AccountBook(
                        offices.store.accounts(),
                        other,
                        new PersonKeys(offices.store.personKeys(), other, offices.random));

        assertThrows(IllegalStateException.class, () -> book.name(account));
    }

    @Test
    void leavesNoSignInBehindThatEndedLongAgo() {
        var device = offices.passkey("wang");
        var _ = offices.in("wang", device);
        assertEquals(0, offices.signIns.prune());
        offices.now = offices.now.plus(java.time.Duration.ofHours(47));
        var in = offices.in("wang", device);
        offices.now = offices.now.plus(java.time.Duration.ofHours(2));

        assertEquals(1, offices.signIns.prune());
        assertEquals(0, offices.signIns.prune());
        assertTrue(offices.book.find(in.person()).isPresent());
    }

    @Test
    void keepsANameThatOnlyItsOwnKeyOpens() {
        var _ = offices.invited("li.wei");
        var account = offices.book.find(LI).orElseThrow().account();
        assertEquals("李伟", offices.book.name(account));

        assertTrue(offices.persons.destroy(AccountBook.subject(LI), offices.now));

        assertEquals(AccountBook.ERASED, offices.book.name(account));
        assertThrows(
                IllegalStateException.class,
                () -> offices.book.opened(LI, "name", account.name()),
                "the node's own key does not open it either");
        assertThrows(
                IllegalStateException.class,
                () -> offices.persons.seal(AccountBook.subject(LI), "name", new byte[1]),
                "and no new key is made in its place");
        assertFalse(offices.persons.destroy(AccountBook.subject(LI), offices.now));
    }

    @Test
    void isRedeemedOnceInTimeAndByItsCodeAlone() {
        var code = offices.invited("li.wei");
        var device = new TestAuthenticator(Offices.ORIGIN, "staff.example.org");
        var challenge = Offices.decoded(offices.invitations.open(code).orElseThrow().challenge());

        assertTrue(offices.invitations.open(code + "x").isEmpty());
        assertTrue(offices.invitations.open("x").isEmpty());
        assertTrue(offices.invitations.open("").isEmpty());
        assertTrue(offices.invitations.redeem(code, device.register(new byte[32])).isEmpty());
        assertTrue(offices.invitations.redeem(code, device.register(challenge)).isPresent());
        assertTrue(offices.invitations.redeem(code, device.register(challenge)).isEmpty());

        var late = offices.invited("wang");
        offices.now = offices.now.plus(offices.policy.invitation());
        assertTrue(offices.invitations.open(late).isEmpty());
    }

    @Test
    void sharesNoPasskeyWithAnother() {
        var device = offices.passkey("li.wei");
        var code = offices.invited("wang");
        var challenge = Offices.decoded(offices.invitations.open(code).orElseThrow().challenge());

        assertTrue(offices.invitations.redeem(code, device.register(challenge)).isEmpty());
    }

    @Test
    void isNotRedeemedWithAShortPassword() {
        var code = offices.invited("li.wei");
        var secret = Offices.unbase32(offices.invitations.open(code).orElseThrow().totp());

        assertTrue(
                offices.invitations
                        .redeem(code, "elevenchars".toCharArray(), offices.code(secret))
                        .isEmpty());
    }

    @Test
    void recoveredForgetsEveryWayInOfBefore() {
        var device = offices.passkey("li.wei");
        var in = (Outcome.In) offices.byPasskey("li.wei", device);

        assertInstanceOf(Invitations.Outcome.Invited.class, offices.invitations.recover(LI));

        assertTrue(offices.signIns.of(in.token()).isEmpty());
        assertInstanceOf(Outcome.Refused.class, offices.byPasskey("li.wei", device));
    }

    @Test
    void endedComesBackOnlyByRecoveryAndWithoutItsDuties() {
        var device = offices.passkey("li.wei", "proctor");
        var in = (Outcome.In) offices.byPasskey("li.wei", device);

        assertEquals(new Staffing.Outcome.Done(), offices.staffing.end(new StaffId("zhao"), LI));

        assertTrue(offices.signIns.of(in.token()).isEmpty());
        assertInstanceOf(Outcome.Refused.class, offices.byPasskey("li.wei", device));
        assertEquals(new Staffing.Outcome.Unknown(), offices.staffing.end(new StaffId("zhao"), LI));

        assertInstanceOf(Invitations.Outcome.Invited.class, offices.invitations.recover(LI));
        assertInstanceOf(Outcome.Refused.class, offices.byPasskey("li.wei", device));
        assertEquals(List.of(), offices.book.find(LI).orElseThrow().account().grants());
    }

    @Test
    void endedDoesNotComeBackOnceItsNameWasDeleted() {
        offices.passkey("li.wei");
        assertEquals(new Staffing.Outcome.Done(), offices.staffing.end(new StaffId("zhao"), LI));
        assertTrue(offices.persons.destroy(AccountBook.subject(LI), Instant.EPOCH));

        assertInstanceOf(Invitations.Outcome.Refused.class, offices.invitations.recover(LI));
    }

    @Test
    void isGivenNoDutyByItselfNorOneThatStaysApart() {
        offices.password("li.wei", "exam-officer");
        var ways = offices.staffing.ways(LI).orElseThrow();
        var zhao = new StaffId("zhao");
        var end = offices.now.plus(Duration.ofDays(1));

        assertInstanceOf(
                Staffing.Outcome.Refused.class,
                offices.staffing.grant(
                        LI, LI, ways, new Duty("centre-head"), Area.ALL, offices.now, end));
        assertInstanceOf(
                Staffing.Outcome.Refused.class,
                offices.staffing.grant(
                        zhao,
                        LI,
                        ways,
                        new Duty("audit-administrator"),
                        Area.ALL,
                        offices.now,
                        end));
        assertInstanceOf(
                Staffing.Outcome.Refused.class,
                offices.staffing.grant(
                        zhao,
                        LI,
                        ways,
                        new Duty("centre-head"),
                        Area.ALL,
                        offices.now,
                        offices.now.plus(Duration.ofDays(400))));
        assertEquals(
                new Staffing.Outcome.Done(),
                offices.staffing.grant(
                        zhao, LI, ways, new Duty("centre-head"), Area.ALL, offices.now, end));
    }

    @Test
    void isTheSameReadAgainFromTheStore() {
        offices.password("li.wei", "proctor", "centre-head");
        var account = offices.book.find(LI).orElseThrow().account();

        assertEquals(account, AccountBytes.read(AccountBytes.of(account)));
        assertEquals("李伟", offices.book.name(account));
        assertEquals(List.of(account), offices.book.all().stream().map(k -> k.account()).toList());
    }

    private Outcome byPassword(String code) {
        return offices.signIns.byPassword("li.wei", Offices.PASSWORD.toCharArray(), code);
    }
}
