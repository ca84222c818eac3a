package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.seal.SealBroken.Reason;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.Optional;

@DisplayName("A key file")
class KeyFileTest {

    private static final Argon2 CHEAP = new Argon2(8, 1, 1);
    private static final char[] PASSPHRASE = "三人行必有我师".toCharArray();
    private static final char[] NONE = new char[0];

    @ParameterizedTest
    @EnumSource
    void givesItsKeyForItsPassphrase(Suite suite) throws SealBroken {
        var signing = SigningKeyPair.generate(suite, SigningPurpose.REVIEWER, Keys.RANDOM);
        var sealing = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, Keys.RANDOM);
        var bank = BankKey.generate(suite, Keys.RANDOM);

        var signingFile = again(KeyFile.sealed(signing, PASSPHRASE, CHEAP, Keys.RANDOM));
        var sealingFile = again(KeyFile.sealed(sealing, PASSPHRASE, CHEAP, Keys.RANDOM));
        var bankFile = again(KeyFile.sealed(bank, PASSPHRASE, CHEAP, Keys.RANDOM));

        assertEquals("reviewer signing key", signingFile.kind());
        assertEquals(Optional.of(signing.verifyingKey().text()), signingFile.publicText());
        assertEquals(
                signing.verifyingKey(),
                signingFile.signingKeyPair(SigningPurpose.REVIEWER, PASSPHRASE).verifyingKey());
        assertEquals("custodian sealing key", sealingFile.kind());
        assertEquals(Optional.of(sealing.publicKey().text()), sealingFile.publicText());
        assertEquals(
                sealing.publicKey(),
                sealingFile.secret(SealingKeyPair.kind(Purpose.CUSTODIAN), PASSPHRASE).publicKey());
        assertEquals("bank key", bankFile.kind());
        assertEquals(Optional.empty(), bankFile.publicText());
        assertEquals(
                bank.digestCommitment(),
                bankFile.secret(BankKey.KIND, PASSPHRASE).digestCommitment());
        assertTrue(bankFile.isSealed());
        assertEquals(suite, bankFile.suite());
    }

    @ParameterizedTest
    @EnumSource
    void liesOpenOnlyIfThatWasSaid(Suite suite) throws SealBroken {
        var signing = SigningKeyPair.generate(suite, SigningPurpose.CHECKPOINT, Keys.RANDOM);
        var bank = BankKey.generate(suite, Keys.RANDOM);
        var signingFile = again(KeyFile.lyingOpen(signing));
        var bankFile = again(KeyFile.lyingOpen(bank));

        assertFalse(bankFile.isSealed());
        assertEquals(
                signing.verifyingKey(),
                signingFile.signingKeyPair(SigningPurpose.CHECKPOINT, NONE).verifyingKey());
        assertEquals(
                bank.digestCommitment(), bankFile.secret(BankKey.KIND, NONE).digestCommitment());
        assertThrows(KeyRefused.class, () -> bankFile.secret(BankKey.KIND, PASSPHRASE));
        assertThrows(KeyRefused.class, () -> KeyFile.sealed(bank, NONE, CHEAP, Keys.RANDOM));
        var sealed = KeyFile.sealed(bank, PASSPHRASE, CHEAP, Keys.RANDOM);
        assertThrows(KeyRefused.class, () -> sealed.secret(BankKey.KIND, NONE));
    }

    @Test
    void isRefusedForAnotherPassphraseOrKind() {
        var file =
                KeyFile.sealed(
                        BankKey.generate(Suite.INTL_1, Keys.RANDOM),
                        PASSPHRASE,
                        CHEAP,
                        Keys.RANDOM);

        assertEquals(
                Reason.NOT_AUTHENTIC,
                assertThrows(
                                SealBroken.class,
                                () -> file.secret(BankKey.KIND, "guess".toCharArray()))
                        .reason());
        assertThrows(KeyRefused.class, () -> file.secret(FormKey.KIND, PASSPHRASE));
        assertThrows(
                KeyRefused.class, () -> file.signingKeyPair(SigningPurpose.CHECKPOINT, PASSPHRASE));
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWithAnyCharacterChangedOrLeftOut(Suite suite) {
        var bank = BankKey.generate(suite, Keys.RANDOM);
        var text = KeyFile.sealed(bank, PASSPHRASE, CHEAP, Keys.RANDOM).text();
        for (var i = 0; i < text.length(); i++) {
            var altered = new StringBuilder(text);
            altered.setCharAt(i, (char) (text.charAt(i) ^ 1));
            refused(altered.toString());
            refused(new StringBuilder(text).deleteCharAt(i).toString());
            refused(text.substring(0, i));
        }
        refused(text + "\n");
        refused(text + " ");
    }

    @Test
    void isRefusedWithThePublicPartOfAnother() {
        var one = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.SEAT, Keys.RANDOM);
        var other = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.SEAT, Keys.RANDOM);
        var swapped =
                KeyFile.lyingOpen(one)
                        .text()
                        .replace(one.verifyingKey().text(), other.verifyingKey().text());

        assertEquals(
                Reason.OTHER_KEY,
                assertThrows(
                                SealBroken.class,
                                () ->
                                        KeyFile.parse(swapped)
                                                .signingKeyPair(SigningPurpose.SEAT, NONE))
                        .reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=0 t=1 p=1",
                "m=9999999 t=1 p=1",
                "m=262145 t=1 p=1",
                "m=8 t=0 p=1",
                "m=8 t=17 p=1",
                "m=64 t=1 p=5",
                "m=8 t=1 p=2",
                "m=08 t=1 p=1"
            })
    void isRefusedWithCostsOutOfBounds(String costs) {
        var text =
                KeyFile.sealed(
                                BankKey.generate(Suite.INTL_1, Keys.RANDOM),
                                PASSPHRASE,
                                CHEAP,
                                Keys.RANDOM)
                        .text();

        assertThrows(KeyRefused.class, () -> KeyFile.parse(text.replace("m=8 t=1 p=1", costs)));
    }

    @Test
    void tellsNothingWhenPrinted() {
        var bank = BankKey.generate(Suite.INTL_1, Keys.RANDOM);
        var file = KeyFile.lyingOpen(bank);
        var secret =
                Base64.getUrlEncoder().withoutPadding().encodeToString(bank.exposeForSharing());

        assertTrue(file.text().contains(secret));
        assertFalse(file.toString().contains(secret.substring(0, 8)));
    }

    @Test
    void isSealedUnderHalfASurrogatePairByNobody() {
        var bank = BankKey.generate(Suite.INTL_1, Keys.RANDOM);

        assertThrows(
                KeyRefused.class,
                () -> KeyFile.sealed(bank, new char[] {'\ud800'}, CHEAP, Keys.RANDOM));
    }

    private static KeyFile again(KeyFile file) {
        return KeyFile.parse(file.text());
    }

    private static void refused(String text) {
        var refused =
                assertThrows(
                        Exception.class,
                        () -> KeyFile.parse(text).secret(BankKey.KIND, PASSPHRASE),
                        text);
        assertTrue(refused instanceof KeyRefused || refused instanceof SealBroken, text);
    }
}
