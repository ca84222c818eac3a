package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.seat.journal.JournalEntry;
import org.gongyuan.seat.journal.Memory;
import org.gongyuan.seat.journal.SeatJournal;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The responses of one session on their way: sealed, chained, journaled and synced, sent in order,
/// kept until saved (seat-protocol.md section 6).
final class Responses {

    /// So many responses may be sent before one of them is saved.
    static final int WINDOW = 64;

    /// The seat signs its head after so many saved responses, or after so long.
    static final int SIGN_AFTER = 64;

    static final Duration SIGN_WITHIN = Duration.ofSeconds(60);

    private static final Octets HIDDEN = Octets.of(new byte[0]);
    private static final Duration RETRY_AT_LEAST = Duration.ofMillis(200);
    private static final Duration RETRY_AT_MOST = Duration.ofSeconds(10);

    private final SeatJournal journal;
    private final Memory memory;
    private final Suite suite;
    private final SessionId session;
    private final ResponseKey key;
    private final SigningKeyPair signing;
    private final SecureRandom random;
    private final Ticker ticker;
    private final Consumer<SeatMessage> send;
    private final Runnable changed;

    private final Deque<Memory.Owed> unsent = new ArrayDeque<>();
    private long durable;
    private long sent;
    private boolean isFlowing;
    private boolean isJournaled = true;
    private int refusals;
    private Ticker.Alarm retry = () -> {};
    private long signed;
    private Ticker.Alarm signingAlarm = () -> {};
    private boolean isSigningDue;

    Responses(
            SeatJournal journal,
            ResponseKey key,
            SigningKeyPair signing,
            SecureRandom random,
            Ticker ticker,
            Consumer<SeatMessage> send,
            Runnable changed) {
        this.journal = requireNonNull(journal, "journal");
        this.memory = journal.memory();
        this.suite = memory.suite();
        this.session = memory.begun().session();
        this.key = requireNonNull(key, "key");
        this.signing = requireNonNull(signing, "signing");
        this.random = requireNonNull(random, "random");
        this.ticker = requireNonNull(ticker, "ticker");
        this.send = requireNonNull(send, "send");
        this.changed = requireNonNull(changed, "changed");
        this.durable = memory.lastSeq();
        this.sent = memory.savedSeq();
        this.signed = memory.savedSeq();
    }

    /// Takes a change: into the journal first, and then to the server.
    void give(PlacementId placement, byte[] body) {
        var saltAndBody = new byte[Chains.SALT + body.length];
        var salt = new byte[Chains.SALT];
        random.nextBytes(salt);
        System.arraycopy(salt, 0, saltAndBody, 0, salt.length);
        System.arraycopy(body, 0, saltAndBody, salt.length, body.length);
        give(placement, saltAndBody, Chains.response(suite, saltAndBody));
    }

    private void give(PlacementId placement, byte[] saltAndBody, Digest commitment) {
        long seq = memory.lastSeq() + 1;
        journal.add(
                new JournalEntry.Given(
                        seq, placement, seal(seq, placement, saltAndBody), commitment));
        unsent.add(memory.lastOwed());
        journal.commit(() -> synced(seq));
        if (!isJournaled) {
            pump();
        }
        changed.run();
    }

    private Octets seal(long seq, PlacementId placement, byte[] saltAndBody) {
        return Octets.of(key.seal(saltAndBody, Chains.responseAssociated(session, seq, placement)));
    }

    /// The last response to a placement, as it was given; empty too when it cannot be opened here.
    Optional<byte[]> last(PlacementId placement) {
        return Optional.ofNullable(memory.last().get(placement))
                .filter(given -> !given.isHidden())
                .map(this::bodyOf);
    }

    private byte[] bodyOf(JournalEntry.Given given) {
        var saltAndBody = open(given);
        var body = new byte[saltAndBody.length - Chains.SALT];
        System.arraycopy(saltAndBody, Chains.SALT, body, 0, body.length);
        return body;
    }

    private byte[] open(JournalEntry.Given given) {
        try {
            return key.open(
                    given.sealed().toBytes(),
                    Chains.responseAssociated(session, given.seq(), given.placement()));
        } catch (SealBroken broken) {
            throw new IllegalStateException(
                    "response %d in the journal is not under its key".formatted(given.seq()),
                    broken);
        }
    }

    private void synced(long seq) {
        if (seq > durable) {
            durable = seq;
            isJournaled = true;
            pump();
            changed.run();
        }
    }

    /// The journal cannot keep anything at present. What is given goes to the server all the same:
    /// it is safer there than nowhere (seat-journal.md section 7).
    void journalBroke() {
        isJournaled = false;
        pump();
    }

    /// Responses may flow over the connection that is up: everything owed is sent again.
    void flow() {
        isFlowing = true;
        rewind();
        pump();
    }

    /// Nothing may be sent for now: the connection is lost, or the session is held.
    void stop() {
        isFlowing = false;
        retry.cancel();
    }

    private void rewind() {
        retry.cancel();
        refusals = 0;
        unsent.clear();
        unsent.addAll(memory.owed());
        sent = memory.savedSeq();
    }

    private void pump() {
        while (isFlowing && !unsent.isEmpty() && sent - memory.savedSeq() < WINDOW) {
            var next = unsent.peekFirst();
            if (isJournaled && next.seq() > durable) {
                return;
            }
            unsent.removeFirst();
            sent = next.seq();
            var given = next.given();
            send.accept(
                    new SeatMessage.Response(
                            given.seq(),
                            given.placement(),
                            given.sealed(),
                            given.commitment(),
                            next.prev()));
        }
    }

    /// The server saved all up to `seq`.
    ///
    /// @throws OutOfPlace when that was not sent
    void saved(long seq, Instant at) {
        if (seq > sent) {
            throw new OutOfPlace(
                    "the server says it saved %d, but only %d are sent".formatted(seq, sent));
        }
        if (seq <= memory.savedSeq()) {
            return;
        }
        refusals = 0;
        take(seq, at);
        pump();
        vouch();
        changed.run();
    }

    private void take(long seq, Instant at) {
        var head = memory.headAt(seq).orElseThrow();
        journal.add(new JournalEntry.Saved(seq, head, at));
    }

    /// The server could not take response `seq`; it is tried again later, with all after it.
    void notSaved(long seq, Duration retryAfter) {
        if (seq <= memory.savedSeq() || !isFlowing) {
            return;
        }
        isFlowing = false;
        refusals++;
        int before = refusals;
        retry =
                ticker.after(
                        pause(retryAfter),
                        () -> {
                            isFlowing = true;
                            rewind();
                            refusals = before;
                            pump();
                        });
    }

    private Duration pause(Duration asked) {
        var grown = RETRY_AT_LEAST.multipliedBy(1L << Math.min(refusals, 8));
        var pause = asked.compareTo(grown) > 0 ? asked : grown;
        if (pause.compareTo(RETRY_AT_MOST) > 0 && pause.compareTo(asked) > 0) {
            pause = RETRY_AT_MOST;
        }
        return pause.plusNanos(random.nextLong(Math.max(1, pause.toNanos() / 4)));
    }

    /// The server wants everything from `from` on once more. False when that is not here any more.
    boolean resend(long from) {
        if (from <= memory.savedSeq()) {
            return false;
        }
        if (isFlowing) {
            rewind();
            pump();
        }
        // Otherwise a try is due, or the next connection, and either sends everything again.
        return true;
    }

    /// Whether the server's chain ends at a response of ours: then it saved all up to there.
    boolean agreesWith(long seq, Digest head, Instant at) {
        if (!memory.headAt(seq).equals(Optional.of(head))) {
            return false;
        }
        if (seq > memory.savedSeq()) {
            take(seq, at);
        }
        return true;
    }

    /// Goes on from the server's chain instead of this seat's, with what the server has in
    /// `theirs`, and gives again what of ours is newer.
    ///
    /// @param theirs the last response of each placement at the server
    void rebase(long seq, Digest head, Instant at, SortedMap<PlacementId, Theirs> theirs) {
        var ours = newerThan(theirs);
        journal.add(new JournalEntry.Rebased(seq, head));
        theirs.forEach((placement, there) -> journal.add(kept(placement, there)));
        journal.add(new JournalEntry.Saved(seq, head, at));
        signed = seq;
        unsent.clear();
        sent = seq;
        ours.forEach(
                (placement, our) -> give(placement, our.saltAndBody().toBytes(), our.commitment()));
        journal.commit(() -> synced(memory.lastSeq()));
        changed.run();
    }

    /// What this seat has and the server does not. A response that cannot be opened here cannot be
    /// given again either.
    private SortedMap<PlacementId, Ours> newerThan(SortedMap<PlacementId, Theirs> theirs) {
        var ours = new TreeMap<PlacementId, Ours>();
        memory.last()
                .forEach(
                        (placement, given) -> {
                            var there = theirs.get(placement);
                            boolean isNewer =
                                    there == null
                                            || (given.seq() > there.seq()
                                                    && !there.commitment()
                                                            .equals(given.commitment()));
                            if (isNewer && !given.isHidden()) {
                                ours.put(
                                        placement,
                                        new Ours(Octets.of(open(given)), given.commitment()));
                            }
                        });
        return ours;
    }

    private JournalEntry.Kept kept(PlacementId placement, Theirs there) {
        var sealed =
                there.saltAndBody()
                        .map(plain -> seal(there.seq(), placement, plain.toBytes()))
                        .orElse(HIDDEN);
        return new JournalEntry.Kept(
                new JournalEntry.Given(there.seq(), placement, sealed, there.commitment()));
    }

    /// The server lost what it said it had saved: goes on from its chain and gives again what it
    /// does not have.
    void giveAgainAfter(long seq, Digest head, Instant at) {
        var known = new TreeMap<PlacementId, Theirs>();
        memory.last()
                .forEach(
                        (placement, given) -> {
                            if (given.seq() <= seq) {
                                known.put(placement, known(given));
                            }
                        });
        rebase(seq, head, at, known);
    }

    private Theirs known(JournalEntry.Given given) {
        return new Theirs(
                given.seq(),
                given.isHidden() ? Optional.empty() : Optional.of(Octets.of(open(given))),
                given.commitment());
    }

    /// A response of the server's standing, opened with the key that came with it or with this
    /// seat's own; only its commitment when neither opens it.
    Theirs opened(Optional<ResponseKey> came, Standing.Given given) {
        return came.flatMap(theirs -> saltAndBody(theirs, given))
                .or(() -> saltAndBody(key, given))
                .map(plain -> new Theirs(given.seq(), Optional.of(plain), given.commitment()))
                .orElseGet(() -> new Theirs(given.seq(), Optional.empty(), given.commitment()));
    }

    private Optional<Octets> saltAndBody(ResponseKey with, Standing.Given given) {
        if (given.sealed().length() == 0) {
            return Optional.empty();
        }
        try {
            var plain =
                    with.open(
                            given.sealed().toBytes(),
                            Chains.responseAssociated(session, given.seq(), given.placement()));
            return Chains.response(suite, plain).equals(given.commitment())
                    ? Optional.of(Octets.of(plain))
                    : Optional.empty();
        } catch (SealBroken _) {
            return Optional.empty();
        }
    }

    /// Whether responses are being sent, and not waiting to be tried again.
    boolean isFlowing() {
        return isFlowing;
    }

    /// A response as the server has it; its content, where this seat could open it.
    record Theirs(long seq, Optional<Octets> saltAndBody, Digest commitment) {

        @Override
        public String toString() {
            return "Theirs[%d]".formatted(seq);
        }
    }

    private record Ours(Octets saltAndBody, Digest commitment) {}

    /// Signs the head now and then, so that the seat itself vouches for its chain.
    private void vouch() {
        if (memory.savedSeq() - signed >= SIGN_AFTER) {
            sign();
        } else if (!isSigningDue) {
            isSigningDue = true;
            signingAlarm = ticker.after(SIGN_WITHIN, this::sign);
        }
    }

    private void sign() {
        signingAlarm.cancel();
        isSigningDue = false;
        if (!isFlowing || memory.savedSeq() == signed) {
            return;
        }
        signed = memory.savedSeq();
        var digest = Transcripts.signedHead(suite, session, signed, memory.savedHead());
        send.accept(
                new SeatMessage.SignedHead(
                        signed,
                        memory.savedHead(),
                        Octets.of(signing.sign(digest.toBytes()).toBytes())));
    }

    /// What is signed and sent to hand in. Only when all is saved.
    SeatMessage.Submit submission() {
        if (!isAllSaved()) {
            throw new IllegalStateException("responses are owed");
        }
        var sheet = sheet();
        var digest =
                Transcripts.submit(suite, session, memory.savedSeq(), memory.savedHead(), sheet);
        return new SeatMessage.Submit(
                memory.savedSeq(),
                memory.savedHead(),
                sheet,
                Octets.of(signing.sign(digest.toBytes()).toBytes()));
    }

    /// The digest of the answer sheet as it stands here.
    Digest sheet() {
        var last = new TreeMap<PlacementId, Digest>();
        memory.last().forEach((placement, given) -> last.put(placement, given.commitment()));
        return Chains.sheet(suite, session, last);
    }

    boolean isAllSaved() {
        return memory.owed().isEmpty();
    }

    boolean isAllSynced() {
        return durable >= memory.lastSeq();
    }

    /// Lets go of alarms.
    void end() {
        stop();
        signingAlarm.cancel();
    }
}
