package org.gongyuan.server.sitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.security.SecureRandom;
import java.util.HexFormat;

@DisplayName("A roster that a node keeps")
class KeptRosterTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static Roster brought(Suite suite) {
        var table =
                """
                ticket,name,secret,seat,extra_minutes
                t-1,王小明,123456,C1/R1/1,
                t-2,李华,654321,,10
                """;
        return ((RosterCsv.Reading.Read) RosterCsv.read(suite, table.getBytes(UTF_8), RANDOM))
                .roster();
    }

    @ParameterizedTest
    @EnumSource
    void letsACandidateProveHimselfByHisOwnSecretOnly(Suite suite) {
        var key = AdmissionKey.generate(Suite.INTL_1, RANDOM);
        var brought = brought(suite);
        var kept = Roster.readKept(brought.keptUnder(key).toBytes(), key, Photos.NONE);
        for (var roster : new Roster[] {brought, brought.keptUnder(key), kept}) {
            assertEquals("t-1", roster.proved("t-1", "123456").orElseThrow().ticketNumber());
            assertTrue(roster.proved("t-2", "654321").isPresent());
            assertFalse(roster.proved("t-1", "654321").isPresent());
            assertFalse(roster.proved("t-1", "").isPresent());
            assertFalse(roster.proved("t-3", "123456").isPresent());
            assertFalse(roster.proved("", "").isPresent());
        }
        assertEquals(brought.digest(), kept.digest(), "the record names both alike");
    }

    @ParameterizedTest
    @EnumSource
    void holdsNothingASecretCouldBeGuessedFromWithoutTheKey(Suite suite) {
        var key = AdmissionKey.generate(Suite.INTL_1, RANDOM);
        var brought = brought(suite);
        var bytes = HexFormat.of().formatHex(brought.keptUnder(key).toBytes());
        for (var candidate : brought.candidates()) {
            // Whoever stole the file has salt and ticket, and tries every secret.
            var tried =
                    Candidate.verifier(
                            suite,
                            candidate.salt(),
                            candidate.ticketNumber(),
                            candidate.ticketNumber().equals("t-1") ? "123456" : "654321");
            assertEquals(candidate.verifier(), tried, "from the roster as brought he could");
            assertFalse(bytes.contains(tried.hex()));
        }
        assertNotEquals(
                brought.keptUnder(key).withTicket("t-1").orElseThrow().verifier(),
                brought.keptUnder(AdmissionKey.generate(Suite.INTL_1, RANDOM))
                        .withTicket("t-1")
                        .orElseThrow()
                        .verifier());
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedUnderAnotherKeyOrInAnotherPlace(Suite suite) {
        var key = AdmissionKey.generate(Suite.INTL_1, RANDOM);
        var kept = brought(suite).keptUnder(key);
        var other = AdmissionKey.generate(Suite.INTL_1, RANDOM);
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Roster.readKept(kept.toBytes(), other, Photos.NONE));
        assertTrue(refused.getMessage().contains("put the admission.key back"));
        assertThrows(IllegalArgumentException.class, () -> Roster.read(kept.toBytes()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Roster.readKept(brought(suite).toBytes(), key, Photos.NONE));
        assertThrows(IllegalStateException.class, () -> kept.keptUnder(key));
    }
}
