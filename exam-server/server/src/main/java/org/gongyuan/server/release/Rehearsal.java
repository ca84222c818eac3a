package org.gongyuan.server.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.QuorumRefusal;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.SittingEntry.RehearsalStep;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.share.Combination;
import org.gongyuan.trust.share.Combination.Refusal;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.share.ShareCommitments;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.share.Shares;
import org.gongyuan.trust.share.SplitId;
import org.gongyuan.trust.suite.Digest;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A **rehearsal** of a release (`staff-access.md` 8.6): custodians give shares of a key that was
/// made for the purpose and opens nothing. Its shares say that they are of a rehearsal, belong to a
/// split of their own and to no form, so none can count at a real release, nor a real one here.
public final class Rehearsal implements AutoCloseable {

    private static final Digest NOBODY = Digest.of(new byte[Digest.LENGTH]);

    private final String id;
    private final StaffId by;
    private final Instant opens;
    private final Instant ends;
    private final List<Digest> custodians = new ArrayList<>();
    private final List<ShareEnvelope> envelopes = new ArrayList<>();
    private final ShareCommitments commitments;
    private final Digest name;
    private final SealingKeyPair nodeKey;
    private final InstantSource clock;
    private final Consumer<RehearsalStep> record;
    private final ShareWatch watch;
    private final TreeMap<Integer, Share> shares = new TreeMap<>();
    private final TreeMap<Integer, Instant> given = new TreeMap<>();
    private State state = State.OPEN;

    /// Where a rehearsal stands: `open`, then `released` or `ended`.
    public enum State {
        OPEN,
        RELEASED,
        ENDED
    }

    /// What a rehearsal is held with.
    ///
    /// @param needed how many of the custodians it takes
    /// @param opens before this instant a share is too early
    /// @param ends after which nothing is taken any more
    public record Plan(
            StaffId by,
            List<SealingPublicKey> custodians,
            int needed,
            Instant opens,
            Instant ends) {

        public Plan {
            requireNonNull(by, "by");
            custodians = List.copyOf(custodians);
            requireNonNull(opens, "opens");
            requireNonNull(ends, "ends");
            if (custodians.size() > Share.MOST || needed < 2 || needed > custodians.size()) {
                throw new IllegalArgumentException(
                        "a rehearsal takes 2 to %d custodians of %d, not %d"
                                .formatted(
                                        Math.min(custodians.size(), Share.MOST),
                                        custodians.size(),
                                        needed));
            }
            if (custodians.stream().map(SealingPublicKey::suite).distinct().count() > 1) {
                throw new IllegalArgumentException("the custodians' keys are of two suites");
            }
            if (new HashSet<>(custodians).size() < custodians.size()) {
                throw new IllegalArgumentException("a custodian is named twice");
            }
        }
    }

    Rehearsal(
            String id,
            Plan plan,
            InstantSource clock,
            SecureRandom random,
            Consumer<RehearsalStep> record,
            ShareWatch watch) {
        this.id = requireNonNull(id, "id");
        this.by = plan.by();
        this.opens = plan.opens();
        this.ends = plan.ends();
        this.clock = requireNonNull(clock, "clock");
        this.record = requireNonNull(record, "record");
        this.watch = requireNonNull(watch, "watch");
        var suite = plan.custodians().getFirst().suite();
        name = suite.digest(("gongyuan/rehearsal/1\0" + id).getBytes(UTF_8));
        nodeKey = SealingKeyPair.generate(suite, Purpose.NODE, random);
        var bytes = new byte[SplitId.LENGTH];
        random.nextBytes(bytes);
        try (var key = FormKey.generate(suite, random);
                var split =
                        Shares.split(
                                key,
                                plan.needed(),
                                plan.custodians().size(),
                                SplitId.of(bytes),
                                random)) {
            commitments = split.commitments();
            for (int i = 0; i < plan.custodians().size(); i++) {
                var custodian = plan.custodians().get(i);
                custodians.add(custodian.fingerprint());
                envelopes.add(ShareEnvelope.seal(split.shares().get(i), custodian));
            }
        }
    }

    /// Its name, `rehearsal-` and 16 hexadecimal digits.
    public String id() {
        return id;
    }

    /// Who began it.
    public StaffId by() {
        return by;
    }

    /// What stands where a form's manifest digest would.
    public Digest name() {
        return name;
    }

    /// Before this a share is too early.
    public Instant opens() {
        return opens;
    }

    /// How many shares it takes.
    public int needed() {
        return commitments.needed();
    }

    /// The custodians' fingerprints, in the order of their shares.
    public List<Digest> custodians() {
        return List.copyOf(custodians);
    }

    /// The one-time key shares are sealed to.
    public SealingPublicKey nodeKey() {
        return nodeKey.publicKey();
    }

    /// Which shares were given, and when.
    public synchronized SortedMap<Integer, Instant> given() {
        return new TreeMap<>(given);
    }

    /// Where it stands.
    public synchronized State state() {
        return state == State.OPEN && clock.instant().isAfter(ends) ? State.ENDED : state;
    }

    /// The envelope of a custodian.
    public Optional<ShareEnvelope> envelope(Digest custodian) {
        int at = custodians.indexOf(custodian);
        return at < 0 ? Optional.empty() : Optional.of(envelopes.get(at));
    }

    /// Takes a share.
    public synchronized HandingIn handIn(byte[] bytes) {
        HandIn handIn;
        try {
            handIn = HandIn.parse(bytes);
        } catch (FormRefused | IllegalArgumentException _) {
            return refuse(
                    NOBODY, 0, "unreadable", Sentence.SHARE_UNREADABLE.of(), Optional.empty());
        }
        var custodian = custodians.contains(handIn.custodian()) ? handIn.custodian() : NOBODY;
        if (state() != State.OPEN) {
            return refuse(custodian, 0, "over", Sentence.REHEARSAL_OVER.of(), Optional.empty());
        }
        if (handIn.purpose() != SharePurpose.REHEARSAL || !handIn.manifest().equals(name)) {
            return refuse(
                    custodian,
                    0,
                    QuorumRefusal.FOREIGN_SHARE.word(),
                    Sentence.REHEARSAL_FOREIGN.of(),
                    Optional.empty());
        }
        if (clock.instant().isBefore(opens)) {
            return refuse(
                    custodian,
                    0,
                    QuorumRefusal.TOO_EARLY.word(),
                    Sentence.REHEARSAL_TOO_EARLY.of(opens),
                    mark(handIn));
        }
        try {
            return take(handIn.open(nodeKey), custodian);
        } catch (SealBroken | KeyRefused _) {
            return refuse(
                    custodian,
                    0,
                    "unreadable",
                    Sentence.REHEARSAL_NOT_SEALED.of(),
                    Optional.empty());
        }
    }

    /// As in a real room: who is forced is forced early, too.
    private Optional<Digest> mark(HandIn given) {
        try (var share = given.open(nodeKey)) {
            return Optional.of(share.secondPhraseMark());
        } catch (SealBroken | KeyRefused _) {
            return Optional.empty();
        }
    }

    private HandingIn take(Share share, Digest custodian) {
        int index = share.index();
        var mark = Optional.of(share.secondPhraseMark());
        var refusals = Shares.refusals(share, commitments);
        if (!refusals.isEmpty() || custodians.indexOf(custodian) != index - 1) {
            share.close();
            boolean altered = refusals.stream().anyMatch(Refusal.Altered.class::isInstance);
            return refuse(
                    custodian,
                    index,
                    (altered ? QuorumRefusal.WRONG_SHARE : QuorumRefusal.FOREIGN_SHARE).word(),
                    Sentence.SHARE_WRONG.of(index),
                    mark);
        }
        if (shares.containsKey(index)) {
            share.close();
            return refuse(
                    custodian,
                    index,
                    QuorumRefusal.REPEATED_SHARE.word(),
                    Sentence.SHARE_REPEATED.of(index),
                    Optional.empty());
        }
        record.accept(step(custodian, index, "received"));
        shares.put(index, share);
        given.put(index, clock.instant());
        if (shares.size() < needed()) {
            return new HandingIn.Received(index, shares.size(), needed());
        }
        var indices = List.copyOf(shares.keySet());
        switch (Shares.combine(FormKey.KIND, List.copyOf(shares.values()), commitments)) {
            case Combination.Rebuilt<FormKey>(var key) -> key.close();
            case Combination.Refused<FormKey>(var because) ->
                    throw new IllegalStateException(
                            "good shares of a rehearsal do not combine: " + because);
        }
        record.accept(step(NOBODY, 0, "released"));
        state = State.RELEASED;
        forget();
        return new HandingIn.Released(indices);
    }

    private HandingIn refuse(
            Digest custodian, int index, String reason, String because, Optional<Digest> mark) {
        record.accept(step(custodian, index, reason));
        watch.refused(id, custodian, reason, mark);
        return new HandingIn.Refused(reason, because);
    }

    private RehearsalStep step(Digest custodian, int index, String outcome) {
        return new RehearsalStep(clock.instant(), id, custodian, index, outcome);
    }

    /// Ends it before its time.
    public synchronized void end() {
        if (state() == State.OPEN) {
            record.accept(step(NOBODY, 0, "ended"));
            state = State.ENDED;
            forget();
        }
    }

    private void forget() {
        shares.values().forEach(Share::close);
        shares.clear();
    }

    @Override
    public synchronized void close() {
        forget();
        nodeKey.close();
    }

    @Override
    public String toString() {
        return "Rehearsal[%s, %s]".formatted(id, state());
    }
}
