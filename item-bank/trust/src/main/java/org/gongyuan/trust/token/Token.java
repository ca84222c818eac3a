package org.gongyuan.trust.token;

import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.TokenAgreement;
import org.gongyuan.trust.seal.TokenPoint;
import org.gongyuan.trust.token.TokenRefused.Reason;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.function.UnaryOperator;

import javax.crypto.KeyAgreement;
import javax.security.auth.login.LoginException;

/// A person's token, opened with its PIN (`item-bank/spec/trust.md`, section 14). Spoken to by the
/// platform's PKCS#11 provider; closing takes leave of the token.
public final class Token implements AutoCloseable {

    private static final String NAME = "gongyuan-token-";
    private static final int SERIAL_BITS = 64;
    private static final int AGREED = 32;
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant WITHOUT_END = Instant.parse("9999-12-31T23:59:59Z");

    /// New private keys stay on the token; what two keys agree on comes out, or the token would be
    /// of no use here.
    private static final String ATTRIBUTES =
            """
            attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
              CKA_TOKEN = true
              CKA_PRIVATE = true
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_DERIVE = true
              CKA_SIGN = false
            }
            attributes(generate, CKO_SECRET_KEY, CKK_GENERIC_SECRET) = {
              CKA_TOKEN = false
              CKA_SENSITIVE = false
              CKA_EXTRACTABLE = true
              CKA_VALUE_LEN = 32
            }
            """;

    private final TokenSlot slot;
    private final AuthProvider provider;
    private final KeyStore objects;

    private Token(TokenSlot slot, AuthProvider provider, KeyStore objects) {
        this.slot = slot;
        this.provider = provider;
        this.objects = objects;
    }

    static Token opened(Path library, TokenSlot slot, char[] pin, UnaryOperator<TokenSlot> again)
            throws TokenRefused {
        if (pin.length == 0) {
            throw new TokenRefused(Reason.WRONG_PIN, "an empty PIN opens no token");
        }
        try {
            var provider =
                    (AuthProvider)
                            Security.getProvider("SunPKCS11")
                                    .configure(configuration(library, slot.slot()));
            var objects = KeyStore.getInstance("PKCS11", provider);
            objects.load(null, pin);
            return new Token(slot, provider, objects);
        } catch (GeneralSecurityException
                | IOException
                | InvalidParameterException
                | ProviderException failed) {
            throw TokenRefused.of(failed, again.apply(slot));
        }
    }

    private static String configuration(Path library, long slot) {
        return "--name = %s%d\nlibrary = %s\nslot = %d\n%s"
                .formatted(NAME, slot, library, slot, ATTRIBUTES);
    }

    /// Which token this is.
    public TokenSlot slot() {
        return slot;
    }

    /// Makes a new key on the token, never to leave it, with a certificate of no meaning beside it,
    /// because the platform finds a key only by one.
    public TokenAgreement create(String name, SecureRandom random) throws TokenRefused {
        try {
            if (objects.containsAlias(name)) {
                throw new TokenRefused(
                        Reason.NAME_TAKEN,
                        "token %s has a key called %s already; choose another name, or use that key"
                                .formatted(slot.named(), name));
            }
            var generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var point = TokenPoint.of(pair.getPublic());
            objects.setKeyEntry(
                    name,
                    pair.getPrivate(),
                    null,
                    new Certificate[] {certificate(name, point.key(), random)});
            return named(name);
        } catch (GeneralSecurityException | ProviderException failed) {
            throw TokenRefused.of(failed, slot);
        }
    }

    /// The key of this name.
    public TokenAgreement named(String name) throws TokenRefused {
        try {
            var certificate = objects.getCertificate(name);
            if (certificate == null) {
                throw new TokenRefused(
                        Reason.NO_KEY,
                        "token %s has no key called %s, or no certificate beside it"
                                .formatted(slot.named(), name));
            }
            return agreement(name, TokenPoint.of(certificate.getPublicKey()));
        } catch (KeyRefused unfit) {
            throw new TokenRefused(Reason.UNFIT_KEY, unfit.getMessage());
        } catch (GeneralSecurityException | ProviderException failed) {
            throw TokenRefused.of(failed, slot);
        }
    }

    /// The key whose public part this is.
    public TokenAgreement key(TokenPoint point) throws TokenRefused {
        try {
            for (var name : Collections.list(objects.aliases())) {
                var certificate = objects.getCertificate(name);
                if (certificate != null && isOf(point, certificate.getPublicKey())) {
                    return agreement(name, point);
                }
            }
        } catch (GeneralSecurityException | ProviderException failed) {
            throw TokenRefused.of(failed, slot);
        }
        throw new TokenRefused(
                Reason.NO_KEY,
                "token %s does not hold the key of this file (it begins %s): it is another token, or the key was removed"
                        .formatted(slot.named(), point.text().substring(0, 12)));
    }

    private TokenAgreement agreement(String name, TokenPoint point)
            throws GeneralSecurityException, TokenRefused {
        if (!(objects.getKey(name, null) instanceof PrivateKey key)) {
            throw new TokenRefused(
                    Reason.NO_KEY,
                    "the private key %s was removed from token %s".formatted(name, slot.named()));
        }
        return new OnToken(point, key, provider);
    }

    private static boolean isOf(TokenPoint point, PublicKey key) {
        try {
            return TokenPoint.of(key).equals(point);
        } catch (KeyRefused _) {
            return false;
        }
    }

    /// Signed by a key that is thrown away: nobody relies on it.
    private static Certificate certificate(String name, PublicKey key, SecureRandom random)
            throws GeneralSecurityException {
        try {
            var subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
            var thrownAway = KeyPairGenerator.getInstance("EC");
            thrownAway.initialize(new ECGenParameterSpec("secp256r1"), random);
            var signer =
                    new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(thrownAway.generateKeyPair().getPrivate());
            var encoded =
                    new JcaX509v3CertificateBuilder(
                                    subject,
                                    new BigInteger(SERIAL_BITS, random).setBit(0),
                                    Date.from(FROM),
                                    Date.from(WITHOUT_END),
                                    subject,
                                    key)
                            .build(signer)
                            .getEncoded();
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (OperatorCreationException | IOException impossible) {
            throw new IllegalStateException("no certificate can be written here", impossible);
        }
    }

    @Override
    public void close() {
        try {
            provider.logout();
        } catch (LoginException _) {
            // The token was pulled out: it has forgotten us already.
        }
        provider.clear();
    }

    @Override
    public String toString() {
        return "Token[%s]".formatted(slot.named());
    }

    private record OnToken(TokenPoint point, PrivateKey key, AuthProvider provider)
            implements TokenAgreement {

        @Override
        public byte[] agree(TokenPoint other) {
            try {
                var agreement = KeyAgreement.getInstance("ECDH", provider);
                agreement.init(key);
                var _ = agreement.doPhase(other.key(), true);
                var agreed = agreement.generateSecret();
                if (agreed.length != AGREED) {
                    Arrays.fill(agreed, (byte) 0);
                    throw new KeyRefused("the token does not give 32 bytes for P-256");
                }
                return agreed;
            } catch (GeneralSecurityException | ProviderException _) {
                throw new KeyRefused(
                        "the token's key does not do ECDH, or the token was pulled out");
            }
        }

        @Override
        public String toString() {
            return "OnToken[%s]".formatted(point);
        }
    }
}
