package org.gongyuan.protocol.message;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a session stands when its seat is admitted (`seat-protocol.md` section 4.4).
public record Standing(
        State state,
        Instant deadline,
        Duration left,
        long lastSeq,
        Digest head,
        long lastObservation,
        Digest observationHead,
        long lastFrame,
        Digest frameHead,
        Optional<Octets> responseKey,
        List<Given> responses) {

    /// What a seat needs to know of the session's state.
    public enum State {
        SEATED("seated"),
        RUNNING("running"),
        ON_HOLD("on-hold"),
        SUBMITTED("submitted"),
        EXPIRED("expired"),
        VOIDED("voided");

        private final String text;

        State(String text) {
            this.text = text;
        }

        static State named(String text) {
            for (var state : values()) {
                if (state.text.equals(text)) {
                    return state;
                }
            }
            throw new NotAMessage("unknown state \"" + text + "\"");
        }
    }

    /// The last response given to one placement, still sealed.
    public record Given(long seq, PlacementId placement, Octets sealed, Digest commitment) {

        public Given {
            requireNonNull(placement, "placement");
            requireNonNull(sealed, "sealed");
            requireNonNull(commitment, "commitment");
        }
    }

    public Standing {
        requireNonNull(state, "state");
        requireNonNull(deadline, "deadline");
        requireNonNull(left, "left");
        requireNonNull(head, "head");
        requireNonNull(observationHead, "observationHead");
        requireNonNull(frameHead, "frameHead");
        requireNonNull(responseKey, "responseKey");
        responses = List.copyOf(responses);
    }

    void write(CborWriter to) {
        to.array(11)
                .text(state.text)
                .uint(deadline.toEpochMilli())
                .uint(left.toMillis())
                .uint(lastSeq)
                .bytes(head.toBytes())
                .uint(lastObservation)
                .bytes(observationHead.toBytes())
                .uint(lastFrame)
                .bytes(frameHead.toBytes());
        responseKey.ifPresentOrElse(key -> to.bytes(key.toBytes()), to::nil);
        to.array(responses.size());
        for (var given : responses) {
            to.array(4)
                    .uint(given.seq())
                    .uint(given.placement().number())
                    .bytes(given.sealed().toBytes())
                    .bytes(given.commitment().toBytes());
        }
    }

    static Standing read(Fields field) {
        field.array(11, "standing");
        var state = State.named(field.text());
        var deadline = field.instant();
        var left = field.duration();
        long lastSeq = field.number();
        var head = field.digest();
        long lastObservation = field.number();
        var observationHead = field.digest();
        long lastFrame = field.number();
        var frameHead = field.digest();
        Optional<Octets> responseKey = field.nil() ? Optional.empty() : Optional.of(field.octets());
        int length = field.listLength();
        var responses = new ArrayList<Given>(length);
        for (int i = 0; i < length; i++) {
            field.array(4, "given response");
            responses.add(
                    new Given(field.number(), field.placement(), field.octets(), field.digest()));
        }
        return new Standing(
                state,
                deadline,
                left,
                lastSeq,
                head,
                lastObservation,
                observationHead,
                lastFrame,
                frameHead,
                responseKey,
                responses);
    }
}
