package org.gongyuan.seat.presentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.Receipts;
import org.gongyuan.seat.session.Stopping;
import org.gongyuan.seat.session.Words;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Map;

@DisplayName("The end, as the page shows it")
class EndFacetsTest {

    private static final Notice.Closed RECEIPT =
            new Notice.Closed("gongyuan-receipt/1", "ABCDEFGHIJ", new Receipts.Finding.Holds());

    private final Facets facets = new Facets();
    private final EndFacets end = new EndFacets(facets);

    @Test
    void isASubmissionWhenTheReceiptComesFirst() {
        assertFalse(end.isOver());
        end.receipt(1_000, RECEIPT);

        assertTrue(end.isOver());
        assertEquals("submitted", shown("closed").get("how"));
        assertEquals(1_000L, shown("closed").get("at"));
        assertEquals(
                Map.of("text", "gongyuan-receipt/1", "code", "ABCDEFGHIJ", "finding", "holds"),
                shown("closed").get("receipt"));
    }

    @Test
    void staysACollectionWhenItsReceiptComes() {
        end.collected(1_000, 2);
        assertNull(shown("closed").get("receipt"));
        end.receipt(2_000, RECEIPT);

        assertEquals("collected", shown("closed").get("how"));
        assertEquals(1_000L, shown("closed").get("at"));
        assertEquals(2L, shown("closed").get("notTaken"));
    }

    @Test
    void namesTheCauseOfASessionThatWasVoided() {
        end.voided(1_000, "breach");

        assertEquals("voided", shown("closed").get("how"));
        assertEquals("breach", shown("closed").get("cause"));
        assertNull(shown("closed").get("receipt"));
    }

    @Test
    void saysWhyTheSeatStopped() {
        end.stopped(Stopping.RECORD_DIFFERS, new Words("请举手。", "Raise your hand."));

        assertEquals("record-differs", shown("stopped").get("reason"));
        assertFalse(end.isOver());
    }

    private Map<?, ?> shown(String facet) {
        return (Map<?, ?>) ((Map<?, ?>) Json.read(facets.begin(null)).get("put")).get(facet);
    }
}
