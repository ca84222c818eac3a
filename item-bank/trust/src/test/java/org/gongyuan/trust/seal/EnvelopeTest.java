package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.SealBroken.Reason;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;

@DisplayName("An envelope")
class EnvelopeTest {

    private static final byte[] PLAIN = "第三题：以下哪一项正确？".getBytes(UTF_8);
    private static final byte[] FORM = "form 7, revision 2".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void opensWithTheKeyAndTheDataItWasSealedWith(Suite suite) throws SealBroken {
        for (var generated : Keys.all()) {
            try (var key = generated.by().apply(suite, Keys.RANDOM)) {
                var sealed = key.seal(PLAIN, FORM);

                assertArrayEquals(PLAIN, key.open(sealed, FORM));
                assertEquals(PLAIN.length + SealKey.OVERHEAD, sealed.length);
                assertArrayEquals(new byte[0], key.open(key.seal(new byte[0], FORM), FORM));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWithAnyBitFlipped(Suite suite) {
        var key = ItemKey.generate(suite, Keys.RANDOM);
        var sealed = key.seal(PLAIN, FORM);
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThrows(SealBroken.class, () -> key.open(altered, FORM), "bit " + bit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedAtAnyOtherLength(Suite suite) {
        var key = ItemKey.generate(suite, Keys.RANDOM);
        var sealed = key.seal(PLAIN, FORM);
        for (var length = 0; length <= sealed.length + 3; length++) {
            if (length != sealed.length) {
                var other = Arrays.copyOf(sealed, length);
                var broken = assertThrows(SealBroken.class, () -> key.open(other, FORM));
                assertEquals(
                        length < SealKey.OVERHEAD ? Reason.TOO_SHORT : Reason.NOT_AUTHENTIC,
                        broken.reason());
            }
        }
    }

    @Test
    void isRefusedByAnotherKeyOfTheSamePurpose() {
        var sealed = ItemKey.generate(Suite.INTL_1, Keys.RANDOM).seal(PLAIN, FORM);

        refused(Reason.NOT_AUTHENTIC, ItemKey.generate(Suite.INTL_1, Keys.RANDOM), sealed, FORM);
    }

    @Test
    void isRefusedWithOtherAssociatedData() {
        var key = ItemKey.generate(Suite.INTL_1, Keys.RANDOM);
        var sealed = key.seal(PLAIN, FORM);

        refused(Reason.NOT_AUTHENTIC, key, sealed, "form 7, revision 3".getBytes(UTF_8));
        refused(Reason.NOT_AUTHENTIC, key, sealed, new byte[0]);
    }

    @Test
    void isRefusedForAnotherPurposeEvenWithTheSameSecret() {
        var secret = new byte[32];
        Keys.RANDOM.nextBytes(secret);
        var item = ItemKey.KIND.restore(Suite.INTL_1, secret);
        var bank = BankKey.KIND.restore(Suite.INTL_1, secret);
        var sealed = item.seal(PLAIN, FORM);

        refused(Reason.OTHER_PURPOSE, bank, sealed, FORM);
        sealed[2] = (byte) BankKey.KIND.code();
        refused(Reason.NOT_AUTHENTIC, bank, sealed, FORM);
        refused(Reason.OTHER_PURPOSE, item, sealed, FORM);
    }

    @Test
    void isRefusedInAnotherSuiteEvenWithTheSameSecret() {
        var secret = new byte[32];
        var intl = ItemKey.KIND.restore(Suite.INTL_1, secret);
        var sm = ItemKey.KIND.restore(Suite.SM_1, secret);

        refused(Reason.OTHER_SUITE, sm, intl.seal(PLAIN, FORM), FORM);
        refused(Reason.OTHER_SUITE, intl, sm.seal(PLAIN, FORM), FORM);
    }

    @Test
    void isRefusedInAVersionNobodyKnows() {
        var key = ItemKey.generate(Suite.INTL_1, Keys.RANDOM);
        var sealed = key.seal(PLAIN, FORM);
        sealed[0] = 2;

        refused(Reason.UNKNOWN_VERSION, key, sealed, FORM);
    }

    @Test
    void neverLooksTheSameTwice() {
        var key = ItemKey.generate(Suite.INTL_1, Keys.RANDOM);

        assertFalse(Arrays.equals(key.seal(PLAIN, FORM), key.seal(PLAIN, FORM)));
    }

    @ParameterizedTest
    @EnumSource
    void canCarryAnotherKey(Suite suite) throws SealBroken {
        var bank = BankKey.generate(suite, Keys.RANDOM);
        var item = ItemKey.generate(suite, Keys.RANDOM);
        var wrapped = bank.wrap(item, FORM);
        var unwrapped = bank.unwrap(ItemKey.KIND, wrapped, FORM);

        assertArrayEquals(PLAIN, unwrapped.open(item.seal(PLAIN, FORM), FORM));
        assertEquals(item.digestCommitment(), unwrapped.digestCommitment());
        assertEquals(
                Reason.OTHER_CONTENT,
                assertThrows(SealBroken.class, () -> bank.unwrap(ResponseKey.KIND, wrapped, FORM))
                        .reason());
        assertEquals(
                Reason.OTHER_CONTENT,
                assertThrows(SealBroken.class, () -> bank.open(wrapped, FORM)).reason());
        var plain = bank.seal(new byte[32], FORM);
        assertEquals(
                Reason.OTHER_CONTENT,
                assertThrows(SealBroken.class, () -> bank.unwrap(ItemKey.KIND, plain, FORM))
                        .reason());
    }

    @Test
    void doesNotCarryAKeyOfAnotherSuite() {
        var bank = BankKey.generate(Suite.INTL_1, Keys.RANDOM);
        var item = ItemKey.generate(Suite.SM_1, Keys.RANDOM);

        assertThrows(IllegalArgumentException.class, () -> bank.wrap(item, FORM));
    }

    @ParameterizedTest
    @EnumSource
    void ofABlobOpensWithTheKeyOfThatBlobAlone(Suite suite) throws SealBroken {
        var form = FormKey.generate(suite, Keys.RANDOM);
        var sealed = form.blobKey(new byte[] {1}).seal(PLAIN, FORM);

        assertArrayEquals(PLAIN, form.blobKey(new byte[] {1}).open(sealed, FORM));
        refused(Reason.NOT_AUTHENTIC, form.blobKey(new byte[] {2}), sealed, FORM);
        refused(Reason.NOT_AUTHENTIC, form.blobKey(new byte[] {1, 0}), sealed, FORM);
        refused(
                Reason.NOT_AUTHENTIC,
                FormKey.generate(suite, Keys.RANDOM).blobKey(new byte[] {1}),
                sealed,
                FORM);
    }

    @Test
    void commitmentsTellKeysPurposesAndSuitesApart() {
        var secret = new byte[32];
        var form = FormKey.KIND.restore(Suite.INTL_1, secret).digestCommitment();

        assertEquals(form, FormKey.KIND.restore(Suite.INTL_1, secret).digestCommitment());
        assertNotEquals(form, FormKey.KIND.restore(Suite.SM_1, secret).digestCommitment());
        assertNotEquals(form, BankKey.KIND.restore(Suite.INTL_1, secret).digestCommitment());
        secret[31] = 1;
        assertNotEquals(form, FormKey.KIND.restore(Suite.INTL_1, secret).digestCommitment());
    }

    private static void refused(Reason reason, SealKey key, byte[] sealed, byte[] associated) {
        assertEquals(
                reason,
                assertThrows(SealBroken.class, () -> key.open(sealed, associated)).reason());
    }
}
