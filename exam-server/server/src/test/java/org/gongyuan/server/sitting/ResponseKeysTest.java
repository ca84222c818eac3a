package org.gongyuan.server.sitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.WindowKey;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;

@DisplayName("The response keys of a sitting with several nodes")
class ResponseKeysTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] HANDED = {1, 2, 3};

    private final SessionId session = new SessionId(1, 2);
    private final ResponseKeys here = keys();
    private final ResponseKeys there = keys();

    @Test
    void openAtAnotherNodeThatHasTheWindowKey() throws SealBroken {
        var key = ResponseKey.generate(Suite.INTL_1, RANDOM);
        here.keep(session, key);
        handOn(here, there);

        there.take(session, kept());

        assertEquals(key.digestCommitment(), there.of(session).orElseThrow().digestCommitment());
    }

    @Test
    void stayShutWithoutTheWindowKey() {
        here.keep(session, ResponseKey.generate(Suite.INTL_1, RANDOM));

        there.take(session, kept());

        assertTrue(there.of(session).isEmpty());
    }

    @Test
    void stayShutForAnotherSession() throws SealBroken {
        here.keep(session, ResponseKey.generate(Suite.INTL_1, RANDOM));
        handOn(here, there);
        var other = new SessionId(1, 3);

        there.take(other, kept());

        assertTrue(there.of(other).isEmpty());
    }

    @Test
    void areGoneOnceTheSittingIsClosed() throws SealBroken {
        here.keep(session, ResponseKey.generate(Suite.INTL_1, RANDOM));
        handOn(here, there);
        there.take(session, kept());

        there.wipe();

        assertTrue(there.of(session).isEmpty());
        try (var once = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, RANDOM)) {
            assertEquals(0, there.windowKeysFor(once.publicKey(), HANDED).size());
        }
    }

    @Test
    void areRefusedWhenWhatWasKeptIsSomethingElse() {
        here.keep(session, ResponseKey.generate(Suite.INTL_1, RANDOM));
        var encoded = kept().encode().toBytes();
        encoded[1] = 2;

        assertThrows(
                IllegalArgumentException.class,
                () -> ResponseKeys.Wrapped.decode(Octets.of(encoded)));
        assertThrows(
                IllegalArgumentException.class,
                () -> ResponseKeys.Wrapped.decode(Octets.of(new byte[] {1})));
    }

    @Test
    void takeNoMoreWindowKeysThanTheSpecificationSays() {
        for (int i = 0; i < ResponseKeys.MOST_WINDOW_KEYS + 5; i++) {
            here.add(WindowKey.generate(Suite.INTL_1, RANDOM));
        }

        try (var once = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, RANDOM)) {
            assertEquals(
                    ResponseKeys.MOST_WINDOW_KEYS + 1,
                    here.windowKeysFor(once.publicKey(), HANDED).size());
        }
    }

    private ResponseKeys.Wrapped kept() {
        return ResponseKeys.Wrapped.decode(here.wrappedOf(session).orElseThrow().encode());
    }

    private static void handOn(ResponseKeys from, ResponseKeys to) throws SealBroken {
        try (var once = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, RANDOM)) {
            for (var one : from.windowKeysFor(once.publicKey(), HANDED)) {
                to.add(once.unwrap(WindowKey.KIND, one, HANDED));
            }
        }
    }

    private static ResponseKeys keys() {
        return new ResponseKeys(WindowKey.generate(Suite.INTL_1, RANDOM));
    }
}
