package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

@DisplayName("A short secret that was stretched")
class StretchedSecretTest {

    private static final byte[] SECRET = "K7RM-2QXD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SALT = "a salt of 16 byt".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BOUND = {1};

    @ParameterizedTest
    @EnumSource(Suite.class)
    void opensWhatTheSameSecretSealed(Suite suite) throws SealBroken {
        try (var key = JournalKey.stretched(suite, SECRET, SALT, Argon2.SIMULATED);
                var again = JournalKey.stretched(suite, SECRET, SALT, Argon2.SIMULATED)) {
            assertArrayEquals(SECRET, again.open(key.seal(SECRET, BOUND), BOUND));
        }
    }

    @Test
    void isAnotherWithAnotherSecretSaltOrCost() {
        var otherSecret = "K7RM-2QXE".getBytes(StandardCharsets.UTF_8);
        var otherSalt = "a salt of 16 byu".getBytes(StandardCharsets.UTF_8);
        var otherCost = new Argon2(8, 2, 1);
        var sealed =
                JournalKey.stretched(Suite.INTL_1, SECRET, SALT, Argon2.SIMULATED)
                        .seal(SECRET, BOUND);

        refuses(sealed, otherSecret, SALT, Argon2.SIMULATED);
        refuses(sealed, SECRET, otherSalt, Argon2.SIMULATED);
        refuses(sealed, SECRET, SALT, otherCost);
    }

    private static void refuses(byte[] sealed, byte[] secret, byte[] salt, Argon2 cost) {
        var key = JournalKey.stretched(Suite.INTL_1, secret, salt, cost);
        assertThrows(SealBroken.class, () -> key.open(sealed, BOUND));
    }

    /// A known answer of the tests of the Argon2 reference implementation: argon2id, version 19,
    /// 64 MiB, two passes, one lane.
    @Test
    void isWhatAnotherImplementationComputes() {
        var stretched =
                new Argon2(65_536, 2, 1)
                        .hash(
                                "password".getBytes(StandardCharsets.UTF_8),
                                "somesalt".getBytes(StandardCharsets.UTF_8));

        assertEquals(
                "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
                HexFormat.of().formatHex(stretched));
    }

    @ParameterizedTest
    @CsvSource({"7,1,1", "262145,1,1", "8,0,1", "8,17,1", "8,1,0", "64,1,5", "8,1,2"})
    void refusesACostOutOfBounds(int memory, int passes, int lanes) {
        assertThrows(IllegalArgumentException.class, () -> new Argon2(memory, passes, lanes));
    }
}
