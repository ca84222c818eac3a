package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.SealBroken.Reason;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.HexFormat;

@DisplayName("What is sealed to a public key")
class PublicKeySealTest {

    private static final byte[] PLAIN = "份额 3".getBytes(UTF_8);
    private static final byte[] SPLIT = "split 9".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void opensWithThePrivatePart(Suite suite) throws SealBroken {
        for (var purpose : Purpose.values()) {
            try (var pair = SealingKeyPair.generate(suite, purpose, Keys.RANDOM)) {
                var to = SealingPublicKey.decode(pair.publicKey().toBytes());

                assertArrayEquals(PLAIN, pair.open(to.seal(PLAIN, SPLIT), SPLIT));
                assertArrayEquals(
                        new byte[10_000], pair.open(to.seal(new byte[10_000], SPLIT), SPLIT));
                assertArrayEquals(new byte[0], pair.open(to.seal(new byte[0], SPLIT), SPLIT));
                assertEquals(pair.publicKey(), to);
                assertEquals(to, SealingPublicKey.parse(to.text()));
                assertEquals(to.fingerprint(), pair.publicKey().fingerprint());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWithAnyBitFlipped(Suite suite) {
        var pair = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, Keys.RANDOM);
        var sealed = pair.publicKey().seal(PLAIN, SPLIT);
        for (var bit = 0; bit < sealed.length * 8; bit += bit < 1200 || bit > 8900 ? 1 : 37) {
            var altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThrows(SealBroken.class, () -> pair.open(altered, SPLIT), "bit " + bit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedAtAnyOtherLength(Suite suite) {
        var pair = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, Keys.RANDOM);
        var sealed = pair.publicKey().seal(PLAIN, SPLIT);
        for (var length = 0; length < sealed.length + 3; length++) {
            if (length != sealed.length) {
                var other = Arrays.copyOf(sealed, length);
                assertThrows(SealBroken.class, () -> pair.open(other, SPLIT));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedByAnyOtherPair(Suite suite) {
        var pair = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, Keys.RANDOM);
        var sealed = pair.publicKey().seal(PLAIN, SPLIT);

        refused(
                Reason.OTHER_KEY,
                SealingKeyPair.generate(suite, Purpose.CUSTODIAN, Keys.RANDOM),
                sealed);
        var sameSecretOtherPurpose =
                SealingKeyPair.kind(Purpose.NODE).restore(suite, pair.exposeForSharing());
        refused(Reason.OTHER_PURPOSE, sameSecretOtherPurpose, sealed);
        for (var other : Suite.values()) {
            if (other != suite) {
                refused(
                        Reason.OTHER_SUITE,
                        SealingKeyPair.generate(other, Purpose.CUSTODIAN, Keys.RANDOM),
                        Arrays.copyOf(sealed, 4000));
            }
        }
        assertEquals(
                Reason.NOT_AUTHENTIC,
                assertThrows(SealBroken.class, () -> pair.open(sealed, new byte[0])).reason());
    }

    @ParameterizedTest
    @EnumSource
    void canBeAKey(Suite suite) throws SealBroken {
        var marking = SealingKeyPair.generate(suite, Purpose.MARKING, Keys.RANDOM);
        var response = ResponseKey.generate(suite, Keys.RANDOM);
        var wrapped = marking.publicKey().wrap(response, SPLIT);

        assertEquals(
                response.digestCommitment(),
                marking.unwrap(ResponseKey.KIND, wrapped, SPLIT).digestCommitment());
        assertEquals(
                Reason.OTHER_CONTENT,
                assertThrows(SealBroken.class, () -> marking.unwrap(WindowKey.KIND, wrapped, SPLIT))
                        .reason());
        assertThrows(SealBroken.class, () -> marking.open(wrapped, SPLIT));
    }

    @ParameterizedTest
    @EnumSource
    void opensWithAPrivatePartThatWasPutTogetherAgain(Suite suite) throws SealBroken {
        var pair = SealingKeyPair.generate(suite, Purpose.MARKING, Keys.RANDOM);
        var again = SealingKeyPair.kind(Purpose.MARKING).restore(suite, pair.exposeForSharing());

        assertEquals(pair.publicKey(), again.publicKey());
        assertEquals(pair.digestCommitment(), again.digestCommitment());
        assertArrayEquals(PLAIN, again.open(pair.publicKey().seal(PLAIN, SPLIT), SPLIT));
    }

    @ParameterizedTest
    @EnumSource
    void isOutOfReachOnceThePairIsClosed(Suite suite) throws ReflectiveOperationException {
        var pair = SealingKeyPair.generate(suite, Purpose.NODE, Keys.RANDOM);
        var sealed = pair.publicKey().seal(PLAIN, SPLIT);
        var hex = HexFormat.of().formatHex(pair.exposeForSharing());
        assertFalse(pair.toString().contains(hex.substring(0, 8)));
        var field = SealingKeyPair.class.getDeclaredField("secret");
        field.setAccessible(true);
        pair.close();

        assertArrayEquals(new byte[32], (byte[]) field.get(pair));
        assertThrows(IllegalStateException.class, () -> pair.open(sealed, SPLIT));
        assertThrows(IllegalStateException.class, pair::exposeForSharing);
        assertThrows(IllegalStateException.class, pair::digestCommitment);
    }

    @Test
    void isNotMadeWithWhatIsNoKey() {
        for (var suite : Suite.values()) {
            var good =
                    SealingKeyPair.generate(suite, Purpose.NODE, Keys.RANDOM).publicKey().toBytes();
            for (var length = 0; length <= good.length + 1; length++) {
                if (length != good.length) {
                    var other = Arrays.copyOf(good, length);
                    assertThrows(KeyRefused.class, () -> SealingPublicKey.decode(other));
                }
            }
            for (var at = 0; at < 3; at++) {
                var altered = good.clone();
                altered[at] = 77;
                assertThrows(KeyRefused.class, () -> SealingPublicKey.decode(altered));
            }
        }
        var sm2 =
                SealingKeyPair.generate(Suite.SM_1, Purpose.NODE, Keys.RANDOM)
                        .publicKey()
                        .toBytes();
        sm2[40] ^= 1;
        assertThrows(KeyRefused.class, () -> SealingPublicKey.decode(sm2));
        for (var text : new String[] {"", "!", "AQEB=", "AQ EB"}) {
            assertThrows(KeyRefused.class, () -> SealingPublicKey.parse(text));
        }
        assertThrows(
                KeyRefused.class,
                () -> SealingKeyPair.kind(Purpose.NODE).restore(Suite.SM_1, new byte[32]));
        var tooLarge = new byte[32];
        Arrays.fill(tooLarge, (byte) 0xff);
        assertThrows(
                KeyRefused.class,
                () -> SealingKeyPair.kind(Purpose.NODE).restore(Suite.SM_1, tooLarge));
    }

    @Test
    void namesItsKeyByFingerprint() {
        var one = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, Keys.RANDOM).publicKey();
        var other = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, Keys.RANDOM).publicKey();

        assertNotEquals(one.fingerprint(), other.fingerprint());
        assertTrue(one.toString().contains(one.fingerprint().hex().substring(0, 16)));
    }

    private static void refused(Reason reason, SealingKeyPair pair, byte[] sealed) {
        assertEquals(
                reason, assertThrows(SealBroken.class, () -> pair.open(sealed, SPLIT)).reason());
    }
}
