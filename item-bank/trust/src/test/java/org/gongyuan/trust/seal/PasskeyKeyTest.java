package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

@DisplayName("The key of a passkey")
class PasskeyKeyTest {

    private static final byte[] MESSAGE = "what was signed".getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource({"EC, SHA256withECDSA", "Ed25519, Ed25519"})
    void holdsForWhatItsDeviceSigned(String family, String algorithm) throws Exception {
        var pair = pair(family);
        var signing = Signature.getInstance(algorithm);
        signing.initSign(pair.getPrivate());
        signing.update(MESSAGE);
        var signature = signing.sign();
        var key = PasskeyKey.decode(pair.getPublic().getEncoded());

        assertTrue(key.holds(signature, MESSAGE));
        assertFalse(key.holds(signature, "something else".getBytes(UTF_8)));
        signature[signature.length - 1] ^= 1;
        assertFalse(key.holds(signature, MESSAGE));
        assertFalse(key.holds(new byte[0], MESSAGE));
        assertFalse(
                PasskeyKey.decode(pair(family).getPublic().getEncoded()).holds(signature, MESSAGE));
    }

    @Test
    void isTheSameReadAgain() throws Exception {
        var key = PasskeyKey.decode(pair("EC").getPublic().getEncoded());

        assertEquals(key, PasskeyKey.decode(key.toBytes()));
        assertEquals(key.fingerprint(), PasskeyKey.decode(key.toBytes()).fingerprint());
    }

    @Test
    void isRefusedOnAnotherCurveOrWithAPointOffIt() throws Exception {
        var other = KeyPairGenerator.getInstance("EC");
        other.initialize(new ECGenParameterSpec("secp384r1"));
        var off = pair("EC").getPublic().getEncoded();
        off[off.length - 1] ^= 1;
        var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic().getEncoded();

        assertRefused(other.generateKeyPair().getPublic().getEncoded());
        assertRefused(off);
        assertRefused(rsa);
        assertRefused(new byte[91]);
        assertRefused(new byte[0]);
    }

    private static void assertRefused(byte[] encoded) {
        assertThrows(KeyRefused.class, () -> PasskeyKey.decode(encoded));
    }

    private static KeyPair pair(String family) throws Exception {
        var generator = KeyPairGenerator.getInstance(family);
        if (family.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }
}
