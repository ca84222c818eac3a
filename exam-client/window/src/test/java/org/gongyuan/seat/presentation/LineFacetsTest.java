package org.gongyuan.seat.presentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.Words;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

@DisplayName("The line, as the page shows it")
class LineFacetsTest {

    private static final Words WORDS = new Words("请稍候。", "Please wait.");

    private final Facets facets = new Facets();
    private final LineFacets line = new LineFacets(facets);

    @Test
    void isNotKnownBeforeAServerAnswered() {
        assertEquals(false, shown("line").get("known"));
        line.unreachable(WORDS);
        assertEquals(false, shown("line").get("known"));

        line.queued(3, Duration.ofSeconds(20));

        assertEquals(true, shown("line").get("known"));
        assertEquals(Map.of("place", 3L, "expected", 20_000L), shown("line").get("queue"));
    }

    @Test
    void forgetsQueueAndWordsOnceItIsUp() {
        line.queued(3, Duration.ofSeconds(20));
        line.unreachable(WORDS);
        line.connected(true);

        assertTrue(line.isUp());
        assertNull(shown("line").get("queue"));
        assertNull(shown("line").get("words"));
    }

    @Test
    void letsTheHandFallWhenItGoes() {
        line.connected(true);
        line.hand(true);
        assertEquals(true, shown("help").get("raised"));

        line.connected(false);

        assertEquals(false, shown("help").get("raised"));
        assertFalse(line.isUp());
    }

    @Test
    void isNotUpWhileItIsSilentAndKeepsTheHand() {
        line.connected(true);
        line.hand(true);

        line.silent(true);

        assertEquals(false, shown("line").get("up"));
        assertEquals(true, shown("help").get("raised"));
        assertFalse(line.isUp());
        line.silent(false);
        assertEquals(true, shown("line").get("up"));
        line.silent(true);
        line.connected(false);
        line.connected(true);
        assertTrue(line.isUp(), "another line is not silent");
    }

    @Test
    void numbersRefusalsSoThatThePageSeesTheSameOneAgain() {
        var refused = new Notice.Refused(Refusal.TOO_LATE, WORDS, Duration.ofSeconds(1));
        line.refused(refused);
        line.refused(refused);

        var shown = shown("refusal");
        assertEquals(2L, shown.get("number"));
        assertEquals("too-late", shown.get("reason"));
        assertEquals(1_000L, shown.get("retry"));
        line.refusalPasses();
        assertNull(all().get("refusal"));
    }

    @Test
    void showsASeatThatComesAgainTheWordsAndNoRefusal() {
        line.refusedAgain(new Notice.Refused(Refusal.BUSY, WORDS, Duration.ofSeconds(1)));

        assertNull(all().get("refusal"));
        assertEquals(Map.of("zh", WORDS.zh(), "en", WORDS.en()), shown("line").get("words"));
    }

    private Map<?, ?> shown(String facet) {
        return (Map<?, ?>) all().get(facet);
    }

    private Map<?, ?> all() {
        return (Map<?, ?>) Json.read(facets.begin(null)).get("put");
    }
}
