package org.gongyuan.rehearsal.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.seal.PasskeyKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// The passkey of a member of staff in a written sitting.
final class WrittenDevice {

    private static final String HOST = "staff.example.org";
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;

    private final KeyPair pair;

    WrittenDevice() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no P-256", missing);
        }
    }

    /// Its line in the keys of a bundle.
    String line(String person) {
        var key = PasskeyKey.decode(pair.getPublic().getEncoded());
        return "staff:%s %s %s"
                .formatted(
                        person,
                        key.fingerprint().hex(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(key.toBytes()));
    }

    /// Stands for an act.
    ActProof stand(Digest challenge) {
        return stand(challenge, PRESENT | VERIFIED);
    }

    /// Stands for an act though nobody was asked for a finger or a number.
    ActProof standCarelessly(Digest challenge) {
        return stand(challenge, PRESENT);
    }

    private ActProof stand(Digest challenge, int flags) {
        var client =
                "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"https://%s\",\"crossOrigin\":false}"
                        .formatted(
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(challenge.toBytes()),
                                HOST)
                        .getBytes(UTF_8);
        var authenticator =
                ByteBuffer.allocate(37)
                        .put(Hashing.sha256().update(HOST.getBytes(UTF_8)).digest().toBytes())
                        .put((byte) flags)
                        .putInt(1)
                        .array();
        try {
            var signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(pair.getPrivate());
            signing.update(authenticator);
            signing.update(Hashing.sha256().update(client).digest().toBytes());
            return new ActProof.Asserted(
                    Octets.of(pair.getPublic().getEncoded()),
                    Octets.of(authenticator),
                    Octets.of(client),
                    Octets.of(signing.sign()));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no ECDSA", missing);
        }
    }
}
