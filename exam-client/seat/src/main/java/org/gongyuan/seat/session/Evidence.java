package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.seat.journal.JournalEntry;
import org.gongyuan.seat.journal.Memory;
import org.gongyuan.seat.journal.PictureCache;
import org.gongyuan.seat.journal.SeatJournal;
import org.gongyuan.trust.seal.SessionSealKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Observations and pictures on their way: kept, chained when they are sent, and sent as the
/// server's credit allows (seat-protocol.md section 10). Responses never wait for them.
final class Evidence {

    static final int WINDOW = 16;
    static final int MOST_UNTOLD = 2_000;
    static final Duration PICTURE_JITTER = Duration.ofSeconds(1);

    private static final int EVERYTHING = 10;
    private static final int SOME_PICTURES = 5;
    private static final int ONE_IN = 4;

    private final SeatJournal journal;
    private final Memory memory;
    private final PictureCache pictures;
    private final Suite suite;
    private final SessionId session;
    private final ServerTime time;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Consumer<SeatMessage> send;

    private final Deque<JournalEntry.Observed> untold = new ArrayDeque<>();
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private boolean isFlowing;
    private int credit = EVERYTHING;
    private long seq;
    private Digest head;
    private long pictureSeq;
    private Digest pictureHead;
    private Digest nextPictureHead;
    private boolean isPictureUnderWay;
    private long taken;
    private long dropped;
    private SessionSealKey seal;
    private Ticker.Alarm alarm = () -> {};

    private record Sent(long seq, long number) {}

    Evidence(
            SeatJournal journal,
            PictureCache pictures,
            ServerTime time,
            Ticker ticker,
            RandomGenerator random,
            Consumer<SeatMessage> send) {
        this.journal = requireNonNull(journal, "journal");
        this.memory = journal.memory();
        this.pictures = requireNonNull(pictures, "pictures");
        this.suite = memory.suite();
        this.session = memory.begun().session();
        this.time = requireNonNull(time, "time");
        this.ticker = requireNonNull(ticker, "ticker");
        this.random = requireNonNull(random, "random");
        this.send = requireNonNull(send, "send");
    }

    /// Something was observed.
    void observe(String kind, byte[] detail) {
        if (memory.untold().size() >= MOST_UNTOLD) {
            dropped++;
            return;
        }
        if (dropped > 0) {
            var count = ByteBuffer.allocate(Long.BYTES).putLong(dropped).array();
            dropped = 0;
            keep("observations-dropped", count);
        }
        keep(kind, detail);
        journal.commit(() -> {});
        pump();
    }

    private void keep(String kind, byte[] detail) {
        var observed =
                new JournalEntry.Observed(
                        memory.lastObserved() + 1, kind, time.now(), Octets.of(detail));
        journal.add(observed);
        untold.add(observed);
    }

    /// A picture was taken. While the node can take only some, only some are kept.
    void picture(byte[] jpeg) {
        taken++;
        if (credit >= SOME_PICTURES && credit < EVERYTHING && taken % ONE_IN != 0) {
            return;
        }
        pictures.put(time.now(), jpeg);
        pumpPictures();
    }

    /// The connection is up: both chains go on from where the server has them.
    void flow(Standing standing, SessionSealKey sealToServer) {
        told(standing.lastObservation());
        inFlight.clear();
        untold.clear();
        untold.addAll(memory.untold());
        seq = standing.lastObservation();
        head = standing.observationHead();
        if (isPictureUnderWay && standing.lastFrame() > pictureSeq) {
            pictures.dropOldest();
        }
        isPictureUnderWay = false;
        pictureSeq = standing.lastFrame();
        pictureHead = standing.frameHead();
        seal = sealToServer;
        isFlowing = true;
        pump();
        pumpPictures();
    }

    /// The connection is lost.
    void stop() {
        isFlowing = false;
        alarm.cancel();
        seal = null;
    }

    /// The server has all up to these, and can take so much more.
    void noted(long observation, long frame, int nowCredit) {
        credit = nowCredit;
        told(observation);
        if (isPictureUnderWay && frame > pictureSeq) {
            pictures.dropOldest();
            pictureSeq++;
            pictureHead = nextPictureHead;
            isPictureUnderWay = false;
        }
        pump();
        pumpPictures();
    }

    private void told(long upTo) {
        long number = 0;
        while (!inFlight.isEmpty() && inFlight.peekFirst().seq() <= upTo) {
            number = inFlight.removeFirst().number();
        }
        if (number > 0) {
            journal.add(new JournalEntry.Told(number));
        }
    }

    private void pump() {
        while (isFlowing && credit > 0 && inFlight.size() < WINDOW && !untold.isEmpty()) {
            var observed = untold.removeFirst();
            seq++;
            var prev = head;
            head = Chains.nextSeen(suite, prev, seq, suite.digest(observed.detail().toBytes()));
            inFlight.add(new Sent(seq, observed.number()));
            send.accept(
                    new SeatMessage.Observation(
                            seq, observed.kind(), observed.at(), observed.detail(), prev));
        }
    }

    private void pumpPictures() {
        if (!isFlowing || isPictureUnderWay || credit < SOME_PICTURES || pictures.isEmpty()) {
            return;
        }
        isPictureUnderWay = true;
        alarm.cancel();
        alarm =
                ticker.after(
                        Duration.ofNanos(random.nextLong(PICTURE_JITTER.toNanos())),
                        () -> pictures.oldest(this::sendPicture));
    }

    private void sendPicture(PictureCache.Picture picture) {
        if (!isFlowing || !isPictureUnderWay) {
            return;
        }
        if (picture == null) {
            isPictureUnderWay = false;
            pumpPictures();
            return;
        }
        long next = pictureSeq + 1;
        var digest = suite.digest(picture.jpeg());
        nextPictureHead = Chains.nextSeen(suite, pictureHead, next, digest);
        var associated =
                ByteBuffer.allocate(SessionId.LENGTH + Long.BYTES)
                        .put(session.toBytes())
                        .putLong(next)
                        .array();
        send.accept(
                new SeatMessage.Frame(
                        next,
                        picture.at(),
                        digest,
                        pictureHead,
                        Octets.of(seal.seal(picture.jpeg(), associated))));
    }

    /// Removes what was not sent, at the end.
    void end() {
        stop();
        pictures.wipe();
    }
}
