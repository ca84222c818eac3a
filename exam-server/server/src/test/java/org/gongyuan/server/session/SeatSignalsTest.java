package org.gongyuan.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

@DisplayName("The signals of a session")
class SeatSignalsTest {

    private static final Instant NOON = Instant.parse("2026-11-28T04:00:00Z");

    private final SeatSignals signals = new SeatSignals();

    @Test
    void areCountedByWordWithTheLastOne() {
        assertEquals(List.of(), signals.all());
        signals.add("renderer-died", NOON);
        signals.add("camera-lost", NOON);
        signals.add("renderer-died", NOON.plusSeconds(9));
        assertEquals(
                List.of(
                        new ObservedSignal("camera-lost", 1, NOON),
                        new ObservedSignal("renderer-died", 2, NOON.plusSeconds(9))),
                signals.all());
    }

    @Test
    void fillNoMemoryWithWordsOfASeatGoneWild() {
        for (int word = 0; word < 10_000; word++) {
            signals.add("x".repeat(30) + word, NOON);
        }
        signals.add("y".repeat(1_000_000), NOON);
        assertEquals(SeatSignals.MOST + 1, signals.all().size());
        assertEquals(
                new ObservedSignal(SeatSignals.OTHERS, 10_001 - SeatSignals.MOST, NOON),
                signals.all().getFirst());
        signals.add("x".repeat(30) + 0, NOON);
        assertEquals(2, signals.all().get(1).times(), "a word that is known is still counted");
    }

    @Test
    void areNotToldWithoutHavingBeenObserved() {
        assertThrows(IllegalArgumentException.class, () -> new ObservedSignal("drill", 0, NOON));
    }
}
