package org.gongyuan.rehearsal.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.act.ShareEnding;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.HoldersList;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.ShareEnd;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The record of a whole sitting, written by hand from the specifications: from log-opened to
/// published, with real keys, signatures, chains and documents. Everything a tamperer may want to
/// change is in reach before [#bundle] writes it out.
public final class WrittenSitting {

    private static final Instant OPENS = WrittenForm.NOT_BEFORE;
    private static final Instant STARTS = OPENS.plus(Duration.ofMinutes(30));
    private static final Duration DURATION = Duration.ofMinutes(90);
    private static final Instant ENDS = STARTS.plus(Duration.ofHours(2));
    private static final int BEST_MARK = 10;
    private static final Duration NOTICE = Duration.ofDays(5);
    private static final StaffId LI = new StaffId("li.na");
    private static final StaffId WANG = new StaffId("wang.wei");
    private static final SeatId SPARE = new SeatId("C01/R1/99");

    final Suite suite = Suite.INTL_1;
    final SittingId sitting = new SittingId("written-1");
    final String origin = "caam.example/written-1/n1";
    final SecureRandom random = new SecureRandom();
    final WrittenForm form;
    final SigningKeyPair checkpoint;
    final List<SigningKeyPair> authorities;
    final List<SigningKeyPair> approvers;
    final List<SigningKeyPair> markers;
    final WrittenDevice proposing = new WrittenDevice();
    final WrittenDevice approving = new WrittenDevice();
    final List<Entry> entries = new ArrayList<>();
    /// What a second node entered into its log `n2`; empty when there is one node.
    final List<Entry> second = new ArrayList<>();
    final Map<SessionId, Run> runs = new TreeMap<>(bytewise());
    final Map<SessionId, Long> excluded = new TreeMap<>(bytewise());
    byte[] cutScore;
    byte[] humanScores;
    byte[] results;
    Digest resultsDigest;
    HoldersList holders;
    Digest inputs;

    private Instant now = OPENS;

    /// One session as it was written.
    static final class Run {
        final SessionId session;
        final SigningKeyPair seatKey;
        final TreeMap<PlacementId, byte[]> opened = new TreeMap<>();
        final TreeMap<PlacementId, Digest> last = new TreeMap<>();
        final Map<PlacementId, Long> seqs = new LinkedHashMap<>();
        Digest head;
        long seq;
        long ordinal;
        long standing;
        Instant deadline;

        Run(SessionId session, SigningKeyPair seatKey, Digest head) {
            this.session = session;
            this.seatKey = seatKey;
            this.head = head;
        }

        long next() {
            return ordinal++;
        }
    }

    /// Writes a sitting.
    ///
    /// @param sessions how many candidates come; at least 6, so that every habit occurs
    /// @param responses how many responses each gives
    /// @param items how many placements the form has
    /// @param folder where the form is sealed
    public WrittenSitting(int sessions, int responses, int items, Path folder) {
        form = WrittenForm.seal(suite, items, folder, random);
        checkpoint = SigningKeyPair.generate(suite, SigningPurpose.CHECKPOINT, random);
        authorities = pairs(SigningPurpose.AUTHORITY);
        approvers = pairs(SigningPurpose.APPROVER);
        markers = pairs(SigningPurpose.MARKER);
        open(sessions);
        var order = new ArrayList<Run>();
        for (int i = 0; i < sessions; i++) {
            order.add(admit(i));
        }
        release();
        now = STARTS;
        for (var run : order) {
            start(run);
        }
        for (int i = 0; i < responses; i++) {
            for (var run : order) {
                respond(run, i);
            }
        }
        incidents(order);
        close(order, sessions);
        score(order);
        publish();
    }

    private List<SigningKeyPair> pairs(SigningPurpose purpose) {
        return List.of(
                SigningKeyPair.generate(suite, purpose, random),
                SigningKeyPair.generate(suite, purpose, random));
    }

    private void open(int sessions) {
        enter(new SittingEntry.LogOpened(now, origin, sitting, "n1", key(checkpoint)));
        enter(
                new SittingEntry.ManifestAccepted(
                        now,
                        form.manifest.digest(),
                        form.manifest.form().id(),
                        form.manifest.form().revision(),
                        suite.id(),
                        form.manifest.notBefore(),
                        3,
                        5,
                        List.of(
                                form.assembler.verifyingKey().fingerprint(),
                                form.reviewer.verifyingKey().fingerprint())));
        var roster = new ArrayList<Digest>();
        for (int i = 0; i <= sessions; i++) {
            roster.add(candidate(i));
        }
        enter(
                new SittingEntry.SittingOpened(
                        now,
                        sitting,
                        form.manifest.digest(),
                        OPENS,
                        STARTS,
                        ENDS,
                        DURATION,
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        "mohrss-5-closed",
                        NOTICE,
                        Chains.roster(suite, roster),
                        sessions + 1));
        enter(new SittingEntry.PosturePolicyFrozen(now, PosturePolicy.STANDARD));
    }

    private Digest candidate(int number) {
        return Chains.candidate(suite, new byte[Chains.SALT], "2026%05d".formatted(number));
    }

    private Run admit(int number) {
        var seatKey = SigningKeyPair.generate(suite, SigningPurpose.SEAT, random);
        var session = number == 0 ? bestMarked() : SessionId.random(random);
        var run = new Run(session, seatKey, Chains.firstHead(suite, session));
        enter(
                new SessionEntry.Admitted(
                        tick(),
                        session,
                        run.next(),
                        candidate(number),
                        new SeatId("C01/R1/" + (number + 1)),
                        key(seatKey),
                        LI));
        posture(run, number == 0 ? List.of(FindingKind.DEBUGGER) : List.of());
        enter(
                new SessionEntry.Keyed(
                        tick(),
                        session,
                        run.next(),
                        digest("key " + number),
                        digest("env " + number)));
        runs.put(session, run);
        return run;
    }

    /// A session whose essay gets all points, so that at least one of a short form reaches a level.
    private SessionId bestMarked() {
        var session = SessionId.random(random);
        while (mark(session).intValueExact() != BEST_MARK) {
            session = SessionId.random(random);
        }
        return session;
    }

    /// What was found at a seat; what the policy refuses was overridden by two.
    private void posture(Run run, List<FindingKind> found) {
        enter(
                new SessionEntry.PostureReported(
                        tick(), run.session, run.next(), found, digest("report " + found)));
        for (var kind : found) {
            enter(
                    new SessionEntry.PostureOverridden(
                            tick(), run.session, run.next(), kind, Cause.FALSE_ALARM, LI, WANG));
        }
    }

    private void release() {
        for (int share : List.of(1, 2, 4)) {
            enter(
                    new SittingEntry.ShareReceived(
                            tick(),
                            "form",
                            form.custodians.get(share - 1).publicKey().fingerprint(),
                            share));
        }
        enter(
                new SittingEntry.Released(
                        tick(),
                        form.manifest.digest(),
                        form.manifest.formKey().key(),
                        List.of(1, 2, 4)));
    }

    private void start(Run run) {
        var at = tick();
        run.deadline = at.plus(DURATION);
        enter(new SessionEntry.Started(at, run.session, run.next(), run.deadline));
    }

    private void respond(Run run, int number) {
        var placement = new PlacementId(1 + number % form.items);
        var body =
                ResponseBody.of(
                                "RESPONSE",
                                form.isMarkedByHand(placement.number())
                                        ? "an essay of attempt " + number
                                        : (number + run.session.low()) % 3 == 0 ? "B" : "A")
                        .encode();
        var plain = new byte[Chains.SALT + body.length];
        random.nextBytes(plain);
        System.arraycopy(body, 0, plain, Chains.SALT, body.length);
        var commitment = Chains.response(suite, plain);
        run.seq++;
        enter(
                new SessionEntry.ResponseSaved(
                        tick(),
                        run.session,
                        run.next(),
                        run.seq,
                        placement,
                        commitment,
                        run.head,
                        digest("sealed " + run.seq)));
        run.head = Chains.nextHead(suite, run.head, run.seq, placement, commitment);
        run.opened.put(placement, plain);
        run.last.put(placement, commitment);
        run.seqs.put(placement, run.seq);
        if (run.seq % 64 == 0) {
            signHead(run);
        }
    }

    private void signHead(Run run) {
        enter(
                new SessionEntry.HeadSigned(
                        tick(),
                        run.session,
                        run.next(),
                        run.seq,
                        run.head,
                        sign(
                                run.seatKey,
                                Transcripts.signedHead(suite, run.session, run.seq, run.head))));
    }

    /// A hold and its resumption, an extension, a move with a fork refused, observations and
    /// pictures, each in a session of its own.
    private void incidents(List<Run> order) {
        signHead(order.get(0));
        var held = order.get(1);
        var at = tick();
        var left = Duration.between(at, held.deadline);
        enter(
                new SessionEntry.Held(
                        at, held.session, held.next(), left, Cause.POWER_CUT, LI, WANG));
        now = now.plus(Duration.ofMinutes(7));
        held.deadline = now.plus(left);
        enter(new SessionEntry.Resumed(now, held.session, held.next(), held.deadline, LI, WANG));
        enter(acted("extend", tick(), new byte[] {1}));
        var extended = order.get(2);
        extended.deadline = extended.deadline.plus(Duration.ofMinutes(3));
        enter(
                new SessionEntry.Extended(
                        tick(),
                        extended.session,
                        extended.next(),
                        Duration.ofMinutes(3),
                        extended.deadline,
                        Cause.MACHINE_FAULT,
                        LI,
                        WANG));
        var moved = order.get(3);
        var other = SigningKeyPair.generate(suite, SigningPurpose.SEAT, random);
        enter(
                new SessionEntry.Moved(
                        tick(),
                        moved.session,
                        moved.next(),
                        new SeatId("C01/R1/4"),
                        SPARE,
                        key(other),
                        Cause.MACHINE_FAULT,
                        LI,
                        WANG));
        enter(
                new SessionEntry.ForkRefused(
                        tick(), moved.session, moved.next(), SPARE, key(moved.seatKey)));
        var again = new Run(moved.session, other, moved.head);
        again.opened.putAll(moved.opened);
        again.last.putAll(moved.last);
        again.seqs.putAll(moved.seqs);
        again.seq = moved.seq;
        again.ordinal = moved.ordinal;
        again.deadline = moved.deadline;
        order.set(3, again);
        runs.put(again.session, again);
        watched(order.get(0));
    }

    /// An act that two persons stood for with their passkeys.
    private SittingEntry.Acted acted(String kind, Instant at, byte[] payload) {
        var nonce = new byte[ActDocument.NONCE];
        random.nextBytes(nonce);
        var act =
                new ActDocument(
                        kind,
                        Octets.of(nonce),
                        at.minusSeconds(60),
                        at.plusSeconds(540),
                        LI,
                        "as both saw it",
                        Octets.of(payload));
        return new SittingEntry.Acted(
                at,
                Octets.of(act.toBytes()),
                Octets.of(proposing.stand(act.toPropose()).toBytes()),
                WANG,
                Octets.of(approving.stand(act.toApprove()).toBytes()));
    }

    private void watched(Run run) {
        var observed = Chains.firstObserved(suite, run.session);
        var framed = Chains.firstFrame(suite, run.session);
        for (int seq = 1; seq <= 3; seq++) {
            var detail = digest("detail " + seq);
            enter(
                    new SessionEntry.Observed(
                            tick(),
                            run.session,
                            run.next(),
                            seq,
                            "no-face",
                            now,
                            detail,
                            observed));
            observed = Chains.nextSeen(suite, observed, seq, detail);
            var picture = digest("picture " + seq);
            enter(
                    new SessionEntry.FrameTaken(
                            tick(),
                            run.session,
                            run.next(),
                            seq,
                            now,
                            picture,
                            framed,
                            digest("sealed picture " + seq)));
            framed = Chains.nextSeen(suite, framed, seq, picture);
        }
    }

    /// All hand in but one who is voided and one whose time runs out.
    private void close(List<Run> order, int sessions) {
        var voided = order.get(4);
        voided.standing = 2;
        enter(
                new SessionEntry.Voided(
                        tick(), voided.session, voided.next(), Cause.BREACH, LI, WANG));
        var late = order.get(5);
        late.standing = 1;
        int submitted = 0;
        for (var run : order) {
            if (run != voided && run != late) {
                submit(run);
                submitted++;
            }
        }
        now = order.stream().map(run -> run.deadline).max(Comparator.naturalOrder()).orElse(now);
        now = now.plusSeconds(5);
        enter(
                new SessionEntry.Expired(
                        now,
                        late.session,
                        late.next(),
                        late.seq,
                        late.head,
                        Chains.sheet(suite, late.session, late.last)));
        enter(new SittingEntry.Absent(tick(), candidate(sessions)));
        enter(
                new SittingEntry.SittingClosed(
                        tick(), sessions + 1, 1, sessions, submitted, 1, 1, 0));
    }

    private void submit(Run run) {
        var sheet = Chains.sheet(suite, run.session, run.last);
        enter(
                new SessionEntry.Submitted(
                        tick(),
                        run.session,
                        run.next(),
                        run.seq,
                        run.head,
                        sheet,
                        sign(
                                run.seatKey,
                                Transcripts.submit(suite, run.session, run.seq, run.head, sheet))));
    }

    private void score(List<Run> order) {
        for (int share : List.of(1, 3, 5)) {
            enter(
                    new SittingEntry.ShareReceived(
                            tick(),
                            "marking",
                            form.custodians.get(share - 1).publicKey().fingerprint(),
                            share));
        }
        enter(
                new SittingEntry.OpenedByQuorum(
                        tick(),
                        "marking",
                        form.manifest.markingKey().quorum().key(),
                        List.of(1, 3, 5)));
        cutScore = WrittenDocuments.cutScore(this, now.toEpochMilli());
        var document = WrittenDocuments.digest(suite, "gongyuan/cut-score-document/1", cutScore);
        enter(
                new SittingEntry.CutScoreAdopted(
                        tick(),
                        document,
                        form.manifest.digest(),
                        authorities.stream()
                                .map(pair -> pair.verifyingKey().fingerprint())
                                .sorted(Comparator.comparing(Digest::hex))
                                .toList()));
        humanScores = WrittenDocuments.humanScores(this);
        enter(
                new SittingEntry.HumanScoresRecorded(
                        tick(), humanDigest(), order.size() - 1, LI, WANG));
        inputs = WrittenDocuments.inputs(this, document);
        results = WrittenDocuments.results(this, document, inputs);
        resultsDigest = WrittenDocuments.digest(suite, "gongyuan/results/1", results);
        enter(
                new SittingEntry.Scored(
                        tick(), "run-1", inputs, resultsDigest, runs.size() - 1, document));
    }

    Digest humanDigest() {
        return WrittenDocuments.digest(suite, "gongyuan/human-scores-document/1", humanScores);
    }

    private void publish() {
        for (var approver : approvers) {
            enter(
                    new SittingEntry.PublicationApproved(
                            tick(),
                            "run-1",
                            resultsDigest,
                            approver.verifyingKey().fingerprint(),
                            sign(approver, Chains.publication(suite, "run-1", resultsDigest))));
        }
        var until = tick().plus(NOTICE);
        enter(new SittingEntry.NoticeBegun(now, "run-1", until));
        now = until;
        enter(new SittingEntry.Published(now, "run-1", resultsDigest));
        drawHolders();
        enter(new SittingEntry.KeyDestroyed(tick(), "evidence", "written-1/C01/R1", LI, WANG));
        endKeeping(tick());
    }

    /// Candidates and results end by the node; responses by three of the five who hold a share of
    /// the marking key. A hold that was placed meanwhile is lifted again.
    private void endKeeping(Instant due) {
        enter(new SittingEntry.ResponsesHeld(tick(), true));
        enter(new SittingEntry.ResponsesHeld(tick(), false));
        var announced = tick();
        for (var kind : List.of("candidate", "results", "responses")) {
            enter(new SittingEntry.DeletionAnnounced(announced, kind, sitting.text(), due));
        }
        now = now.plus(Duration.ofDays(7));
        enter(new SittingEntry.RetentionEnded(now, "candidate", sitting.text(), 3));
        enter(new SittingEntry.RetentionEnded(now, "results", sitting.text(), 3));
        enter(shareEnded(1, ShareEnd.DESTROYED, LI, now));
        enter(shareEnded(3, ShareEnd.LOST, WANG, now));
        enter(shareEnded(5, ShareEnd.DESTROYED, LI, now));
        enter(new SittingEntry.RetentionEnded(now, "responses", sitting.text(), 3));
    }

    /// A custodian stands for the end of his share.
    SittingEntry.ShareEnded shareEnded(int share, ShareEnd how, StaffId person, Instant at) {
        var ending =
                new ShareEnding(
                        sitting,
                        form.manifest.digest(),
                        share,
                        form.manifest.markingKey().quorum().custodians().get(share - 1),
                        how,
                        person,
                        at.minusMillis(1));
        var device = person.equals(LI) ? proposing : approving;
        return new SittingEntry.ShareEnded(
                at,
                ending.manifest(),
                share,
                ending.custodian(),
                how,
                person,
                ending.asked(),
                Octets.of(device.stand(ending.toProve()).toBytes()));
    }

    /// The first who reached a level is held back.
    private void drawHolders() {
        var reached = WrittenDocuments.reached(this);
        int held = Math.min(1, reached.size());
        holders =
                new HoldersList(
                        sitting,
                        "run-1",
                        resultsDigest,
                        HoldersList.NONE,
                        Octets.of(new byte[HoldersList.SALT]),
                        reached.subList(held, reached.size()),
                        reached.subList(0, held));
        draw(holders, tick());
    }

    /// An act of two draws a list, and the record names it.
    void draw(HoldersList list, Instant at) {
        var payload = new HoldersPayload(sitting, list.run(), list.results(), list.digest(suite));
        enter(acted(HoldersPayload.WORD, at, payload.toBytes()));
        enter(
                new SittingEntry.ProposedHolders(
                        at,
                        list.run(),
                        list.results(),
                        list.digest(suite),
                        list.predecessor(),
                        list.proposed().size(),
                        list.held().size(),
                        LI,
                        WANG));
    }

    /// What the marker of an essay gives.
    static BigDecimal mark(SessionId session) {
        return BigDecimal.valueOf(Math.floorMod(session.high(), BEST_MARK + 1));
    }

    Octets sign(SigningKeyPair pair, Digest digest) {
        return Octets.of(pair.sign(digest.toBytes()).toBytes());
    }

    static Octets key(SigningKeyPair pair) {
        return Octets.of(pair.verifyingKey().toBytes());
    }

    private Digest digest(String text) {
        return suite.digest(text.getBytes(UTF_8));
    }

    private Instant tick() {
        now = now.plusMillis(1);
        return now;
    }

    private void enter(Entry entry) {
        entries.add(entry);
    }

    private static Comparator<SessionId> bytewise() {
        return (one, other) -> Arrays.compareUnsigned(one.toBytes(), other.toBytes());
    }

    /// The opened sheets of the bundle.
    byte[] sheets() {
        var all = new java.io.ByteArrayOutputStream();
        for (var run : runs.values()) {
            if (run.standing > 1) {
                continue;
            }
            var to = new CborWriter(1024);
            to.array(3).uint(1).bytes(run.session.toBytes()).array(run.opened.size());
            run.opened.forEach(
                    (placement, plain) ->
                            to.array(3)
                                    .uint(placement.number())
                                    .uint(run.seqs.get(placement))
                                    .bytes(plain));
            var sheet = to.toBytes();
            all.writeBytes(ByteBuffer.allocate(4).putInt(sheet.length).array());
            all.writeBytes(sheet);
        }
        return all.toByteArray();
    }

    /// The entries, in the order of the log.
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// How many entries there are.
    public int size() {
        return entries.size();
    }

    /// Writes the bundle into a new folder.
    public void bundle(Path folder) {
        try {
            new WrittenBundle(this).write(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write the bundle into " + folder, failed);
        }
    }
}
