package org.gongyuan.server.act;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.account.FreshProofs.Given;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.account.TestAuthenticator;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Every act that takes two persons, tried by one. The table names the act, the duty of who
/// proposes it and of who approves it, and how a conflict of interest keeps the approver out; below
/// it are the ways that were tried, each upon every line. An act without a line fails the build.
@DisplayName("One person cannot do what takes two")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnePersonCannotTest {

    private static final SittingId SITTING = new SittingId("spring-a");
    private static final Digest SOME = Digest.of(new byte[Digest.LENGTH]);
    private static final Scope ROOM = new Scope.Room("C1/R1");
    private static final StaffId SUN = new StaffId("sun");

    private static final String PROCTOR = "proctor";
    private static final String HEAD = "centre-head";
    private static final String OFFICER = "exam-officer";
    private static final String AUTHORITY = "authority";
    private static final String SCORER = "scoring-officer";
    private static final String REGISTRAR = "registrar";
    private static final String ASSEMBLER = "form-assembler";
    private static final String REVIEWER = "item-reviewer";
    private static final String SECURITY = "security-administrator";
    private static final String PRIVACY = "data-protection-officer";

    /// How a conflict keeps a person out of an act.
    enum Conflict {
        /// He declared one with the sitting that the act is upon.
        DECLARED,
        /// The act is upon himself.
        HIMSELF,
        /// The act is upon no sitting and no candidate he could know.
        NONE
    }

    record Line(String act, String proposer, String approver, Conflict conflict, Deed deed) {

        @Override
        public String toString() {
            return act;
        }
    }

    static Stream<Line> table() {
        var minutes = Duration.ofMinutes(5);
        var cause = Cause.POWER_CUT;
        return Stream.of(
                line("recover-account", SECURITY, SECURITY, Conflict.HIMSELF, recovery(SUN)),
                line("grant-duty", SECURITY, SECURITY, Conflict.HIMSELF, granting(SUN)),
                line("erase-personal", SECURITY, PRIVACY, Conflict.NONE, erasure()),
                line("refuse-request", PRIVACY, PRIVACY, Conflict.HIMSELF, refusing()),
                line("lift-hold", PRIVACY, PRIVACY, Conflict.NONE, lifting()),
                line("seal-form", ASSEMBLER, REVIEWER, Conflict.NONE, new Deed.FormSealing(SOME)),
                upon("freeze-rules", OFFICER, AUTHORITY, new ExamDeed.Freeze(SITTING, SOME)),
                upon("change-rule", OFFICER, AUTHORITY, changing()),
                upon("open-sitting", OFFICER, HEAD, order(opening())),
                upon("close-sitting", HEAD, OFFICER, order(new What.Close())),
                upon("extend", PROCTOR, HEAD, order(new What.Extend(ROOM, minutes, cause))),
                upon(
                        "extend-beyond",
                        HEAD,
                        OFFICER,
                        order(new What.ExtendBeyond(ROOM, minutes, cause))),
                upon("move", PROCTOR, HEAD, order(new What.Move(ROOM, seat(), cause))),
                upon("transfer", HEAD, OFFICER, order(new What.Transfer(ROOM, autumn(), cause))),
                upon("void", PROCTOR, HEAD, order(new What.Annul(ROOM, Cause.BREACH))),
                upon("open-responses", SCORER, AUTHORITY, openingResponses()),
                upon("publish", SCORER, AUTHORITY, publishing()),
                upon("draw-holders", REGISTRAR, AUTHORITY, drawing()));
    }

    // ---- what was tried, upon every line

    @ParameterizedTest
    @MethodSource("table")
    void byApprovingWhatHeProposed(Line line) {
        var his = comesIn(line.proposer, line.approver);
        var act = proposed(his, line.deed);

        assertRefused(
                ActRefusal.SELF_APPROVED,
                acts.approve(his.in(), act.digest(), his.stands(act.toApprove())));
        assertNothingDone();
    }

    @ParameterizedTest
    @MethodSource("table")
    void byASecondAccountOnTheSameDevice(Line line) {
        var his = comesIn(line.proposer);
        var act = proposed(his, line.deed);
        var second = "second" + ++persons;
        var code = offices.invited(second, line.approver);
        var challenge = Offices.decoded(offices.invitations.open(code).orElseThrow().challenge());
        assertTrue(
                offices.invitations.redeem(code, his.device().register(challenge)).isEmpty(),
                "a passkey that another account has makes no second account");

        var other = comesIn(line.approver);
        assertRefused(
                ActRefusal.PROOF,
                acts.approve(other.in(), act.digest(), his.stands(act.toApprove())));
        assertNothingDone();
    }

    @ParameterizedTest
    @MethodSource("table")
    void byTwoAccountsThatTheStoreWasMadeToGiveOneDevice(Line line) {
        var his = comesIn(line.proposer);
        var act = proposed(his, line.deed);
        var other = comesIn(line.approver);
        offices.shareDevice(his.in().person(), other.in().person());

        var outcome = acts.approve(other.in(), act.digest(), his.stands(act.toApprove()));

        assertRefused(ActRefusal.SAME_DEVICE, outcome);
        assertNothingDone();
    }

    @ParameterizedTest
    @MethodSource("table")
    void byGivingTheProofOfTheProposalAgain(Line line) {
        var his = comesIn(line.proposer);
        var act = proposed(his, line.deed);
        var other = comesIn(line.approver);

        assertRefused(
                ActRefusal.PROOF,
                acts.approve(other.in(), act.digest(), other.stands(act.toPropose())));
        assertNothingDone();
    }

    @ParameterizedTest
    @MethodSource("table")
    void byApprovingWhenItsTimeIsOver(Line line) {
        var act = proposed(comesIn(line.proposer), line.deed);
        offices.now = act.expires().plusMillis(1);
        var other = comesIn(line.approver);

        assertRefused(
                ActRefusal.EXPIRED,
                acts.approve(other.in(), act.digest(), other.stands(act.toApprove())));
        assertNothingDone();
    }

    @ParameterizedTest
    @MethodSource("table")
    void byAlteringWhatWasDrafted(Line line) {
        var his = comesIn(line.proposer);
        var act = drafted(his, line.deed);
        var retimed = altered(act, act.expires().minusSeconds(1), act.reason());
        var otherwise = altered(act, act.expires(), "another reason");

        assertRefused(
                ActRefusal.ALTERED,
                acts.propose(his.in(), retimed.toBytes(), his.stands(retimed.toPropose())));
        assertRefused(
                ActRefusal.PROOF,
                acts.propose(his.in(), otherwise.toBytes(), his.stands(act.toPropose())));
        assertRefused(
                ActRefusal.UNKNOWN,
                acts.approve(
                        comesIn(line.approver).in(),
                        otherwise.digest(),
                        his.stands(otherwise.toApprove())));
        assertNothingDone();
    }

    @ParameterizedTest
    @MethodSource("table")
    void byApprovingInSpiteOfAConflict(Line line) {
        switch (line.conflict) {
            case DECLARED -> {
                var act = proposed(comesIn(line.proposer), line.deed);
                var relative = comesIn(line.approver);
                conflicts.declare(
                        new Conflicts.Declared(
                                relative.in().person(),
                                Conflicts.Kind.RELATIVE,
                                SITTING,
                                Optional.empty(),
                                offices.now,
                                relative.in().person()));
                assertRefused(
                        ActRefusal.CONFLICT,
                        acts.approve(
                                relative.in(), act.digest(), relative.stands(act.toApprove())));
            }
            case HIMSELF -> {
                var himself = comesIn(line.approver);
                var person = himself.in().person();
                asker = person;
                var deed =
                        switch (line.deed) {
                            case Deed.Recovery _ -> recovery(person);
                            case Deed.Granting _ -> granting(person);
                            case Deed his -> his;
                        };
                var act = proposed(comesIn(line.proposer), deed);
                assertRefused(
                        ActRefusal.CONFLICT,
                        acts.approve(himself.in(), act.digest(), himself.stands(act.toApprove())));
                assertRefused(ActRefusal.CONFLICT, acts.draft(himself.in(), deed, REASON));
            }
            case NONE -> assertTrue(line.deed.sittingOf().isEmpty(), line::toString);
        }
        assertNothingDone();
    }

    /// Who proposed it declares a conflict before anybody approved it.
    @ParameterizedTest
    @MethodSource("table")
    void byAProposalFromBeforeHeDeclaredAConflict(Line line) {
        assumeTrue(line.conflict == Conflict.DECLARED, "it is upon no sitting");
        var his = comesIn(line.proposer);
        var act = proposed(his, line.deed);
        conflicts.declare(
                new Conflicts.Declared(
                        his.in().person(),
                        Conflicts.Kind.TAUGHT,
                        SITTING,
                        Optional.empty(),
                        offices.now,
                        his.in().person()));
        var other = comesIn(line.approver);

        assertRefused(
                ActRefusal.CONFLICT,
                acts.approve(other.in(), act.digest(), other.stands(act.toApprove())));
        assertNothingDone();
    }

    /// Else the refusals above would say little.
    @ParameterizedTest
    @MethodSource("table")
    void butTwoCan(Line line) {
        var act = proposed(comesIn(line.proposer), line.deed);
        var other = comesIn(line.approver);

        assertInstanceOf(
                Acts.Outcome.Done.class,
                acts.approve(other.in(), act.digest(), other.stands(act.toApprove())));
        assertEquals(
                List.of(line.act + " done", line.act + " entered"),
                done.stream().sorted().toList());
    }

    @Test
    void andTheTableHasEveryActThereIs() {
        var words = new TreeSet<String>();
        var kinds = new HashSet<Class<?>>();
        table().forEach(
                        line -> {
                            assertEquals(line.act, line.deed.kind());
                            words.add(line.act);
                            kinds.add(line.deed.getClass());
                        });

        assertEquals(new TreeSet<>(Deed.CAPABILITIES.keySet()), words);
        assertEquals(concrete(Deed.class), kinds);
    }

    private static Set<Class<?>> concrete(Class<?> of) {
        var all = new HashSet<Class<?>>();
        for (var one : of.getPermittedSubclasses()) {
            if (one.isSealed()) {
                all.addAll(concrete(one));
            } else {
                all.add(one);
            }
        }
        return all;
    }

    // ---- the office

    private static final String REASON = "case 2026-17";

    private final List<String> done = new ArrayList<>();
    private Offices offices;
    private Conflicts conflicts;
    private Acts acts;
    private int persons;

    /// Whom the request is about that is to be refused.
    private StaffId asker = SUN;

    private record Person(SignedIn in, TestAuthenticator device) {

        Given stands(Digest challenge) {
            return new Given.ByPasskey(device.answer(challenge.toBytes()));
        }
    }

    /// What slipped through in one trial is not counted in the next.
    @BeforeEach
    void begin() {
        done.clear();
        asker = SUN;
    }

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
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
    }

    @AfterAll
    void close() throws Exception {
        offices.close();
    }

    private final class Noting implements Effects {

        @Override
        public Optional<Target> target(SittingId sitting, Scope scope) {
            return Optional.of(Target.of(sitting, "C1/R1"));
        }

        @Override
        public Optional<String> staffAmongCandidates(Deed deed) {
            return Optional.empty();
        }

        @Override
        public Optional<String> conflict(Deed deed, StaffId person) {
            return deed instanceof PrivacyDeed.Refuse && person.equals(asker)
                    ? Optional.of(Sentence.CONFLICT_OWN_REQUEST.of())
                    : Optional.empty();
        }

        @Override
        public void enter(
                Optional<SittingId> sitting,
                ActDocument act,
                Octets proposed,
                StaffId approver,
                Octets approved) {
            done.add(act.kind() + " entered");
        }

        @Override
        public Came carryOut(ActDocument act, Deed deed, StaffId approver) {
            done.add(deed.kind() + " done");
            return new Came(true, "done", "done");
        }
    }

    /// Somebody new of these duties, with a device of his own, signed in now.
    private Person comesIn(String... duties) {
        var name = "p" + ++persons;
        var device = offices.passkey(name, duties);
        return new Person(offices.in(name, device), device);
    }

    private ActDocument drafted(Person who, Deed deed) {
        return assertInstanceOf(Acts.Outcome.Drafted.class, acts.draft(who.in(), deed, REASON))
                .act();
    }

    private ActDocument proposed(Person who, Deed deed) {
        var act = drafted(who, deed);
        assertInstanceOf(
                Acts.Outcome.Proposed.class,
                acts.propose(who.in(), act.toBytes(), who.stands(act.toPropose())));
        return act;
    }

    private static ActDocument altered(ActDocument act, Instant expires, String reason) {
        return new ActDocument(
                act.kind(),
                act.nonce(),
                act.proposed(),
                expires,
                act.proposer(),
                reason,
                act.payload());
    }

    private void assertNothingDone() {
        assertEquals(List.of(), done);
    }

    private static void assertRefused(ActRefusal why, Acts.Outcome outcome) {
        assertEquals(why, assertInstanceOf(Acts.Outcome.Refused.class, outcome).why());
    }

    // ---- the acts

    private static Line line(
            String act, String proposer, String approver, Conflict conflict, Deed deed) {
        return new Line(act, proposer, approver, conflict, deed);
    }

    private static Line upon(String act, String proposer, String approver, Deed deed) {
        return new Line(act, proposer, approver, Conflict.DECLARED, deed);
    }

    private static Deed order(What what) {
        return new Deed.Order(SITTING, what);
    }

    private static Deed recovery(StaffId person) {
        return new Deed.Recovery(person);
    }

    private static Deed granting(StaffId person) {
        return new Deed.Granting(
                person,
                SOME,
                new Duty(PROCTOR),
                Area.ALL,
                Offices.NOON,
                Offices.NOON.plus(Duration.ofDays(90)));
    }

    private static Deed erasure() {
        return new Deed.Erasure("spring-a", "due");
    }

    private static Deed refusing() {
        return new PrivacyDeed.Refuse("0".repeat(16));
    }

    private static Deed lifting() {
        return new PrivacyDeed.LiftHold("spring-a");
    }

    private static Deed changing() {
        return new ExamDeed.ChangeRule(SITTING, "notice", "1", "2");
    }

    private static What opening() {
        return new What.Open(
                EntryPreset.CPA,
                Offices.NOON,
                Duration.ofHours(2),
                Duration.ofDays(5),
                SOME,
                SOME,
                PosturePolicy.STANDARD);
    }

    private static SeatId seat() {
        return new SeatId("C1/R1/7");
    }

    private static SittingId autumn() {
        return new SittingId("autumn-a");
    }

    private static Deed openingResponses() {
        return new ExamDeed.OpenResponses(new OpeningPayload(SITTING, SOME));
    }

    private static Deed drawing() {
        return new ExamDeed.DrawHolders(new HoldersPayload(SITTING, "run-1", SOME, SOME));
    }

    private static Deed publishing() {
        return new ExamDeed.Publish(new PublicationPayload(SITTING, "run-1", SOME));
    }
}
