package org.gongyuan.server.scoring;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.AnswerSheet;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.suite.Digest;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One answer sheet, opened by the marking quorum and held against its commitments. Secret until
/// publication; prints nothing.
public record OpenedSheet(
        SessionId session,
        Standing standing,
        Digest sheet,
        SortedMap<PlacementId, Response> responses) {

    /// The last response of a placement: salt and body, and what it was committed to by.
    public record Response(long seq, Digest commitment, Octets saltAndBody) {

        public Response {
            requireNonNull(commitment, "commitment");
            requireNonNull(saltAndBody, "saltAndBody");
        }

        @Override
        public String toString() {
            return "Response[%d]".formatted(seq);
        }
    }

    public OpenedSheet {
        requireNonNull(session, "session");
        requireNonNull(standing, "standing");
        requireNonNull(sheet, "sheet");
        responses = Collections.unmodifiableSortedMap(new TreeMap<>(responses));
    }

    /// Opens the responses of a session with the marking key (`scoring.md` 1.1, step 3).
    public static OpenedSheet open(
            ClosedSession session, Manifest manifest, SealingKeyPair markingKey)
            throws ScoringStopped {
        var suite = manifest.suite();
        var keys = new HashMap<Long, ResponseKey>();
        try {
            var responses = new TreeMap<PlacementId, Response>();
            var commitments = new TreeMap<PlacementId, Digest>();
            for (var entry : session.last().entrySet()) {
                var placement = entry.getKey();
                var response = entry.getValue();
                var wrapped = keyFor(session, placement, response);
                var key = keys.get(wrapped.ordinal());
                if (key == null) {
                    key = unwrap(session.session(), wrapped, markingKey);
                    keys.put(wrapped.ordinal(), key);
                }
                var plain = open(session.session(), placement, response, key);
                if (!Chains.response(suite, plain).equals(response.commitment())) {
                    throw stopped(
                            session.session(), placement, "does not fit its commitment", null);
                }
                responses.put(
                        placement,
                        new Response(response.seq(), response.commitment(), Octets.of(plain)));
                commitments.put(placement, response.commitment());
            }
            if (!Chains.sheet(suite, session.session(), commitments).equals(session.sheet())) {
                throw new ScoringStopped(
                        "the responses of session %s are not the sheet it closed with"
                                .formatted(session.session()));
            }
            return new OpenedSheet(
                    session.session(), session.standing(), session.sheet(), responses);
        } finally {
            keys.values().forEach(ResponseKey::close);
        }
    }

    private static ClosedSession.WrappedKey keyFor(
            ClosedSession session, PlacementId placement, ClosedSession.SealedResponse response)
            throws ScoringStopped {
        List<ClosedSession.WrappedKey> earlier =
                session.keys().stream().filter(key -> key.ordinal() < response.ordinal()).toList();
        if (earlier.isEmpty()) {
            throw stopped(session.session(), placement, "was saved before any key", null);
        }
        return earlier.getLast();
    }

    private static ResponseKey unwrap(
            SessionId session, ClosedSession.WrappedKey wrapped, SealingKeyPair markingKey)
            throws ScoringStopped {
        ResponseKey key;
        try {
            key =
                    markingKey.unwrap(
                            ResponseKey.KIND, wrapped.envelope().toBytes(), session.toBytes());
        } catch (SealBroken broken) {
            throw new ScoringStopped(
                    "the response key of session %s: %s".formatted(session, broken.getMessage()),
                    broken);
        }
        if (!key.digestCommitment().equals(wrapped.commitment())) {
            key.close();
            throw new ScoringStopped(
                    "the response key of session %s is not the one it committed to"
                            .formatted(session));
        }
        return key;
    }

    private static byte[] open(
            SessionId session,
            PlacementId placement,
            ClosedSession.SealedResponse response,
            ResponseKey key)
            throws ScoringStopped {
        try {
            var plain =
                    key.open(
                            response.sealed().toBytes(),
                            Chains.responseAssociated(session, response.seq(), placement));
            if (plain.length < Chains.SALT) {
                throw stopped(session, placement, "is shorter than its salt", null);
            }
            return plain;
        } catch (SealBroken broken) {
            throw stopped(session, placement, broken.getMessage(), broken);
        }
    }

    private static ScoringStopped stopped(
            SessionId session, PlacementId placement, String because, SealBroken cause) {
        return new ScoringStopped(
                "the response of session %s at placement %s: %s"
                        .formatted(session, placement, because),
                cause);
    }

    /// The sheet as item scoring takes it.
    AnswerSheet answers() {
        var bodies = new HashMap<Integer, byte[]>();
        responses.forEach(
                (placement, response) -> {
                    var plain = response.saltAndBody().toBytes();
                    bodies.put(
                            placement.number(),
                            Arrays.copyOfRange(plain, Chains.SALT, plain.length));
                });
        return AnswerSheet.of(bodies);
    }

    /// The sheet as the bundle publishes it (`bundle.md` section 3).
    public byte[] toBytes() {
        var to =
                new CborWriter(256)
                        .array(3)
                        .uint(1)
                        .bytes(session.toBytes())
                        .array(responses.size());
        responses.forEach(
                (placement, response) ->
                        to.array(3)
                                .uint(placement.number())
                                .uint(response.seq())
                                .bytes(response.saltAndBody().toBytes()));
        return to.toBytes();
    }

    @Override
    public String toString() {
        return "OpenedSheet[%s, %d responses]".formatted(session, responses.size());
    }
}
