package org.gongyuan.server.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Offices;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@DisplayName("Alarms about shares")
class ShareAlarmsTest {

    private static final StaffId CUSTODIAN = new StaffId("li.na");
    private static final Digest MARK = Suite.INTL_1.digest(new byte[] {7});

    @TempDir private Path folder;

    private Offices offices;
    private CustodianKeys keys;
    private ShareAlarms alarms;

    @BeforeEach
    void open() throws IOException {
        offices = new Offices(folder);
        keys =
                new CustodianKeys(
                        offices.store.custodianKeys(),
                        offices.key,
                        () -> offices.now,
                        offices.random,
                        _ -> {});
        alarms =
                new ShareAlarms(
                        offices.store.shareAlarms(),
                        offices.key,
                        keys,
                        () -> offices.now,
                        offices.random,
                        _ -> {},
                        Runnable::run,
                        failed -> {
                            throw new AssertionError(failed);
                        });
    }

    @AfterEach
    void close() throws IOException {
        offices.close();
    }

    private Digest registered() throws SealBroken {
        var pair = SealingKeyPair.generate(Suite.INTL_1, Purpose.CUSTODIAN, offices.random);
        var challenge = keys.challenge(CUSTODIAN, pair.publicKey());
        var secret =
                pair.open(
                        challenge.sealed().toBytes(),
                        CustodianKeys.bound(CUSTODIAN, pair.publicKey()));
        var answer = CustodianKeys.answer(pair.publicKey(), secret, MARK);
        var _ = keys.register(CUSTODIAN, challenge.id(), answer, MARK);
        return pair.publicKey().fingerprint();
    }

    /// Whoever forced him, or serves him, mistypes two hundred times more.
    @Test
    void showACustodianWhoWasForcedHoweverManyCameAfterUntilSomebodyLooked() throws SealBroken {
        var key = registered();
        alarms.refused("spring-a", key, "wrong-share", Optional.of(MARK));
        for (int i = 0; i < 205; i++) {
            offices.now = offices.now.plus(Duration.ofSeconds(1));
            alarms.refused("spring-a", key, "wrong-share", Optional.empty());
        }

        var forced = alarms.all().stream().filter(ShareAlarms.Alarm::isForced).toList();

        assertEquals(201, alarms.all().size());
        assertEquals(1, forced.size());
        assertEquals(CUSTODIAN.text(), forced.getFirst().person());
        assertTrue(alarms.see(forced.getFirst().id()));
        assertEquals(200, alarms.all().size(), "looked into, it may make room");
    }

    @Test
    void ofOnePersonsManyProofsKeepNobodyElseFromRegistering() throws SealBroken {
        var pair = SealingKeyPair.generate(Suite.INTL_1, Purpose.CUSTODIAN, offices.random);
        var zhao = new StaffId("zhao");
        for (int i = 0; i < 20; i++) {
            var _ = keys.challenge(zhao, pair.publicKey());
        }

        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> keys.challenge(zhao, pair.publicKey()));

        assertTrue(refused.getMessage().startsWith("20 proofs of yours"), refused.getMessage());
        assertEquals(registered(), keys.of(CUSTODIAN).getFirst().key().fingerprint());
    }
}
