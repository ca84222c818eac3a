package org.gongyuan.trust.seal;

import static java.util.Objects.requireNonNull;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.gongyuan.trust.seal.SealBroken.Reason;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// A pair of keys to seal to somebody and to open what was sealed to him
/// (`item-bank/spec/trust.md`, sections 3.5 and 4.3): X-Wing in INTL-1, SM2 in SM-1. Its private
/// part is a secret of 32 bytes, which can be split among custodians.
public final class SealingKeyPair implements Secret {

    private static final int CODE_BASE = 0x40;
    private static final Map<Purpose, SecretKind<SealingKeyPair>> KINDS = kinds();

    private final Suite suite;
    private final Purpose purpose;
    private final byte[] secret;
    private final SealingPublicKey publicKey;
    private volatile Private key;

    private sealed interface Private {}

    private record XWingPrivate(AsymmetricCipherKeyPair pair) implements Private {}

    private record Sm2Private(ECPrivateKeyParameters scalar) implements Private {}

    private SealingKeyPair(Suite suite, Purpose purpose, byte[] secret) {
        this.suite = requireNonNull(suite, "suite");
        this.purpose = requireNonNull(purpose, "purpose");
        this.key =
                switch (suite) {
                    case INTL_1 -> new XWingPrivate(XWing.keyPair(secret));
                    case SM_1 -> new Sm2Private(Sm2.privateKey(secret));
                };
        this.publicKey =
                new SealingPublicKey(
                        suite,
                        purpose,
                        switch (key) {
                            case XWingPrivate(var pair) -> XWing.publicKey(pair);
                            case Sm2Private _ -> Sm2.publicKey(secret);
                        });
        this.secret = secret.clone();
    }

    /// A new pair.
    public static SealingKeyPair generate(Suite suite, Purpose purpose, SecureRandom random) {
        var secret =
                switch (suite) {
                    case INTL_1 -> XWing.generate(random);
                    case SM_1 -> Sm2.generate(random);
                };
        try {
            return new SealingKeyPair(suite, purpose, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// What kind of secret the private part of a pair of this purpose is.
    public static SecretKind<SealingKeyPair> kind(Purpose purpose) {
        return KINDS.get(purpose);
    }

    /// The public part.
    public SealingPublicKey publicKey() {
        return publicKey;
    }

    /// Whose pair it is.
    public Purpose purpose() {
        return purpose;
    }

    /// Opens what was sealed to the public part with the same associated data.
    public byte[] open(byte[] sealed, byte[] associated) throws SealBroken {
        return open(0, sealed, associated);
    }

    /// Unwraps a secret of the kind that is expected.
    public <S extends Secret> S unwrap(SecretKind<S> expected, byte[] wrapped, byte[] associated)
            throws SealBroken {
        var bytes = open(expected.code(), wrapped, associated);
        try {
            return expected.restore(suite, bytes);
        } catch (KeyRefused _) {
            throw new SealBroken(Reason.OTHER_CONTENT, "what is wrapped is no " + expected.label());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public Suite suite() {
        return suite;
    }

    @Override
    public SecretKind<?> kind() {
        return kind(purpose);
    }

    @Override
    public Digest digestCommitment() {
        var bytes = exposeForSharing();
        try {
            return kind().commitment(suite, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public byte[] exposeForSharing() {
        synchronized (secret) {
            var _ = unwiped();
            return secret.clone();
        }
    }

    @Override
    public void close() {
        synchronized (secret) {
            key = null;
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "SealingKeyPair[%s, secret]".formatted(publicKey);
    }

    byte[] export(byte[] encapsulation, byte[] info, int length) throws SealBroken {
        return switch (unwiped()) {
            case XWingPrivate(var pair) -> XWing.received(pair, encapsulation, info, length);
            case Sm2Private(var scalar) -> {
                var shared = Sm2.decrypt(scalar, encapsulation, 0, encapsulation.length);
                try {
                    yield Derivation.extract(suite, shared, info, length, "handshake secret");
                } finally {
                    Arrays.fill(shared, (byte) 0);
                }
            }
        };
    }

    static byte[] info(Suite suite, byte[] header) {
        return Derivation.info(suite, "sealed to a public key", header);
    }

    /// SM2 has no room for long contents: a fresh secret is encrypted, and the content sealed under
    /// a key derived from it, whose one nonce may therefore be zero (section 4.3).
    static byte[][] sealSm2(SealingPublicKey to, byte[] header, byte[] associated, byte[] plain) {
        var fresh = Nonces.fresh(LENGTH);
        try {
            var encapsulation =
                    Sm2.encrypt((ECPublicKeyParameters) to.key(), fresh, Nonces.random());
            var sealed = new byte[plain.length + Aead.TAG];
            var cipher = beginSm2(true, fresh, header, encapsulation, associated);
            var _ = cipher.seal(plain, 0, plain.length, sealed, 0);
            return new byte[][] {encapsulation, sealed};
        } finally {
            Arrays.fill(fresh, (byte) 0);
        }
    }

    private static Aead beginSm2(
            boolean sealing, byte[] fresh, byte[] header, byte[] encapsulation, byte[] associated) {
        var key =
                new AeadKey(
                        Derivation.expand(
                                Suite.SM_1,
                                fresh,
                                Aead.keyLength(Suite.SM_1),
                                "sealed to a public key",
                                header,
                                encapsulation));
        var cipher = Aead.of(Suite.SM_1);
        cipher.begin(sealing, key, new byte[Aead.NONCE]);
        key.destroy();
        cipher.associated(associated, 0, associated.length);
        return cipher;
    }

    private byte[] open(int content, byte[] sealed, byte[] associated) throws SealBroken {
        var encapsulation =
                switch (suite) {
                    case INTL_1 -> XWing.ENCAPSULATION;
                    case SM_1 -> Sm2.OVERHEAD + LENGTH;
                };
        var body = SealingPublicKey.ENVELOPE_HEADER + encapsulation;
        if (sealed.length < body + Aead.TAG) {
            throw SealBroken.tooShort(
                    "an envelope to a public key", sealed.length, body + Aead.TAG);
        }
        SealKey.checkHeader(sealed, suite, kind().code(), kind().label());
        if ((sealed[3] & 0xff) != content) {
            throw new SealBroken(
                    Reason.OTHER_CONTENT,
                    "the envelope holds content of kind %d, asked for was %d"
                            .formatted(sealed[3] & 0xff, content));
        }
        var header = publicKey.envelopeHeader(content);
        if (!Arrays.equals(header, 0, header.length, sealed, 0, header.length)) {
            throw new SealBroken(
                    Reason.OTHER_KEY, "sealed to another key than %s".formatted(publicKey));
        }
        var wrapped = Arrays.copyOfRange(sealed, header.length, body);
        return switch (unwiped()) {
            case XWingPrivate(var pair) ->
                    XWing.open(
                            pair,
                            wrapped,
                            info(suite, header),
                            associated,
                            Arrays.copyOfRange(sealed, body, sealed.length));
            case Sm2Private(var scalar) -> {
                var fresh = Sm2.decrypt(scalar, wrapped, 0, wrapped.length);
                try {
                    var plain = new byte[sealed.length - body - Aead.TAG];
                    var cipher = beginSm2(false, fresh, header, wrapped, associated);
                    var _ = cipher.finish(sealed, body, sealed.length, plain, 0);
                    yield plain;
                } finally {
                    Arrays.fill(fresh, (byte) 0);
                }
            }
        };
    }

    private Private unwiped() {
        var present = key;
        if (present == null) {
            throw new IllegalStateException(
                    "the private part of %s has been wiped".formatted(publicKey));
        }
        return present;
    }

    private static Map<Purpose, SecretKind<SealingKeyPair>> kinds() {
        var kinds = new EnumMap<Purpose, SecretKind<SealingKeyPair>>(Purpose.class);
        for (var purpose : Purpose.values()) {
            kinds.put(
                    purpose,
                    new SecretKind<>(
                            CODE_BASE + purpose.code(),
                            purpose.name().toLowerCase(Locale.ROOT) + " sealing key",
                            (suite, secret) -> new SealingKeyPair(suite, purpose, secret)));
        }
        return kinds;
    }
}
