package org.gongyuan.server.act;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.account.FreshProofs.Given;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.account.SignIns;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.account.TestAuthenticator;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

@DisplayName("An act under two persons")
class ActTest {

    private static final SittingId SITTING = new SittingId("spring-a");
    private static final Deed VOID =
            new Deed.Order(SITTING, new What.Annul(new Scope.Room("C1/R1"), Cause.BREACH));
    private static final String REASON = "case 2026-17";

    @TempDir private Path folder;
    private final List<String> carriedOut = new ArrayList<>();
    private final List<ActDocument> entered = new ArrayList<>();
    private Offices offices;
    private Conflicts conflicts;
    private Acts acts;
    private TestAuthenticator ofWang;
    private TestAuthenticator ofLi;
    private SignedIn wang;
    private SignedIn li;

    /// A proctor, Wang, and a centre head, Li.
    @BeforeEach
    void open() throws Exception {
        offices = new Offices(folder);
        conflicts = new Conflicts(offices.store.conflicts(), offices.key);
        acts =
                new Acts(
                        offices.store.proposals(),
                        offices.proofs,
                        offices.table,
                        conflicts,
                        new Noting(),
                        () -> offices.now,
                        offices.random);
        ofWang = offices.passkey("wang", "proctor");
        ofLi = offices.passkey("li", "centre-head");
        wang = offices.in("wang", ofWang);
        li = offices.in("li", ofLi);
    }

    @AfterEach
    void close() throws Exception {
        offices.close();
    }

    private final class Noting implements Effects {

        @Override
        public Optional<Target> target(SittingId sitting, Scope scope) {
            return scope instanceof Scope.Room(var room)
                    ? Optional.of(Target.of(sitting, room))
                    : Optional.of(Target.of(sitting));
        }

        @Override
        public Optional<String> staffAmongCandidates(Deed deed) {
            return Optional.empty();
        }

        @Override
        public synchronized void enter(
                Optional<SittingId> sitting,
                ActDocument act,
                Octets proposed,
                StaffId approver,
                Octets approved) {
            assertInstanceOf(ActProof.Asserted.class, ActProof.read(proposed.toBytes()));
            entered.add(act);
        }

        @Override
        public synchronized Came carryOut(ActDocument act, Deed deed, StaffId approver) {
            carriedOut.add(deed.kind() + " by " + act.proposer() + " and " + approver);
            return new Came(true, "done for 1", "done for 1");
        }
    }

    @Test
    void isEnteredAndCarriedOutOnceBothStoodForIt() {
        var proposal = proposed(VOID);

        var done = assertInstanceOf(Acts.Outcome.Done.class, approve(li, ofLi, proposal));

        assertTrue(done.isDone());
        assertEquals(List.of("void by wang and li"), carriedOut);
        assertEquals(List.of(proposal.act()), entered);
        assertEquals(new Acts.Standing(List.of(), 0), acts.standing(li));
        assertEquals(new Acts.Standing(List.of(), 1), acts.standing(wang));
    }

    @Test
    void waitsForWhoeverMayApproveIt() {
        var proposal = proposed(VOID);
        var other = offices.in("zhou", offices.passkey("zhou", "proctor"));

        assertEquals(List.of(proposal), acts.standing(li).waiting());
        assertEquals(List.of(proposal), acts.standing(wang).waiting());
        assertEquals(List.of(), acts.standing(other).waiting());
        assertTrue(acts.seen(other, proposal.act().digest()).isEmpty());
    }

    @Test
    void isNotApprovedByItsProposer() {
        var act = drafted(li, VOID);
        acts.propose(li, act.toBytes(), by(ofLi, act.toPropose()));

        assertRefused(
                ActRefusal.SELF_APPROVED,
                acts.approve(li, act.digest(), by(ofLi, act.toApprove())));
        assertNothingDone();
    }

    @Test
    void isNotApprovedByAProctor() {
        var proposal = proposed(VOID);
        var device = offices.passkey("zhou", "proctor");
        var zhou = offices.in("zhou", device);

        assertRefused(
                ActRefusal.NOT_PERMITTED,
                acts.approve(
                        zhou, proposal.act().digest(), by(device, proposal.act().toApprove())));
        assertNothingDone();
    }

    @Test
    void isNotApprovedByTheProofOfItsProposal() {
        var proposal = proposed(VOID);

        assertRefused(
                ActRefusal.PROOF,
                acts.approve(li, proposal.act().digest(), by(ofLi, proposal.act().toPropose())));
        assertRefused(
                ActRefusal.PROOF,
                acts.approve(li, proposal.act().digest(), by(ofWang, proposal.act().toApprove())));
        assertRefused(
                ActRefusal.PROOF,
                acts.approve(
                        li,
                        proposal.act().digest(),
                        by(ofLi, Offices.decoded(offices.signIns.challenge()))));
        assertNothingDone();
    }

    @Test
    void isNotApprovedAfterItsTime() {
        var proposal = proposed(VOID);
        offices.now = proposal.act().expires().plusMillis(1);

        assertRefused(ActRefusal.EXPIRED, approve(li, ofLi, proposal));
        assertNothingDone();
    }

    @Test
    void isNotProposedAltered() {
        var act = drafted(wang, VOID);
        var other =
                new ActDocument(
                        act.kind(),
                        act.nonce(),
                        act.proposed(),
                        act.expires(),
                        act.proposer(),
                        "another reason",
                        act.payload());
        var longer =
                new ActDocument(
                        act.kind(),
                        act.nonce(),
                        act.proposed(),
                        act.proposed().plus(Duration.ofHours(9)),
                        act.proposer(),
                        act.reason(),
                        act.payload());

        assertRefused(
                ActRefusal.PROOF, acts.propose(wang, other.toBytes(), by(ofWang, act.toPropose())));
        assertRefused(
                ActRefusal.ALTERED,
                acts.propose(wang, longer.toBytes(), by(ofWang, longer.toPropose())));
        var bytes = act.toBytes();
        bytes[bytes.length - 1] ^= 1;
        assertInstanceOf(
                Acts.Outcome.Refused.class, acts.propose(wang, bytes, by(ofWang, act.toPropose())));
        assertRefused(
                ActRefusal.NOT_AN_ACT,
                acts.propose(wang, new byte[] {1}, by(ofWang, act.toPropose())));
    }

    @Test
    void isNotProposedForAnotherPerson() {
        var act = drafted(wang, VOID);

        assertRefused(
                ActRefusal.NOT_PROPOSER,
                acts.propose(li, act.toBytes(), by(ofLi, act.toPropose())));
    }

    @Test
    void isNotProposedTwiceNorLate() {
        var proposal = proposed(VOID);
        assertRefused(
                ActRefusal.REPLAYED,
                acts.propose(
                        wang, proposal.act().toBytes(), by(ofWang, proposal.act().toPropose())));

        var late = drafted(wang, VOID);
        offices.now = offices.now.plus(Duration.ofMinutes(6));
        assertRefused(
                ActRefusal.EXPIRED,
                acts.propose(wang, late.toBytes(), by(ofWang, late.toPropose())));
    }

    @Test
    void isNotCarriedOutTwice() {
        var proposal = proposed(VOID);
        approve(li, ofLi, proposal);

        assertRefused(ActRefusal.DECIDED, approve(li, ofLi, proposal));
        assertEquals(1, carriedOut.size());
    }

    @Test
    void ofWhichNobodyKnowsIsUnknown() {
        assertRefused(
                ActRefusal.UNKNOWN,
                acts.approve(li, Digest.of(new byte[32]), by(ofLi, Digest.of(new byte[32]))));
    }

    @Test
    void isApprovedByOneOfTwoThatRace() throws Exception {
        var proposal = proposed(VOID);
        var device = offices.passkey("chen", "exam-officer");
        var chen = offices.in("chen", device);
        var byLi = by(ofLi, proposal.act().toApprove());
        var byChen = by(device, proposal.act().toApprove());
        List<Callable<Acts.Outcome>> both =
                List.of(
                        () -> acts.approve(li, proposal.act().digest(), byLi),
                        () -> acts.approve(chen, proposal.act().digest(), byChen));

        var done = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : threads.invokeAll(both)) {
                done += one.get() instanceof Acts.Outcome.Done ? 1 : 0;
            }
        }

        assertEquals(1, done);
        assertEquals(1, carriedOut.size());
        assertEquals(1, entered.size());
    }

    @Test
    void isWithdrawnByItsProposerAlone() {
        var proposal = proposed(VOID);

        assertRefused(ActRefusal.NOT_PROPOSER, acts.withdraw(li, proposal.act().digest()));
        assertInstanceOf(
                Acts.Outcome.Withdrawn.class, acts.withdraw(wang, proposal.act().digest()));
        assertRefused(ActRefusal.DECIDED, approve(li, ofLi, proposal));
        assertNothingDone();
    }

    @Test
    void isRefusedToWhoHasAConflict() {
        var proposal = proposed(VOID);
        conflicts.declare(
                new Conflicts.Declared(
                        new StaffId("li"),
                        Conflicts.Kind.RELATIVE,
                        SITTING,
                        Optional.empty(),
                        offices.now,
                        new StaffId("li")));

        assertRefused(ActRefusal.CONFLICT, approve(li, ofLi, proposal));
        assertRefused(ActRefusal.CONFLICT, acts.draft(li, VOID, REASON));
        assertNothingDone();
    }

    @Test
    void findsStaffAmongTheCandidatesOfARoster() {
        conflicts.declare(
                new Conflicts.Declared(
                        new StaffId("li"),
                        Conflicts.Kind.CANDIDATE,
                        SITTING,
                        Optional.of(conflicts.ticket(SITTING, "t-7")),
                        offices.now,
                        new StaffId("li")));

        assertEquals(
                List.of(new StaffId("li")), conflicts.staffAmong(SITTING, List.of("t-6", "t-7")));
        assertEquals(List.of(), conflicts.staffAmong(SITTING, List.of("t-6")));
        assertEquals(List.of(), conflicts.staffAmong(new SittingId("spring-b"), List.of("t-7")));
    }

    @Test
    void reachesNoFurtherThanTheAreaOfWhoProposes() {
        var room = offices.passkey("room", "proctor");
        var kept = offices.book.find(new StaffId("room")).orElseThrow();
        offices.staffing.takeBack(
                new StaffId("zhao"), new StaffId("room"), new Duty("proctor"), Area.ALL);
        offices.staffing.grant(
                new StaffId("zhao"),
                new StaffId("room"),
                offices.staffing.ways(new StaffId("room")).orElseThrow(),
                new Duty("proctor"),
                new Area("room:C1/R2"),
                offices.now,
                offices.now.plus(Duration.ofDays(1)));
        assertEquals(1, kept.account().grants().size());
        var one = offices.in("room", room);

        assertRefused(ActRefusal.NOT_PERMITTED, acts.draft(one, VOID, REASON));
        assertRefused(
                ActRefusal.NOT_PERMITTED,
                acts.draft(
                        one,
                        new Deed.Order(SITTING, new What.Annul(new Scope.All(), Cause.BREACH)),
                        REASON));
        assertRefused(
                ActRefusal.NOT_PERMITTED,
                acts.draft(
                        one,
                        new Deed.Order(
                                SITTING,
                                new What.Move(
                                        new Scope.Room("C1/R2"),
                                        new SeatId("C1/R3/1"),
                                        Cause.MACHINE_FAULT)),
                        REASON));
        assertInstanceOf(
                Acts.Outcome.Drafted.class,
                acts.draft(
                        one,
                        new Deed.Order(
                                SITTING, new What.Annul(new Scope.Room("C1/R2"), Cause.BREACH)),
                        REASON));
    }

    @Test
    void isNotProvedByASignInThatHasEnded() {
        var act = drafted(wang, VOID);
        offices.signIns.outEverywhere(new StaffId("wang"));

        assertRefused(
                ActRefusal.PROOF, acts.propose(wang, act.toBytes(), by(ofWang, act.toPropose())));
    }

    @Test
    void isProvedByPasswordAndANewCodeOnly() {
        var secret = offices.password("zhou", "centre-head");
        var code = offices.code(secret);
        var zhou =
                ((SignIns.Outcome.In)
                                offices.signIns.byPassword(
                                        "zhou", Offices.PASSWORD.toCharArray(), code))
                        .signedIn();
        var proposal = proposed(VOID);
        var id = proposal.act().digest();

        assertRefused(
                ActRefusal.PROOF,
                acts.approve(zhou, id, new Given.ByPassword(Offices.PASSWORD, code)));
        offices.now = offices.now.plusSeconds(30);
        assertRefused(
                ActRefusal.PROOF,
                acts.approve(
                        zhou, id, new Given.ByPassword("wrong password", offices.code(secret))));
        assertInstanceOf(
                Acts.Outcome.Done.class,
                acts.approve(
                        zhou, id, new Given.ByPassword(Offices.PASSWORD, offices.code(secret))));
    }

    @Test
    void ofOneAccountIsRecoveredByTwoOthers() {
        var recovery = new Deed.Recovery(new StaffId("sun"));
        var ofSun = offices.passkey("sun", "security-administrator");
        var sun = offices.in("sun", ofSun);
        var zhao = offices.in("zhao", offices.passkey("zhao", "security-administrator"));

        assertRefused(ActRefusal.CONFLICT, acts.draft(sun, recovery, REASON));
        assertRefused(ActRefusal.NOT_PERMITTED, acts.draft(li, recovery, REASON));
        assertInstanceOf(Acts.Outcome.Drafted.class, acts.draft(zhao, recovery, REASON));
    }

    private ActDocument drafted(SignedIn who, Deed deed) {
        return assertInstanceOf(Acts.Outcome.Drafted.class, acts.draft(who, deed, REASON)).act();
    }

    private Proposal proposed(Deed deed) {
        var act = drafted(wang, deed);
        return assertInstanceOf(
                        Acts.Outcome.Proposed.class,
                        acts.propose(wang, act.toBytes(), by(ofWang, act.toPropose())))
                .proposal();
    }

    private Acts.Outcome approve(SignedIn who, TestAuthenticator device, Proposal proposal) {
        return acts.approve(who, proposal.act().digest(), by(device, proposal.act().toApprove()));
    }

    private static Given by(TestAuthenticator device, Digest challenge) {
        return by(device, challenge.toBytes());
    }

    private static Given by(TestAuthenticator device, byte[] challenge) {
        return new Given.ByPasskey(device.answer(challenge));
    }

    private void assertNothingDone() {
        assertEquals(List.of(), carriedOut);
        assertEquals(List.of(), entered);
    }

    private static void assertRefused(ActRefusal why, Acts.Outcome outcome) {
        assertEquals(why, assertInstanceOf(Acts.Outcome.Refused.class, outcome).why());
    }
}
