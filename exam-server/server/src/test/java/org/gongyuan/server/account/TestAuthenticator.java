package org.gongyuan.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.account.Passkeys.Assertion;
import org.gongyuan.server.account.Passkeys.Registration;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Hashing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// A person's device, as WebAuthn has it: a P-256 key, a browser at an origin, a counter.
public final class TestAuthenticator {

    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;

    private final KeyPair pair;
    private final byte[] credential = new byte[32];
    public String origin;
    public String party;
    public long count;
    public boolean verifiesPerson = true;

    public TestAuthenticator(String origin, String party) {
        this.origin = origin;
        this.party = party;
        new SecureRandom().nextBytes(credential);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    public byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    /// For a browser that is to have the same passkey, PKCS #8.
    public byte[] privateKey() {
        return pair.getPrivate().getEncoded();
    }

    public byte[] credential() {
        return credential.clone();
    }

    public Registration register(byte[] challenge) {
        var point = ((ECPublicKey) pair.getPublic()).getW();
        var key =
                new CborWriter()
                        .map(5)
                        .uint(1)
                        .uint(2)
                        .uint(3)
                        .integer(-7)
                        .integer(-1)
                        .uint(1)
                        .integer(-2)
                        .bytes(fixed(point.getAffineX().toByteArray()))
                        .integer(-3)
                        .bytes(fixed(point.getAffineY().toByteArray()))
                        .toBytes();
        var data = new ByteArrayOutputStream();
        data.writeBytes(authenticator(PRESENT | VERIFIED | ATTESTED));
        data.writeBytes(new byte[16]);
        data.write(0);
        data.write(credential.length);
        data.writeBytes(credential);
        data.writeBytes(key);
        var attestation =
                new CborWriter()
                        .map(3)
                        .text("fmt")
                        .text("none")
                        .text("attStmt")
                        .map(0)
                        .text("authData")
                        .bytes(data.toByteArray())
                        .toBytes();
        return new Registration(
                Octets.of(attestation), Octets.of(client("webauthn.create", challenge)));
    }

    public Assertion answer(byte[] challenge) {
        count++;
        var authenticator = authenticator(PRESENT | (verifiesPerson ? VERIFIED : 0));
        var client = client("webauthn.get", challenge);
        var signed = new ByteArrayOutputStream();
        signed.writeBytes(authenticator);
        signed.writeBytes(Hashing.sha256().update(client).digest().toBytes());
        try {
            var signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(pair.getPrivate());
            signing.update(signed.toByteArray());
            return new Assertion(
                    Octets.of(credential),
                    Octets.of(authenticator),
                    Octets.of(client),
                    Octets.of(signing.sign()));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private byte[] authenticator(int flags) {
        return ByteBuffer.allocate(37)
                .put(Hashing.sha256().update(party.getBytes(UTF_8)).digest().toBytes())
                .put((byte) flags)
                .putInt((int) count)
                .array();
    }

    private byte[] client(String type, byte[] challenge) {
        return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(
                        type,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(challenge),
                        origin)
                .getBytes(UTF_8);
    }

    private static byte[] fixed(byte[] coordinate) {
        var fixed = new byte[32];
        int length = Math.min(32, coordinate.length);
        System.arraycopy(coordinate, coordinate.length - length, fixed, 32 - length, length);
        return fixed;
    }
}
