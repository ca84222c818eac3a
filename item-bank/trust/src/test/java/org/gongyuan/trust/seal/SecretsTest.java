package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

@DisplayName("A secret")
class SecretsTest {

    @Test
    void isTestedHereWhateverItsPurpose() {
        var tested = Keys.all().stream().map(Keys.Generated::name).collect(Collectors.toSet());
        for (var type : SealKey.class.getPermittedSubclasses()) {
            assertTrue(Modifier.isFinal(type.getModifiers()), type.getName());
            assertTrue(
                    tested.contains(type.getSimpleName()) || type == SessionSealKey.class,
                    type.getName());
        }
    }

    @Test
    void hasACodeOfItsOwn() {
        var codes =
                Keys.all().stream()
                        .map(key -> key.by().apply(Suite.INTL_1, Keys.RANDOM).kind().code())
                        .collect(Collectors.toSet());
        codes.add(SessionSealKey.KIND.code());

        assertEquals(SealKey.class.getPermittedSubclasses().length, codes.size());
    }

    @Test
    void printsNothingOfItself() {
        for (var generated : Keys.all()) {
            var key = generated.by().apply(Suite.INTL_1, Keys.RANDOM);
            var hex = HexFormat.of().formatHex(key.exposeForSharing());

            assertEquals(generated.name() + "[secret]", key.toString());
            key.close();
            var refused = assertThrows(IllegalStateException.class, key::exposeForSharing);
            assertFalse(refused.toString().contains(hex.substring(0, 8)));
        }
    }

    @Test
    void isWipedOnCloseAndRefusesEveryUseAfterwards() throws ReflectiveOperationException {
        for (var suite : Suite.values()) {
            for (var generated : Keys.all()) {
                var key = generated.by().apply(suite, Keys.RANDOM);
                var sealed = key.seal(new byte[5], new byte[0]);
                var chunked = key.sealChunked(new byte[5], new byte[0]);
                assertFalse(Arrays.equals(new byte[32], bytesOf(key)));
                key.close();
                key.close();

                assertArrayEquals(new byte[32], bytesOf(key));
                assertTrue(aeadOf(key).isDestroyed());
                assertThrows(IllegalStateException.class, () -> key.seal(new byte[5], new byte[0]));
                assertThrows(IllegalStateException.class, () -> key.open(sealed, new byte[0]));
                assertThrows(
                        IllegalStateException.class, () -> key.openChunked(chunked, new byte[0]));
                assertThrows(IllegalStateException.class, () -> key.chunkSealer(new byte[0]));
                assertThrows(IllegalStateException.class, key::digestCommitment);
            }
        }
    }

    @Test
    void isNeverSerialised() throws ReflectiveOperationException {
        var aead = aeadOf(FormKey.generate(Suite.INTL_1, Keys.RANDOM));

        assertThrows(
                IllegalStateException.class,
                () -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(aead));
        assertEquals("AeadKey[secret]", aead.toString());
    }

    @Test
    void ofAnotherLengthIsRefused() {
        assertThrows(KeyRefused.class, () -> FormKey.KIND.restore(Suite.INTL_1, new byte[16]));
        assertThrows(KeyRefused.class, () -> new FormKey(Suite.SM_1, new byte[33]));
    }

    @Test
    void keepsNoHoldOnTheArrayItCameFrom() {
        var bytes = new byte[32];
        var key = FormKey.KIND.restore(Suite.INTL_1, bytes);
        var commitment = key.digestCommitment();
        bytes[0] = 1;
        key.exposeForSharing()[0] = 1;

        assertEquals(commitment, key.digestCommitment());
    }

    private static byte[] bytesOf(SealKey key) throws ReflectiveOperationException {
        var field = SealKey.class.getDeclaredField("secret");
        field.setAccessible(true);
        return (byte[]) field.get(key);
    }

    private static AeadKey aeadOf(SealKey key) throws ReflectiveOperationException {
        var field = SealKey.class.getDeclaredField("aead");
        field.setAccessible(true);
        return (AeadKey) field.get(key);
    }
}
