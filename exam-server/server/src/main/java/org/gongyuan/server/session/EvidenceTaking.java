package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.util.List;

/// Takes what a seat observes and the pictures it sends, each in the order of its own chain, and
/// tells the seat how far they are noted (`seat-protocol.md` section 10). When the node has much to
/// do, evidence waits and responses do not. One picture is under way at a time; in the core's lane.
final class EvidenceTaking {

    /// A picture is taken only above this credit: it costs more than an observation.
    private static final int CREDIT_FOR_PICTURES = 2;

    private final SessionTrail trail;
    private final SeatLine line;
    private final Surroundings around;
    private final Chain observed;
    private final Chain frames;
    private final SeatSignals signals = new SeatSignals();

    private long notedObservation;
    private long notedFrame;
    private long frameUnderWay;
    private boolean isNotedToTell;

    EvidenceTaking(SessionTrail trail, SeatLine line, Surroundings around) {
        this.trail = requireNonNull(trail, "trail");
        this.line = requireNonNull(line, "line");
        this.around = requireNonNull(around, "around");
        var suite = around.suite();
        this.observed = new Chain(suite, Chains.firstObserved(suite, trail.session()));
        this.frames = new Chain(suite, Chains.firstFrame(suite, trail.session()));
    }

    long lastObserved() {
        return observed.last();
    }

    Digest observedHead() {
        return observed.head();
    }

    long lastFrame() {
        return frames.last();
    }

    Digest framesHead() {
        return frames.head();
    }

    /// What was observed so far and is durable.
    List<ObservedSignal> signals() {
        return signals.all();
    }

    /// Takes an observation back from the record, at start.
    void replay(SessionEntry.Observed entry) {
        observed.take(entry.seq(), entry.detail());
        notedObservation = entry.seq();
        signals.add(entry.signal(), entry.at());
    }

    /// Takes a picture back from the record, at start.
    void replay(SessionEntry.FrameTaken entry) {
        frames.take(entry.seq(), entry.picture());
        notedFrame = entry.seq();
        frameUnderWay = entry.seq();
    }

    /// Another connection is served: it hears how far evidence came when it is let in.
    void connected() {
        isNotedToTell = false;
    }

    /// Says what was noted since the last turn, once for all of it.
    void flush() {
        if (isNotedToTell) {
            isNotedToTell = false;
            line.tell(new ServerMessage.Noted(notedObservation, notedFrame, around.credit()));
        }
    }

    void observation(SeatMessage.Observation observation) {
        long seq = observation.seq();
        if (seq <= observed.last()
                || around.credit() == 0
                || trail.place().isEmpty()
                || observation.detail().length() > Session.LARGEST_DETAIL
                || observation.kind().isEmpty()
                || !observed.isNext(seq, observation.prev())) {
            tellNoted();
            return;
        }
        var detail = observation.detail().toBytes();
        var digest = around.suite().digest(detail);
        var at = now();
        var taking =
                trail.enter(
                        n ->
                                new SessionEntry.Observed(
                                        at,
                                        trail.session(),
                                        n,
                                        seq,
                                        observation.kind(),
                                        observation.seatTime(),
                                        digest,
                                        observation.prev()),
                        sealed(detail),
                        Urgency.OBSERVATION,
                        _ -> {
                            notedObservation = seq;
                            signals.add(observation.kind(), at);
                            tellNoted();
                        });
        if (taking == Taking.TAKEN) {
            observed.take(seq, digest);
        } else {
            tellNoted();
        }
    }

    void frame(SeatMessage.Frame frame) {
        long seq = frame.seq();
        if (seq <= frameUnderWay) {
            tellNoted();
            return;
        }
        boolean isNext = frameUnderWay == frames.last() && frames.isNext(seq, frame.prev());
        if (!isNext || around.credit() <= CREDIT_FOR_PICTURES || trail.place().isEmpty()) {
            tellNoted();
            return;
        }
        byte[] picture;
        try {
            picture = line.link().orElseThrow().picture(seq, frame.sealed().toBytes());
        } catch (SealBroken _) {
            tellNoted();
            return;
        }
        if (!around.suite().digest(picture).equals(frame.picture())) {
            tellNoted();
            return;
        }
        frameUnderWay = seq;
        around.keepPicture(
                trail.session(), seat(), seq, sealed(picture), digest -> kept(frame, digest));
    }

    private void kept(SeatMessage.Frame frame, Digest sealed) {
        long seq = frame.seq();
        if (sealed == null || frameUnderWay != seq || trail.place().isEmpty()) {
            frameUnderWay = frames.last();
            tellNoted();
            return;
        }
        var taking =
                trail.enter(
                        n ->
                                new SessionEntry.FrameTaken(
                                        now(),
                                        trail.session(),
                                        n,
                                        seq,
                                        frame.seatTime(),
                                        frame.picture(),
                                        frame.prev(),
                                        sealed),
                        Urgency.PICTURE,
                        _ -> {
                            notedFrame = seq;
                            tellNoted();
                        });
        if (taking == Taking.TAKEN) {
            frames.take(seq, frame.picture());
        } else {
            frameUnderWay = frames.last();
            tellNoted();
        }
    }

    private byte[] sealed(byte[] plain) {
        return around.sealEvidence(trail.session(), seat(), plain);
    }

    private SeatId seat() {
        return trail.place().orElseThrow().seat();
    }

    private void tellNoted() {
        isNotedToTell = true;
        line.touch();
    }

    private Instant now() {
        return around.clock().instant();
    }
}
