package org.gongyuan.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

@DisplayName("Commitments and chains")
class ChainsTest {

    private static final Suite SUITE = Suite.INTL_1;
    private static final SessionId SESSION = Entries.SESSION;

    @Test
    void theFirstHeadIsTheDigestTheSpecificationSays() {
        var label = "gongyuan/head/1\0".getBytes(StandardCharsets.UTF_8);

        assertEquals(SUITE.digest(label, SESSION.toBytes()), Chains.firstHead(SUITE, SESSION));
    }

    @Test
    void aStepBindsTheNumberThePlacementAndTheCommitment() {
        var head = Chains.firstHead(SUITE, SESSION);
        var step = Chains.nextHead(SUITE, head, 1, new PlacementId(2), Entries.digest(3));
        var numbers = ByteBuffer.allocate(12).putLong(1).putInt(2).array();

        assertEquals(SUITE.digest(head.toBytes(), numbers, Entries.digest(3).toBytes()), step);
        assertNotEquals(
                step, Chains.nextHead(SUITE, head, 2, new PlacementId(2), Entries.digest(3)));
        assertNotEquals(
                step, Chains.nextHead(SUITE, head, 1, new PlacementId(3), Entries.digest(3)));
        assertNotEquals(
                step, Chains.nextHead(SUITE, head, 1, new PlacementId(2), Entries.digest(4)));
    }

    @Test
    void anAnswerSheetListsPlacementsInRisingOrder() {
        var last = new TreeMap<PlacementId, Digest>();
        last.put(new PlacementId(9), Entries.digest(9));
        last.put(new PlacementId(2), Entries.digest(2));
        var bytes =
                ByteBuffer.allocate(16 + 2 * 36)
                        .put(SESSION.toBytes())
                        .putInt(2)
                        .put(Entries.digest(2).toBytes())
                        .putInt(9)
                        .put(Entries.digest(9).toBytes());
        var label = "gongyuan/sheet/1\0".getBytes(StandardCharsets.UTF_8);

        assertEquals(SUITE.digest(label, bytes.array()), Chains.sheet(SUITE, SESSION, last));
    }

    @Test
    void aRosterDoesNotDependOnTheOrderOfItsCandidates() {
        var one = Chains.candidate(SUITE, new byte[16], "20260001");
        var two = Chains.candidate(SUITE, new byte[16], "20260002");

        assertEquals(
                Chains.roster(SUITE, List.of(one, two)), Chains.roster(SUITE, List.of(two, one)));
        assertNotEquals(Chains.roster(SUITE, List.of(one)), Chains.roster(SUITE, List.of(two)));
    }
}
