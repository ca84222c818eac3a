package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.HexFormat;

@DisplayName("A signature")
class SignatureTest {

    private static final byte[] MANIFEST = "清单 7".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void holdsForWhatWasSigned(Suite suite) {
        for (var purpose : SigningPurpose.values()) {
            try (var pair = SigningKeyPair.generate(suite, purpose, Keys.RANDOM)) {
                var signature = Signature.decode(pair.sign(MANIFEST).toBytes());
                var key = VerifyingKey.decode(pair.verifyingKey().toBytes());

                assertTrue(key.holds(signature, MANIFEST));
                assertTrue(key.holds(pair.sign(new byte[0]), new byte[0]));
                assertEquals(key, VerifyingKey.parse(key.text()));
                assertEquals(Signature.LENGTH, signature.toBytes().length);
                assertEquals(pair.verifyingKey().fingerprint(), key.fingerprint());
                assertEquals(key, VerifyingKey.ofRaw(suite, purpose, key.raw()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotHoldWithAnyBitFlipped(Suite suite) {
        var pair = SigningKeyPair.generate(suite, SigningPurpose.REVIEWER, Keys.RANDOM);
        var signature = pair.sign(MANIFEST).toBytes();
        for (var bit = 0; bit < signature.length * 8; bit++) {
            var altered = signature.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertFalse(holds(pair.verifyingKey(), altered), "bit " + bit);
        }
        for (var bit = 0; bit < MANIFEST.length * 8; bit++) {
            var altered = MANIFEST.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertFalse(
                    pair.verifyingKey().holds(Signature.decode(signature), altered), "bit " + bit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotHoldInAnotherCapacityEvenOfTheSameKey(Suite suite) {
        var assembler = SigningKeyPair.generate(suite, SigningPurpose.ASSEMBLER, Keys.RANDOM);
        var sameAsReviewer =
                VerifyingKey.ofRaw(suite, SigningPurpose.REVIEWER, assembler.verifyingKey().raw());
        var signature = assembler.sign(MANIFEST);
        var relabelled = signature.toBytes();
        relabelled[1] = (byte) SigningPurpose.REVIEWER.code();

        assertFalse(sameAsReviewer.holds(signature, MANIFEST));
        assertFalse(sameAsReviewer.holds(Signature.decode(relabelled), MANIFEST));
    }

    @Test
    void doesNotHoldForAnotherKeyOrSuite() {
        var pair = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.SEAT, Keys.RANDOM);
        for (var suite : Suite.values()) {
            assertFalse(
                    SigningKeyPair.generate(suite, SigningPurpose.SEAT, Keys.RANDOM)
                            .verifyingKey()
                            .holds(pair.sign(MANIFEST), MANIFEST));
        }
    }

    @ParameterizedTest
    @EnumSource
    void overANoteIsNoSignatureOverAMessageNorTheOtherWayRound(Suite suite) {
        var pair = SigningKeyPair.generate(suite, SigningPurpose.CHECKPOINT, Keys.RANDOM);
        var text = "example.org/log\n1\n".getBytes(UTF_8);
        var onNote = pair.signNote(text);

        assertTrue(pair.verifyingKey().holdsOnNote(onNote, text));
        assertFalse(
                pair.verifyingKey()
                        .holds(new Signature(suite, SigningPurpose.CHECKPOINT, onNote), text));
        assertFalse(
                pair.verifyingKey()
                        .holdsOnNote(Arrays.copyOfRange(pair.sign(text).toBytes(), 2, 66), text));
        var disguised =
                SigningKeyPair.joined(
                        SigningKeyPair.domain(suite, SigningPurpose.CHECKPOINT), text);
        assertThrows(IllegalArgumentException.class, () -> pair.signNote(disguised));
        var seat = SigningKeyPair.generate(suite, SigningPurpose.SEAT, Keys.RANDOM);
        assertThrows(IllegalStateException.class, () -> seat.signNote(text));
        assertFalse(seat.verifyingKey().holdsOnNote(onNote, text));
    }

    @ParameterizedTest
    @EnumSource
    void isNotGivenOnceThePairIsClosed(Suite suite) throws ReflectiveOperationException {
        var pair = SigningKeyPair.generate(suite, SigningPurpose.APPROVER, Keys.RANDOM);
        var hex = HexFormat.of().formatHex(pair.expose());
        assertFalse(pair.toString().contains(hex.substring(0, 8)));
        var field = SigningKeyPair.class.getDeclaredField("secret");
        field.setAccessible(true);
        pair.close();

        assertArrayEquals(new byte[32], (byte[]) field.get(pair));
        assertThrows(IllegalStateException.class, () -> pair.sign(MANIFEST));
    }

    @Test
    void isNotCheckedAgainstWhatIsNoKey() {
        for (var suite : Suite.values()) {
            var good =
                    SigningKeyPair.generate(suite, SigningPurpose.SEAT, Keys.RANDOM)
                            .verifyingKey()
                            .toBytes();
            for (var length = 0; length <= good.length + 1; length++) {
                if (length != good.length) {
                    var other = Arrays.copyOf(good, length);
                    assertThrows(KeyRefused.class, () -> VerifyingKey.decode(other));
                }
            }
            for (var at = 0; at < 3; at++) {
                var altered = good.clone();
                altered[at] = 77;
                assertThrows(KeyRefused.class, () -> VerifyingKey.decode(altered));
            }
        }
        var smallOrder = new byte[32];
        smallOrder[0] = 1;
        assertThrows(
                KeyRefused.class,
                () -> VerifyingKey.ofRaw(Suite.INTL_1, SigningPurpose.SEAT, smallOrder));
    }

    /// A key that was taken in full when it came (`trust.md` section 7.4).
    @Test
    void isCheckedByAKeptKeyAsByOneThatComes() {
        for (var suite : Suite.values()) {
            try (var pair = SigningKeyPair.generate(suite, SigningPurpose.SEAT, Keys.RANDOM)) {
                var kept = VerifyingKey.ofKept(pair.verifyingKey().toBytes());
                var signature = pair.sign(MANIFEST);

                assertEquals(pair.verifyingKey(), kept);
                assertTrue(kept.holds(signature, MANIFEST));
                assertFalse(kept.holds(signature, new byte[] {1}));
            }
        }
        var noPoint = new byte[35];
        Arrays.fill(noPoint, (byte) 0xff);
        noPoint[0] = 1;
        noPoint[1] = (byte) Suite.INTL_1.code();
        noPoint[2] = (byte) SigningPurpose.SEAT.code();
        assertThrows(KeyRefused.class, () -> VerifyingKey.ofKept(noPoint));
    }

    /// RFC 8032, section 7.1, tests 1 to 3; the algorithm alone, without our domain.
    @Test
    void isTheOneOfTheStandard() {
        var cases =
                new String[][] {
                    {
                        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                        "",
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb88215"
                                + "90a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
                    },
                    {
                        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                        "72",
                        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e4"
                                + "3e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
                    },
                    {
                        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                        "af82",
                        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b53"
                                + "8d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
                    }
                };
        for (var one : cases) {
            var secret = HexFormat.of().parseHex(one[0]);
            var message = HexFormat.of().parseHex(one[2]);
            var pair = SigningKeyPair.restore(Suite.INTL_1, SigningPurpose.CHECKPOINT, secret);

            assertEquals(one[1], HexFormat.of().formatHex(pair.verifyingKey().raw()));
            assertTrue(pair.verifyingKey().holdsOnNote(HexFormat.of().parseHex(one[3]), message));
        }
        var first =
                SigningKeyPair.restore(
                        Suite.INTL_1,
                        SigningPurpose.CHECKPOINT,
                        HexFormat.of().parseHex(cases[1][0]));
        assertEquals(cases[1][3], HexFormat.of().formatHex(first.signNote(new byte[] {0x72})));
    }

    private static boolean holds(VerifyingKey key, byte[] signature) {
        try {
            return key.holds(Signature.decode(signature), MANIFEST);
        } catch (KeyRefused _) {
            return false;
        }
    }
}
