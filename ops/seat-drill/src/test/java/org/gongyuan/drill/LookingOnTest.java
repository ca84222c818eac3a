package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.PlaywrightException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

@DisplayName("Looking on while a person sits at the demo's window")
class LookingOnTest {

    private static final int KILLED = 137;

    /// What becomes of a wait: its outcome, or what the window is lost by.
    private enum Comes {
        THERE,
        PAGE_LOST,
        PROGRAM_DIES,
        PROGRAM_ENDS
    }

    /// A window whose waits come out as they were told to.
    private static class Told implements LookingOn.Window {

        private final Queue<Comes> comes;
        final List<String> done = new ArrayList<>();
        private OptionalInt status = OptionalInt.empty();

        Told(Comes... comes) {
            this.comes = new ArrayDeque<>(List.of(comes));
        }

        @Override
        public void waitsForTheStart() {
            wait("start");
        }

        @Override
        public boolean seesTheEnd() {
            wait("end");
            return true;
        }

        private void wait(String what) {
            done.add(what);
            switch (comes.remove()) {
                case THERE -> {}
                case PAGE_LOST -> throw new PlaywrightException("Target crashed");
                case PROGRAM_DIES -> {
                    status = OptionalInt.of(KILLED);
                    throw new PlaywrightException("closed");
                }
                case PROGRAM_ENDS -> {
                    status = OptionalInt.of(0);
                    throw new PlaywrightException("closed");
                }
            }
        }

        @Override
        public void holdAgain() {
            done.add("hold");
        }

        @Override
        public OptionalInt status() {
            return status;
        }

        @Override
        public void openAgain() {
            done.add("open");
            status = OptionalInt.empty();
        }
    }

    private final List<Integer> died = new ArrayList<>();

    private boolean endOf(Told window) {
        var looking = LookingOn.at(window, died::add);
        boolean isHeld = looking.end().join();
        looking.leave();
        return isHeld;
    }

    @Test
    void seesThePersonWaitAndHoldHisReceipt() {
        var window = new Told(Comes.THERE, Comes.THERE);

        assertTrue(endOf(window));
        assertEquals(List.of("start", "end"), window.done);
    }

    @Test
    void takesHoldOfThePageThatWasDrawnAnew() {
        var window = new Told(Comes.PAGE_LOST, Comes.THERE, Comes.PAGE_LOST, Comes.THERE);

        assertTrue(endOf(window));
        assertEquals(List.of("start", "hold", "start", "end", "hold", "end"), window.done);
        assertEquals(List.of(), died);
    }

    @Test
    void hasTheWindowOpenedAgainWhenItsProgramDied() {
        var window = new Told(Comes.THERE, Comes.PROGRAM_DIES, Comes.THERE);

        assertTrue(endOf(window));
        assertEquals(List.of("start", "end", "open", "end"), window.done);
        assertEquals(List.of(KILLED), died);
    }

    @Test
    void leavesAProgramAloneThatEndedAsWanted() {
        var window = new Told(Comes.THERE, Comes.PROGRAM_ENDS);

        assertFalse(endOf(window));
        assertEquals(List.of("start", "end"), window.done);
    }

    @Test
    void givesUpAWindowThatDoesNotStayOpen() {
        var always = new Comes[100];
        Arrays.fill(always, Comes.PROGRAM_DIES);

        assertFalse(endOf(new Told(always)));
        assertEquals(20, died.size());
    }

    @Test
    void doesNotOpenAWindowThatIsBeingClosed() {
        var isClosing = new CountDownLatch(1);
        var isLooking = new CountDownLatch(1);
        Told window =
                new Told(Comes.PROGRAM_DIES) {
                    @Override
                    public void waitsForTheStart() {
                        isLooking.countDown();
                        await(isClosing);
                        super.waitsForTheStart();
                    }
                };
        var looking = LookingOn.at(window, died::add);
        await(isLooking);

        looking.close();
        isClosing.countDown();
        looking.leave();

        assertFalse(looking.ready().join());
        assertFalse(looking.end().join());
        assertEquals(List.of("start"), window.done);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }
}
