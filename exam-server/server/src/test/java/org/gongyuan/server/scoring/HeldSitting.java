package org.gongyuan.server.scoring;

import org.gongyuan.bank.form.Block;
import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.ItemReference;
import org.gongyuan.bank.form.Navigation;
import org.gongyuan.bank.form.Placement;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.Section;
import org.gongyuan.bank.form.SectionId;
import org.gongyuan.bank.form.Weight;
import org.gongyuan.bank.scoring.Points;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.Custodians;
import org.gongyuan.bank.sealing.FormContent;
import org.gongyuan.bank.sealing.FormSealing;
import org.gongyuan.bank.sealing.MarkingQuorum;
import org.gongyuan.bank.sealing.RuleDefaults;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SealingOrder;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// An examination of three items that was held and closed, for tests of what comes after: a choice
/// (A is right, weight 2), a whole number (7 is right) and a short essay that people score up to
/// 10.
public final class HeldSitting implements AutoCloseable {

    public static final Suite SUITE = Suite.INTL_1;
    public static final String ORIGIN = "caam.example/2026-a1/node-1";
    public static final Instant NOON = Instant.parse("2026-05-04T04:00:00Z");
    public static final PlacementId CHOICE = new PlacementId(1);
    public static final PlacementId NUMBER = new PlacementId(2);
    public static final PlacementId ESSAY = new PlacementId(3);

    public final SecureRandom random = new SecureRandom();
    public final Clock clock = Clock.fixed(NOON.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    public final SigningKeyPair assembler = signer(SigningPurpose.ASSEMBLER);
    public final SigningKeyPair reviewer = signer(SigningPurpose.REVIEWER);
    public final SigningKeyPair checkpointKey = signer(SigningPurpose.CHECKPOINT);
    public final List<SigningKeyPair> authorities =
            List.of(signer(SigningPurpose.AUTHORITY), signer(SigningPurpose.AUTHORITY));
    public final List<SigningKeyPair> markers =
            List.of(signer(SigningPurpose.MARKER), signer(SigningPurpose.MARKER));
    public final List<SealingKeyPair> custodians = pairs(Purpose.CUSTODIAN);
    public final List<SealingKeyPair> approvers = pairs(Purpose.APPROVER);
    public final List<SigningKeyPair> approving =
            List.of(signer(SigningPurpose.APPROVER), signer(SigningPurpose.APPROVER));
    public final SealedForm form;
    public final Journal journal;
    public final Map<String, SessionId> sessions = new HashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<SessionId, Chain> chains = new HashMap<>();
    private int admitted;
    private int submitted;
    private int expired;
    private int voided;
    private int absent;

    /// One session's growing chain.
    private static final class Chain {
        private ResponseKey key;
        private long ordinal;
        private long seq;
        private Digest head;
        private final TreeMap<PlacementId, Digest> last = new TreeMap<>();
    }

    private SigningKeyPair signer(SigningPurpose purpose) {
        return SigningKeyPair.generate(SUITE, purpose, random);
    }

    private List<SealingKeyPair> pairs(Purpose purpose) {
        return IntStream.range(0, 3)
                .mapToObj(_ -> SealingKeyPair.generate(SUITE, purpose, random))
                .toList();
    }

    public HeldSitting(Path folder) throws Exception {
        var file = folder.resolve("form.sealed");
        var _ =
                new FormSealing(random, Classification.WORK_SECRET)
                        .seal(order(), form(), content(), assembler, reviewer, file);
        form = SealedForm.read(file, Acceptance.upTo(Classification.WORK_SECRET));
        var journalFolder = Files.createDirectories(folder.resolve("journal"));
        var opening =
                Journal.open(
                        JournalFolder.at(journalFolder),
                        JournalSettings.standard(ORIGIN)
                                .withSegmentBytes(256 * 1024)
                                .withThresholds(0, 0, 0),
                        InstantSource.fixed(NOON));
        journal = ((JournalOpening.Ready) opening).journal();
        append(
                new SittingEntry.LogOpened(
                        NOON,
                        ORIGIN,
                        new SittingId("2026-a1"),
                        "node-1",
                        Octets.of(checkpointKey.verifyingKey().toBytes())),
                new byte[0]);
        append(
                new SittingEntry.SittingOpened(
                        NOON,
                        new SittingId("2026-a1"),
                        form.manifestDigest(),
                        NOON,
                        NOON,
                        NOON.plusSeconds(5400),
                        Duration.ofMinutes(90),
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        "test",
                        Duration.ofDays(3),
                        SUITE.digest(new byte[0]),
                        5),
                new byte[0]);
    }

    private SealingOrder order() {
        var keys = new Custodians(2, custodians.stream().map(SealingKeyPair::publicKey).toList());
        return new SealingOrder(
                SUITE,
                "caam.example",
                "automotive-junior",
                Classification.WORK_SECRET,
                NOON.minus(Duration.ofDays(9)),
                NOON,
                new RuleDefaults(
                        Duration.ofMinutes(90), Duration.ofMinutes(5), Duration.ZERO, "test"),
                keys,
                keys);
    }

    private static Form form() {
        var blocks =
                IntStream.rangeClosed(1, 3)
                        .mapToObj(
                                n ->
                                        Block.of(
                                                new Placement(
                                                        new PlacementId(n),
                                                        new ItemReference("i-" + n, 1),
                                                        Weight.parse(n == 1 ? "2" : "1"),
                                                        Optional.empty(),
                                                        false)))
                        .toList();
        return new Form(
                new FormId("auto-junior", 1),
                "Junior",
                "zh-CN",
                Optional.empty(),
                List.of(
                        new Section(
                                new SectionId("all"),
                                "All",
                                "",
                                Navigation.NONLINEAR,
                                Optional.empty(),
                                false,
                                blocks)),
                List.of());
    }

    private static FormContent content() {
        var scoring =
                List.of(
                        """
                        <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>
                        <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
                        <qti-item-body/>
                        <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
                        """,
                        """
                        <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="integer"><qti-correct-response><qti-value>7</qti-value></qti-correct-response></qti-response-declaration>
                        <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
                        <qti-item-body/>
                        <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
                        """,
                        """
                        <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="string"/>
                        <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="10" external-scored="human"/>
                        <qti-item-body/>
                        """);
        var items = new ArrayList<FormContent.Item>();
        for (var n = 1; n <= 3; n++) {
            items.add(
                    new FormContent.Item(
                            new ItemReference("i-" + n, 1),
                            SUITE.digest(new byte[] {(byte) n}),
                            "<shown/>",
                            """
                            <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i-%d" title="i" adaptive="false" time-dependent="false">
                            %s</qti-assessment-item>
                            """
                                    .formatted(n, scoring.get(n - 1)),
                            "",
                            n == 3,
                            List.of(),
                            List.of()));
        }
        return new FormContent(items, List.of(), List.of());
    }

    public void append(Entry entry, byte[] attachment) throws Exception {
        var _ = journal.append(Leaf.of(entry), attachment, Urgency.TIME).get();
    }

    public SessionId admit(String name) throws Exception {
        var candidate = candidate(name);
        var session = SessionId.random(random);
        sessions.put(name, session);
        var chain = new Chain();
        chain.head = Chains.firstHead(SUITE, session);
        chains.put(session, chain);
        admitted++;
        append(
                new SessionEntry.Admitted(
                        NOON,
                        session,
                        chain.ordinal++,
                        candidate.commitment(SUITE),
                        new SeatId("C1/R1/" + admitted),
                        Octets.of(new byte[] {1}),
                        new StaffId("proctor-1")),
                new byte[0]);
        key(session);
        append(
                new SessionEntry.Started(NOON, session, chain.ordinal++, NOON.plusSeconds(5400)),
                new byte[0]);
        return session;
    }

    /// A new response key from here on, as after a move to another seat.
    public void key(SessionId session) throws Exception {
        var chain = chains.get(session);
        chain.key = ResponseKey.generate(SUITE, random);
        var envelope = form.manifest().markingKey().publicKey().wrap(chain.key, session.toBytes());
        append(
                new SessionEntry.Keyed(
                        NOON,
                        session,
                        chain.ordinal++,
                        chain.key.digestCommitment(),
                        SUITE.digest(envelope)),
                envelope);
    }

    public Candidate candidate(String name) {
        var salt = new byte[Chains.SALT];
        random.nextBytes(salt);
        var octets = Octets.of(salt);
        var candidate =
                new Candidate(
                        "T-" + name,
                        name,
                        octets,
                        Candidate.verifier(SUITE, octets, "T-" + name, "secret-" + name),
                        Optional.empty(),
                        Duration.ZERO);
        candidates.add(candidate);
        return candidate;
    }

    public Roster roster() {
        return new Roster(SUITE, candidates);
    }

    public Digest respond(SessionId session, PlacementId placement, String token) throws Exception {
        var chain = chains.get(session);
        var salt = new byte[Chains.SALT];
        random.nextBytes(salt);
        var body = ResponseBody.of("RESPONSE", token).encode();
        var plain = new byte[salt.length + body.length];
        System.arraycopy(salt, 0, plain, 0, salt.length);
        System.arraycopy(body, 0, plain, salt.length, body.length);
        var commitment = Chains.response(SUITE, plain);
        chain.seq++;
        var sealed =
                chain.key.seal(plain, Chains.responseAssociated(session, chain.seq, placement));
        append(
                new SessionEntry.ResponseSaved(
                        NOON,
                        session,
                        chain.ordinal++,
                        chain.seq,
                        placement,
                        commitment,
                        chain.head,
                        SUITE.digest(sealed)),
                sealed);
        chain.head = Chains.nextHead(SUITE, chain.head, chain.seq, placement, commitment);
        chain.last.put(placement, commitment);
        return commitment;
    }

    public void submit(SessionId session) throws Exception {
        submitted++;
        var chain = chains.get(session);
        append(
                new SessionEntry.Submitted(
                        NOON,
                        session,
                        chain.ordinal++,
                        chain.seq,
                        chain.head,
                        Chains.sheet(SUITE, session, chain.last),
                        Octets.of(new byte[] {1})),
                new byte[0]);
    }

    public void expire(SessionId session) throws Exception {
        expired++;
        var chain = chains.get(session);
        append(
                new SessionEntry.Expired(
                        NOON,
                        session,
                        chain.ordinal++,
                        chain.seq,
                        chain.head,
                        Chains.sheet(SUITE, session, chain.last)),
                new byte[0]);
    }

    public void voided(SessionId session) throws Exception {
        voided++;
        append(
                new SessionEntry.Voided(
                        NOON,
                        session,
                        chains.get(session).ordinal++,
                        Cause.BREACH,
                        new StaffId("proctor-1"),
                        new StaffId("centre-head")),
                new byte[0]);
    }

    public void absent(String name) throws Exception {
        absent++;
        append(new SittingEntry.Absent(NOON, candidate(name).commitment(SUITE)), new byte[0]);
    }

    public void close(Instant at) throws Exception {
        append(
                new SittingEntry.SittingClosed(
                        at, admitted + absent, absent, admitted, submitted, expired, voided, 0),
                new byte[0]);
    }

    public ClosedRecord record() throws ScoringStopped {
        return ClosedRecord.read(List.of(journal.reader()));
    }

    public SealingKeyPair markingKey() throws Exception {
        var node = SealingKeyPair.generate(SUITE, Purpose.NODE, random);
        var shares = new ArrayList<Share>();
        for (var custodian : custodians.subList(0, 2)) {
            shares.add(form.handIn(SharePurpose.MARKING, custodian, node.publicKey()).open(node));
        }
        return ((MarkingQuorum.Opened) MarkingQuorum.combine(form.manifest(), shares)).key();
    }

    public CutScore cutScore() {
        return new CutScore(
                "caam.example",
                "automotive-junior",
                form.manifest().form(),
                form.manifestDigest(),
                "modified Angoff, two rounds",
                points("13"),
                List.of(
                        new CutScore.Level("qualified", points("6.5")),
                        new CutScore.Level("excellent", points("11"))),
                new CutScore.Panel(
                        "study-1", 9, 2, NOON.minus(Duration.ofDays(5)), Digest.of(new byte[32])),
                List.of(
                        new CutScore.Approval(
                                CutScore.Step.PROPOSAL, "committee", NOON.minusSeconds(300)),
                        new CutScore.Approval(
                                CutScore.Step.GUIDANCE, "ministry", NOON.minusSeconds(200)),
                        new CutScore.Approval(
                                CutScore.Step.DETERMINATION, "body", NOON.minusSeconds(100))),
                NOON);
    }

    public static Points points(String text) {
        return Points.of(new java.math.BigDecimal(text));
    }

    public CutScoreDocument adopted() throws DocumentRefused {
        return CutScoreDocument.read(
                CutScoreDocument.sign(cutScore(), authorities), form.manifest(), Optional.empty());
    }

    public MarksDocument marked(List<Marks.Mark> marks) throws DocumentRefused {
        return MarksDocument.read(
                MarksDocument.sign(
                        SUITE,
                        new Marks(
                                form.manifest().form(),
                                form.manifestDigest(),
                                "marker-1",
                                "marker-2",
                                Optional.empty(),
                                points("2"),
                                marks),
                        markers),
                form.manifest());
    }

    public Scoring scoring(List<MarksDocument> marks) throws DocumentRefused {
        return new Scoring(
                form,
                adopted(),
                marks,
                new Scoring.Approvers(
                        2, approvers.stream().map(SealingKeyPair::publicKey).toList()),
                clock,
                random);
    }

    /// The signed note of a checkpoint over everything.
    public byte[] checkpoint() throws Exception {
        return new Checkpoint(ORIGIN, journal.size(), journal.root(journal.size()))
                .sign(List.of(new NoteSigner(ORIGIN, checkpointKey)))
                .toBytes();
    }

    @Override
    public void close() throws IOException {
        journal.close();
        form.close();
    }
}
