package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.WindowKey;
import org.gongyuan.trust.suite.Digest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The response keys of a sitting's sessions, wrapped under its window key while the exam runs, so
/// that a session can go on at another seat (`session.md` section 4). Wiped when the sitting
/// closes.
public final class ResponseKeys {

    /// A sitting has as many window keys as its nodes had starts; beyond this many no more are
    /// taken.
    static final int MOST_WINDOW_KEYS = 64;

    private static final int VERSION = 1;
    private static final int LONGEST_WRAPPED = 512;

    private WindowKey windowKey;
    private final Map<Digest, WindowKey> others = new HashMap<>();
    private final Map<SessionId, Wrapped> wrapped = new HashMap<>();

    /// A response key as it may be kept outside the nodes' memory: nobody opens it without the
    /// window key that `under` commits to.
    public record Wrapped(Digest under, Octets bytes) {

        public Wrapped {
            requireNonNull(under, "under");
            requireNonNull(bytes, "bytes");
        }

        /// `[1, under, bytes]`, canonical CBOR (`session.md` 4.4).
        public Octets encode() {
            return Octets.of(
                    new CborWriter(bytes.length() + 48)
                            .array(3)
                            .uint(VERSION)
                            .bytes(under.toBytes())
                            .bytes(bytes.toBytes())
                            .toBytes());
        }

        /// Reads what [#encode] gave.
        ///
        /// @throws IllegalArgumentException when it is something else
        public static Wrapped decode(Octets encoded) {
            try {
                var from = new CborReader(encoded.toBytes());
                if (from.array() != 3 || from.uint() != VERSION) {
                    throw new IllegalArgumentException("not a response key under a window key");
                }
                var under = Digest.of(from.bytes());
                var bytes = Octets.of(from.bytes());
                from.end();
                if (bytes.length() > LONGEST_WRAPPED) {
                    throw new IllegalArgumentException(
                            "a wrapped response key has at most %d bytes, not %d"
                                    .formatted(LONGEST_WRAPPED, bytes.length()));
                }
                return new Wrapped(under, bytes);
            } catch (NotCanonical refused) {
                throw new IllegalArgumentException(
                        "not a response key under a window key: " + refused.getMessage(), refused);
            }
        }
    }

    ResponseKeys(WindowKey windowKey) {
        this.windowKey = requireNonNull(windowKey, "windowKey");
    }

    /// Keeps the response key that a session's seat handed in.
    void keep(SessionId session, ResponseKey key) {
        if (windowKey != null) {
            wrapped.put(
                    session,
                    new Wrapped(
                            windowKey.digestCommitment(),
                            Octets.of(windowKey.wrap(key, session.toBytes()))));
        }
    }

    /// The wrapped response key of a session, to be kept where other nodes find it.
    Optional<Wrapped> wrappedOf(SessionId session) {
        return Optional.ofNullable(wrapped.get(session));
    }

    /// Takes in a wrapped response key that a node kept for the others. It opens once its window
    /// key is here.
    void take(SessionId session, Wrapped kept) {
        if (windowKey != null) {
            wrapped.put(session, kept);
        }
    }

    /// Takes in another node's window key; what is here already or too much is closed.
    void add(WindowKey key) {
        var commitment = key.digestCommitment();
        boolean isKnown =
                windowKey == null
                        || commitment.equals(windowKey.digestCommitment())
                        || others.containsKey(commitment);
        if (isKnown || others.size() >= MOST_WINDOW_KEYS) {
            key.close();
        } else {
            others.put(commitment, key);
        }
    }

    /// All window keys that are here, each wrapped to another node's one-time key.
    List<byte[]> windowKeysFor(SealingPublicKey peer, byte[] associated) {
        if (windowKey == null) {
            return List.of();
        }
        var all = new ArrayList<byte[]>();
        all.add(peer.wrap(windowKey, associated));
        others.values().forEach(key -> all.add(peer.wrap(key, associated)));
        return all;
    }

    /// The response key of a session, if it was handed in to this node; to be closed after use.
    Optional<ResponseKey> of(SessionId session) {
        var kept = wrapped.get(session);
        if (windowKey == null || kept == null) {
            return Optional.empty();
        }
        var under =
                kept.under().equals(windowKey.digestCommitment())
                        ? windowKey
                        : others.get(kept.under());
        if (under == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    under.unwrap(ResponseKey.KIND, kept.bytes().toBytes(), session.toBytes()));
        } catch (SealBroken _) {
            // What another node or the store gave may be anything: it cannot be shown then.
            wrapped.remove(session);
            return Optional.empty();
        }
    }

    /// Forgets the key of a session that another node holds now.
    void forget(SessionId session) {
        wrapped.remove(session);
    }

    /// The exam is over here: nothing can be opened any more but by the marking quorum.
    void wipe() {
        if (windowKey != null) {
            windowKey.close();
            windowKey = null;
        }
        others.values().forEach(WindowKey::close);
        others.clear();
        wrapped.clear();
    }
}
