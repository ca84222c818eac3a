package org.gongyuan.trust.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

@DisplayName("What is kept of a password")
class PasswordHashTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Argon2 CHEAP = new Argon2(8, 1, 1);

    @Test
    void holdsForThatPasswordOnly() {
        var hash = PasswordHash.of("贡院 1905".toCharArray(), CHEAP, RANDOM);
        var again = new PasswordHash(hash.text());

        assertTrue(again.holds("贡院 1905".toCharArray()));
        assertFalse(again.holds("贡院 1904".toCharArray()));
        assertFalse(again.holds(new char[0]));
        assertNotEquals(
                hash.text(), PasswordHash.of("贡院 1905".toCharArray(), CHEAP, RANDOM).text());
        assertEquals("PasswordHash[secret]", hash.toString());
    }

    @Test
    void isOutdatedWhenItCostTooLittle() {
        assertTrue(PasswordHash.of("a".toCharArray(), CHEAP, RANDOM).isOutdated());
        assertFalse(PasswordHash.of("a".toCharArray(), RANDOM).isOutdated());
    }

    /// The vector that implementations of Argon2id share.
    @Test
    void isReadInTheFormOthersWrite() {
        var known =
                new PasswordHash(
                        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA"
                                + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");

        assertFalse(known.holds("password".toCharArray()));
        assertThrows(KeyRefused.class, () -> new PasswordHash(known.text() + "="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHRzb21lc2FsdA$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=9$c29tZXNhbHRzb21lc2FsdA$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
            })
    void isRefusedInAnyOtherFormOrAtAnyPrice(String text) {
        assertThrows(KeyRefused.class, () -> new PasswordHash(text));
    }

    @ParameterizedTest
    @EnumSource
    void ofACandidateSecretDependsOnTicketAndNode(Suite suite) {
        var key = AdmissionKey.generate(suite, RANDOM);
        var secret = suite.digest("7K3P-QX9M-2VTA".getBytes(StandardCharsets.UTF_8));
        var other = suite.digest("7K3P-QX9M-2VTB".getBytes(StandardCharsets.UTF_8));
        var verifier = key.verifier("2026-0001", secret);

        assertTrue(key.holds(verifier, "2026-0001", secret));
        assertFalse(key.holds(verifier, "2026-0002", secret));
        assertFalse(key.holds(verifier, "2026-0001", other));
        assertFalse(AdmissionKey.generate(suite, RANDOM).holds(verifier, "2026-0001", secret));
        assertNotEquals(verifier, secret);
        key.close();
        assertThrows(IllegalStateException.class, () -> key.holds(verifier, "2026-0001", secret));
    }
}
