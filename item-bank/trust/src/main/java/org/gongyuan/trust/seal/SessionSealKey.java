package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.util.concurrent.atomic.AtomicLong;

/// The key that seals one direction of one session. Its nonces are a counter, so exactly one side
/// seals and the other only opens; the opening side is refused if it tries
/// (`item-bank/spec/trust.md`, section 6.3).
public final class SessionSealKey extends SealKey {

    private static final long MOST_ENVELOPES = 1L << 48;

    static final SecretKind<SessionSealKey> KIND =
            new SecretKind<>(
                    10,
                    "session seal key",
                    (suite, secret) -> new SessionSealKey(suite, secret, false));

    private final boolean isSealing;
    private final AtomicLong counter = new AtomicLong();

    SessionSealKey(Suite suite, byte[] secret, boolean isSealing) {
        super(KIND, suite, secret);
        this.isSealing = isSealing;
    }

    /// Whether this side seals; the other side only opens.
    public boolean isSealing() {
        return isSealing;
    }

    @Override
    public ChunkSealer chunkSealer(byte[] associated) {
        if (!isSealing) {
            throw onlyOpens();
        }
        return super.chunkSealer(associated);
    }

    @Override
    byte[] nextNonce() {
        if (!isSealing) {
            throw onlyOpens();
        }
        var number = counter.getAndIncrement();
        if (number >= MOST_ENVELOPES) {
            throw new IllegalStateException(
                    "a session key seals at most %d envelopes".formatted(MOST_ENVELOPES));
        }
        var nonce = new byte[Aead.NONCE];
        for (var i = 0; i < 8; i++) {
            nonce[Aead.NONCE - 1 - i] = (byte) (number >>> (8 * i));
        }
        return nonce;
    }

    private static IllegalStateException onlyOpens() {
        return new IllegalStateException("this side of the session only opens with this key");
    }
}
