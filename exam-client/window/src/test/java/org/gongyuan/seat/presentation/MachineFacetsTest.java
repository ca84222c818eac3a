package org.gongyuan.seat.presentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.ServerMessage.Judged;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Judgement;
import org.gongyuan.seat.presentation.MachineCheck.State;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

@DisplayName("What the page shows of the machine")
class MachineFacetsTest {

    private final Shown shown = new Shown();
    private final MachineFacets facets = new MachineFacets(shown);

    private static final class Shown implements MachineFacets.Page {

        private List<MachineCheck> checks = List.of();

        @Override
        public void machine(List<MachineCheck> now) {
            checks = now;
        }

        @Override
        public void lock(LockState state, List<GivenBack.Failed> refused) {}

        State of(String id) {
            return checks.stream()
                    .filter(check -> check.id().equals(id))
                    .findFirst()
                    .map(MachineCheck::state)
                    .orElse(null);
        }
    }

    private void finds(FindingKind... kinds) {
        facets.found(
                Arrays.stream(kinds).map(kind -> new PostureReport.Finding(kind, "seen")).toList());
    }

    private void judged(FindingKind kind, Judgement judgement, boolean isOverridden) {
        facets.judged(List.of(new Judged.Finding(kind, judgement, isOverridden)));
    }

    @Test
    void isNotReadyBeforeItWasLookedAtAndLocked() {
        facets.own(List.of());
        assertEquals(State.CHECKING, shown.of("posture"));
        assertEquals(State.CHECKING, shown.of("lock"));
        finds();
        assertEquals(State.GOOD, shown.of("posture"));
        assertEquals(State.CHECKING, shown.of("lock"));
        facets.lock(LockState.LOCKED, List.of());
        assertEquals(null, shown.of("lock"));
    }

    @Test
    void waitsForTheServerToJudgeWhatWasFound() {
        facets.lock(LockState.LOCKED, List.of());
        finds(FindingKind.VIRTUAL_MACHINE, FindingKind.NO_CAMERA);
        assertEquals(State.CHECKING, shown.of("virtual-machine"));
        assertTrue(facets.isUndecided());
        judged(FindingKind.VIRTUAL_MACHINE, Judgement.WARN, false);
        judged(FindingKind.NO_CAMERA, Judgement.NOTE, false);
        assertEquals(State.WARNING, shown.of("virtual-machine"));
        assertEquals(State.NOTE, shown.of("no-camera"));
        assertFalse(facets.isUndecided());
    }

    @Test
    void keepsOutWhatIsRefusedUntilItIsOverridden() {
        finds(FindingKind.REMOTE_CONTROL);
        judged(FindingKind.REMOTE_CONTROL, Judgement.REFUSE, false);
        assertEquals(State.REFUSED, shown.of("remote-control"));
        assertTrue(facets.isUndecided(), "an override may come");
        judged(FindingKind.REMOTE_CONTROL, Judgement.REFUSE, true);
        assertEquals(State.WARNING, shown.of("remote-control"));
        assertTrue(shown.checks.getLast().words().zh().contains("已放行"));
    }

    @Test
    void refusesAMachineThatIsNotLockedBeforeAnybodyJudges() {
        finds(FindingKind.NOT_LOCKED);
        assertEquals(State.REFUSED, shown.of("not-locked"));
    }

    @Test
    void coversNobodysItemsBecauseTheLineIsLost() {
        finds();
        facets.inSession();
        finds(FindingKind.OTHER_PROGRAM);
        assertEquals(State.WARNING, shown.of("other-program"));
        judged(FindingKind.OTHER_PROGRAM, Judgement.REFUSE, false);
        assertEquals(State.REFUSED, shown.of("other-program"), "and covers them when it is said");
    }

    @Test
    void saysWhatTheWindowSaysItselfOnlyOnce() {
        finds(FindingKind.DRILL);
        judged(FindingKind.DRILL, Judgement.NOTE, false);
        assertEquals(null, shown.of("drill"));
        judged(FindingKind.DRILL, Judgement.REFUSE, false);
        assertEquals(State.REFUSED, shown.of("drill"), "unless the policy keeps it out");
    }
}
