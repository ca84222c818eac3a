package org.gongyuan.server.sitting;

import static org.gongyuan.server.sitting.Sittings.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.SittingEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

@DisplayName("A sitting whose node went down while it was opened")
class OpeningTest {

    private final Sittings sittings = new Sittings();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void isOpenedToTheEndAtTheNextStart(int durable) {
        sittings.crashAndRestartWithFirst(durable);

        assertEquals(
                List.of(
                        SittingEntry.LogOpened.class,
                        SittingEntry.ManifestAccepted.class,
                        SittingEntry.SittingOpened.class),
                sittings.log.entries().stream().map(Object::getClass).toList());
        var candidate = sittings.connect(sittings.connect(1), seat(1));
        candidate.helloWith("t-1", "secret-1");
        assertTrue(candidate.last(ServerMessage.Admitted.class).isPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isOpenedOnceHoweverOftenTheNodeStarts(int durable) {
        sittings.crashAndRestartWithFirst(durable);
        sittings.crashAndRestart();
        sittings.turn();

        assertEquals(3, sittings.log.entries().size());
    }
}
