package org.gongyuan.seat.presentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.seat.presentation.MachineCheck.State;
import org.gongyuan.seat.session.Words;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;

@DisplayName("The machine, as the page shows it")
class MachineScreenTest {

    private final Facets facets = new Facets();
    private final MachineScreen machine = new MachineScreen(facets);

    @Test
    void isBeingCheckedUntilSomethingIsKnown() {
        assertFalse(machine.isReady());
        assertEquals("checking", verdict());

        shows(State.GOOD, State.CHECKING);

        assertFalse(machine.isReady());
        assertEquals("checking", verdict());
    }

    @Test
    void isReadyWhenNothingKeepsACandidateOut() {
        shows(State.GOOD, State.NOTE, State.WARNING);

        assertTrue(machine.isReady());
        assertEquals("ready", verdict());
    }

    @Test
    void isRefusedByOneFindingWhateverElseIsStillLookedAt() {
        shows(State.CHECKING, State.REFUSED, State.CHECKING);

        assertFalse(machine.isReady());
        assertEquals("refused", verdict());
    }

    private void shows(State... states) {
        machine.checked(
                Arrays.stream(states)
                        .map(one -> new MachineCheck("one", one, new Words("一", "one"), ""))
                        .toList());
    }

    private Object verdict() {
        var all = (Map<?, ?>) Json.read(facets.begin(null)).get("put");
        return ((Map<?, ?>) all.get("machine")).get("verdict");
    }
}
