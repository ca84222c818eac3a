package org.gongyuan.seat.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.lockdown.posture.Finding;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.presentation.LockState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

@DisplayName("The seat's machine in the program's hand")
class MachineHoldTest {

    private static final Set<String> ALL = Set.copyOf(SeatMeasures.NAMES);

    @TempDir Path folder;
    private Path state;
    private TestHelper helper;
    private TestDisplay display;

    @BeforeEach
    void machine() throws IOException, InterruptedException {
        state = Files.createDirectory(folder.resolve("state"));
        helper = new TestHelper(Files.createDirectory(folder.resolve("helper")));
        display = TestDisplay.start();
        display.says("xset", "s", "321", "123");
    }

    @AfterEach
    void screen() {
        display.close();
    }

    private MachineHold hold(Path at, Set<String> measures) {
        return MachineHold.open(
                HeldProgram.place(at, helper.helper(), measures),
                Optional.of(display.name()),
                InstantSource.system());
    }

    /// Begins, and gives what is said from then on.
    private static BlockingQueue<MachineHold.State> begin(MachineHold hold) {
        var said = new LinkedBlockingQueue<MachineHold.State>();
        hold.begin(said::add);
        return said;
    }

    private static MachineHold.State awaits(
            BlockingQueue<MachineHold.State> said, Predicate<MachineHold.State> wanted)
            throws InterruptedException {
        var state = said.take();
        while (!wanted.test(state)) {
            state = said.take();
        }
        return state;
    }

    private static Predicate<MachineHold.State> looked(LockState lock) {
        return state -> state.lock() == lock && state.findings().isPresent();
    }

    private static Optional<String> evidence(MachineHold.State state, FindingKind kind) {
        return state.findings().orElseThrow().stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::evidence)
                .findFirst();
    }

    private boolean blanksAfter(int seconds) throws IOException, InterruptedException {
        return display.says("xset", "q").contains("timeout:  " + seconds + " ");
    }

    @Test
    void isTakenAndGivenBack() throws IOException, InterruptedException {
        assertTrue(blanksAfter(321));
        try (var hold = hold(state, ALL)) {
            var said = begin(hold);
            assertEquals(LockState.TAKING, said.take().lock());
            var now = awaits(said, looked(LockState.LOCKED));
            assertEquals(List.of(), now.refused());
            assertEquals(Optional.empty(), evidence(now, FindingKind.NOT_LOCKED));
            assertTrue(blanksAfter(0));
            assertTrue(helper.asked().containsAll(List.of("usb hold", "sysrq hold")));
            assertTrue(Files.exists(state.resolve("lockdown.kept")));

            assertEquals(List.of(), hold.giveBack());
            assertEquals(List.of(), hold.giveBack(), "asked again, it is not undone again");
        }
        assertTrue(blanksAfter(321));
        assertEquals(
                List.of("egress free off", "sysrq free 176", "usb free usb1=1"),
                helper.asked().stream().filter(line -> line.contains(" free ")).toList(),
                "in reverse order, once");
        assertFalse(Files.exists(state.resolve("lockdown.kept")));
    }

    @Test
    void isNotLockedWhileAnotherHoldsAKeyAndTriesAgain() throws IOException, InterruptedException {
        var other = Files.createDirectory(folder.resolve("other"));
        try (var second = hold(other, Set.of("keys"))) {
            BlockingQueue<MachineHold.State> said;
            try (var first = hold(state, Set.of("keys"))) {
                awaits(begin(first), looked(LockState.LOCKED));
                said = begin(second);
                var now = awaits(said, looked(LockState.NOT_LOCKED));
                assertEquals("keys", now.refused().getFirst().measure());
                assertTrue(
                        evidence(now, FindingKind.NOT_LOCKED)
                                .orElseThrow()
                                .contains("held by another program"));
            }
            awaits(said, looked(LockState.LOCKED));
        }
    }

    @Test
    void isNotLockedWithoutWhatNeedsRootAndUndoesTheRest()
            throws IOException, InterruptedException {
        helper.refuses("usb");
        try (var hold = hold(state, ALL)) {
            var now = awaits(begin(hold), looked(LockState.NOT_LOCKED));
            assertEquals("usb", now.refused().getFirst().measure());
            assertTrue(evidence(now, FindingKind.NOT_LOCKED).orElseThrow().startsWith("usb: "));
            assertTrue(blanksAfter(321), "what was taken before is given back");
        }
    }

    @Test
    void saysAloudWhatTheCentreLeftOut() throws InterruptedException {
        try (var hold = hold(state, Set.of("one-monitor", "keys"))) {
            var now = awaits(begin(hold), looked(LockState.LOCKED));
            var left = evidence(now, FindingKind.LEFT_OUT).orElseThrow();
            assertTrue(left.contains("usb") && left.contains("egress"), left);
            assertTrue(left.contains("files"), left);
        }
    }

    @Test
    void isOnlyLookedAtInADrill() throws IOException, InterruptedException {
        var place =
                new MachineHold.Place(
                        HeldProgram.place(state, helper.helper(), ALL).settings(),
                        false,
                        state,
                        List.of());
        try (var hold =
                MachineHold.open(place, Optional.of(display.name()), InstantSource.system())) {
            awaits(begin(hold), looked(LockState.OFF));
            assertTrue(blanksAfter(321));
            assertEquals(List.of(), helper.asked());
        }
    }

    @Test
    void isGivenBackAfterItsProgramWasKilledInTheMiddle() throws IOException, InterruptedException {
        helper.hangsAt("sysrq", "hold");
        var killed =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HeldProgram.class.getName(),
                                display.name(),
                                state.toString(),
                                helper.helper().command().getFirst())
                        .redirectErrorStream(true)
                        .redirectOutput(new File("/dev/null"))
                        .start();
        helper.awaitsHanging();
        killed.descendants().forEach(ProcessHandle::destroyForcibly);
        killed.destroyForcibly().waitFor();
        assertTrue(blanksAfter(0), "the kill left the machine held");
        assertEquals(7, Files.readAllLines(state.resolve("lockdown.kept")).size() - 1);

        helper.refuses("usb");
        try (var next = hold(state, Set.of())) {
            var left = next.giveBack();
            assertEquals(1, left.size());
            assertEquals("usb", left.getFirst().measure(), "said honestly, and kept");
        }
        assertTrue(blanksAfter(321), "one that fails keeps no other from being undone");
        assertEquals(2, Files.readAllLines(state.resolve("lockdown.kept")).size());

        helper.isWellAgain();
        try (var next = hold(state, Set.of())) {
            assertEquals(List.of(), next.giveBack());
        }
        assertFalse(Files.exists(state.resolve("lockdown.kept")));
    }
}
