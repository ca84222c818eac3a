package org.gongyuan.protocol.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.trust.seal.Handshake;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SessionSecrets;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;

@DisplayName("Frames of one direction")
class FramesTest {

    private static final byte[] HELLO = {1, 2, 3};

    private final SessionSecrets secrets = secrets();
    private final Frames sender = new Frames(secrets.macToServer());
    private final Frames receiver = new Frames(secrets.macToServer());

    @Test
    void carryBodiesInOrder() {
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(HELLO, receiver.open(sender.seal(HELLO)));
        }
    }

    @Test
    void areRefusedWithAnyBitFlipped() {
        var frame = sender.seal(HELLO);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            var flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(NotAMessage.class, () -> receiver.open(flipped));
        }
        assertArrayEquals(HELLO, receiver.open(frame));
    }

    @Test
    void areRefusedWhenRepeated() {
        var frame = sender.seal(HELLO);
        receiver.open(frame);

        assertThrows(NotAMessage.class, () -> receiver.open(frame));
    }

    @Test
    void areRefusedWhenOneIsMissing() {
        sender.seal(HELLO);
        var second = sender.seal(HELLO);

        assertThrows(NotAMessage.class, () -> receiver.open(second));
    }

    @Test
    void areRefusedFromTheOtherDirection() {
        var back = new Frames(secrets.macToSeat()).seal(HELLO);

        assertThrows(NotAMessage.class, () -> receiver.open(back));
    }

    @Test
    void areRefusedPlainOnceKeysAreAgreed() {
        var plain = Frames.plain(HELLO);

        assertThrows(NotAMessage.class, () -> receiver.open(plain));
        assertArrayEquals(HELLO, Frames.openPlain(plain));
    }

    @Test
    void areRefusedWhenTooLarge() {
        var large = new byte[Frames.LARGEST + 1];

        assertThrows(NotAMessage.class, () -> Frames.openPlain(large));
        assertThrows(NotAMessage.class, () -> receiver.open(large));
    }

    private static SessionSecrets secrets() {
        var seat = SealingKeyPair.generate(Suite.INTL_1, Purpose.SEAT, new SecureRandom());
        return Handshake.answer(seat.publicKey(), Suite.INTL_1.digest(HELLO)).secrets();
    }
}
