package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.security.SecureRandom;

@DisplayName("What a custodian types that does not open his key file")
class SecondPhraseTest {

    private static final Argon2 CHEAP = new Argon2(8, 1, 1);

    private final SecureRandom random = new SecureRandom();

    private KeyFile file(SealingKeyPair pair) {
        return KeyFile.sealed(pair, "right".toCharArray(), CHEAP, random);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void isNotWhatTheRightPassphraseGives(Suite suite) throws SealBroken {
        try (var pair = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, random);
                var typed = file(pair).typed(Purpose.CUSTODIAN, "right".toCharArray())) {
            var opened = assertInstanceOf(KeyFile.Typed.Opened.class, typed);
            assertEquals(pair.publicKey(), opened.pair().publicKey());
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void isKnownByItsMarkToWhomItWasToldAndByNothingElse(Suite suite) throws SealBroken {
        try (var pair = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, random)) {
            var file = file(pair);
            var mark = file.secondPhrase("forced".toCharArray()).mark();

            try (var forced = file.typed(Purpose.CUSTODIAN, "forced".toCharArray());
                    var mistyped = file.typed(Purpose.CUSTODIAN, "rihgt".toCharArray())) {
                var one = assertInstanceOf(KeyFile.Typed.Another.class, forced);
                var other = assertInstanceOf(KeyFile.Typed.Another.class, mistyped);
                assertEquals(mark, one.phrase().mark());
                assertNotEquals(mark, other.phrase().mark());
            }
            assertNotEquals(
                    mark,
                    file(pair).secondPhrase("forced".toCharArray()).mark(),
                    "with another salt it is another");
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void isNotThereForAFileThatLiesOpen(Suite suite) {
        try (var pair = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, random)) {
            var open = KeyFile.lyingOpen(pair);

            assertThrows(KeyRefused.class, () -> open.secondPhrase("x".toCharArray()));
        }
    }
}
