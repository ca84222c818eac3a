package org.gongyuan.trust.seal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.seal.SealBroken.Reason;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiFunction;

/// A symmetric key for one purpose (`item-bank/spec/trust.md`, sections 3 and 4). What it seals
/// carries suite, purpose and a nonce, and opens only with the same key, purpose, suite and
/// associated data. Keys may be used by many threads at once until they are closed; then the secret
/// is wiped and every use is refused.
public abstract sealed class SealKey implements Secret
        permits AdmissionKey,
                BankKey,
                BlobKey,
                EvidenceKey,
                FormKey,
                ItemKey,
                JournalKey,
                MarkingPartKey,
                PersonKey,
                ResponseKey,
                ResultKey,
                SessionSealKey,
                StaffKey,
                WindowKey {

    /// The version of the envelope (section 4.1).
    static final int VERSION = 1;

    static final int HEADER = 4;

    /// How many bytes an envelope is longer than its content.
    public static final int OVERHEAD = HEADER + Aead.NONCE + Aead.TAG;

    private final SecretKind<?> kind;
    private final Suite suite;
    private final byte[] secret;
    private final AeadKey aead;
    private boolean wiped;

    SealKey(SecretKind<?> kind, Suite suite, byte[] secret) {
        this.kind = requireNonNull(kind, "kind");
        this.suite = requireNonNull(suite, "suite");
        if (secret.length != LENGTH) {
            throw new KeyRefused(
                    "a %s is %d bytes, got %d".formatted(kind.label(), LENGTH, secret.length));
        }
        this.secret = secret.clone();
        this.aead =
                new AeadKey(
                        Derivation.expand(
                                suite,
                                secret,
                                Aead.keyLength(suite),
                                "envelope",
                                Derivation.ascii(kind.label())));
    }

    static <K> K generated(
            Suite suite, SecureRandom random, BiFunction<Suite, byte[], K> constructor) {
        var secret = new byte[LENGTH];
        random.nextBytes(secret);
        try {
            return constructor.apply(suite, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// Seals `plain` and binds it to `associated`, which is not sealed itself (section 4.1). At
    /// most 2^32 envelopes per key.
    public byte[] seal(byte[] plain, byte[] associated) {
        return seal(0, plain, associated);
    }

    /// Opens what [#seal] sealed with the same associated data.
    public byte[] open(byte[] sealed, byte[] associated) throws SealBroken {
        return open(0, sealed, associated);
    }

    /// Wraps another secret of the same suite under this key (section 4.2).
    public byte[] wrap(Secret inner, byte[] associated) {
        refuseOtherSuite(suite, inner);
        var bytes = inner.exposeForSharing();
        try {
            return seal(inner.kind().code(), bytes, associated);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Unwraps a secret of the kind that is expected.
    public <S extends Secret> S unwrap(SecretKind<S> expected, byte[] wrapped, byte[] associated)
            throws SealBroken {
        var bytes = open(expected.code(), wrapped, associated);
        try {
            return expected.restore(suite, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Something to seal a long content with, chunk by chunk (section 5).
    public ChunkSealer chunkSealer(byte[] associated) {
        return new ChunkSealer(this, associated);
    }

    /// Something to open chunks with; `header` is how the sealed content begins (section 5).
    public ChunkOpener chunkOpener(byte[] header, byte[] associated) throws SealBroken {
        return new ChunkOpener(this, header, associated);
    }

    /// Seals a content of any length chunk by chunk into a new array of [Chunks#sealedLength]. A
    /// new array of megabytes costs about as much as sealing it: whoever seals many large contents
    /// keeps one and uses the other form, or a [#chunkSealer] with streams.
    public byte[] sealChunked(byte[] plain, byte[] associated) {
        var sealed = new byte[Math.toIntExact(Chunks.sealedLength(plain.length))];
        var _ = sealChunked(plain, associated, sealed, 0);
        return sealed;
    }

    /// Seals a content of any length chunk by chunk into `target` from `at` on and tells how many
    /// bytes it has there, which is [Chunks#sealedLength].
    public int sealChunked(byte[] plain, byte[] associated, byte[] target, int at) {
        Objects.checkFromIndexSize(
                at, Math.toIntExact(Chunks.sealedLength(plain.length)), target.length);
        return chunkSealer(associated).sealAll(plain, target, at);
    }

    /// Opens what [#sealChunked] sealed.
    public byte[] openChunked(byte[] sealed, byte[] associated) throws SealBroken {
        return new ChunkOpener(this, sealed, associated).openAll(sealed);
    }

    @Override
    public Suite suite() {
        return suite;
    }

    @Override
    public SecretKind<?> kind() {
        return kind;
    }

    @Override
    public Digest digestCommitment() {
        var bytes = exposeForSharing();
        try {
            return kind.commitment(suite, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public byte[] exposeForSharing() {
        synchronized (secret) {
            if (wiped) {
                throw new IllegalStateException("the %s has been wiped".formatted(kind.label()));
            }
            return secret.clone();
        }
    }

    @Override
    public void close() {
        synchronized (secret) {
            wiped = true;
            Arrays.fill(secret, (byte) 0);
            aead.destroy();
        }
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[secret]";
    }

    /// The nonce of the next envelope.
    byte[] nextNonce() {
        return Nonces.fresh(Aead.NONCE);
    }

    final byte[] derive(int length, String label, byte[]... context) {
        var bytes = exposeForSharing();
        try {
            return Derivation.expand(suite, bytes, length, label, context);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static void refuseOtherSuite(Suite suite, Secret inner) {
        if (inner.suite() != suite) {
            throw new IllegalArgumentException(
                    "a %s of suite %s cannot be wrapped in suite %s"
                            .formatted(inner.kind().label(), inner.suite(), suite));
        }
    }

    private byte[] seal(int content, byte[] plain, byte[] associated) {
        var nonce = nextNonce();
        var sealed = new byte[Math.addExact(plain.length, OVERHEAD)];
        sealed[0] = VERSION;
        sealed[1] = (byte) suite.code();
        sealed[2] = (byte) kind.code();
        sealed[3] = (byte) content;
        System.arraycopy(nonce, 0, sealed, HEADER, Aead.NONCE);
        var cipher = Aead.of(suite);
        cipher.begin(true, aead, nonce);
        cipher.associated(sealed, 0, HEADER);
        cipher.associated(associated, 0, associated.length);
        var _ = cipher.seal(plain, 0, plain.length, sealed, HEADER + Aead.NONCE);
        return sealed;
    }

    private byte[] open(int content, byte[] sealed, byte[] associated) throws SealBroken {
        if (sealed.length < OVERHEAD) {
            throw SealBroken.tooShort("an envelope", sealed.length, OVERHEAD);
        }
        checkHeader(sealed, suite, kind.code(), kind.label());
        if ((sealed[3] & 0xff) != content) {
            throw new SealBroken(
                    Reason.OTHER_CONTENT,
                    "the envelope holds content of kind %d, asked for was %d"
                            .formatted(sealed[3] & 0xff, content));
        }
        var plain = new byte[sealed.length - OVERHEAD];
        var cipher = Aead.of(suite);
        cipher.begin(false, aead, Arrays.copyOfRange(sealed, HEADER, HEADER + Aead.NONCE));
        cipher.associated(sealed, 0, HEADER);
        cipher.associated(associated, 0, associated.length);
        var _ = cipher.finish(sealed, HEADER + Aead.NONCE, sealed.length, plain, 0);
        return plain;
    }

    static void checkHeader(byte[] sealed, Suite suite, int purpose, String label)
            throws SealBroken {
        if (sealed[0] != VERSION) {
            throw new SealBroken(
                    Reason.UNKNOWN_VERSION,
                    "sealed with version %d, known is %d".formatted(sealed[0] & 0xff, VERSION));
        }
        if (sealed[1] != suite.code()) {
            throw new SealBroken(
                    Reason.OTHER_SUITE,
                    "sealed in suite of code %d, the key is of suite %s"
                            .formatted(sealed[1] & 0xff, suite));
        }
        if ((sealed[2] & 0xff) != purpose) {
            throw new SealBroken(
                    Reason.OTHER_PURPOSE,
                    "sealed for purpose of code %d, the key is a %s"
                            .formatted(sealed[2] & 0xff, label));
        }
    }
}
