package org.gongyuan.drill;

import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.PlaywrightException;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/// Who looks on while a person sits at the demo's window: he knows when the person waits for the
/// start and when he has seen the end, takes hold of the page again when it was drawn anew, and has
/// the window opened again when its program died, as the kiosk's session does.
final class LookingOn implements AutoCloseable {

    /// A window that breaks more often than this does not stay open at all.
    private static final int AGAIN_AT_MOST = 20;

    /// What he looks at. Each wait breaks off with a [PlaywrightException] or an
    /// [IllegalStateException] when the page or its program is lost.
    interface Window {

        /// Waits until the person waits for the start, or is beyond it.
        void waitsForTheStart();

        /// Waits until the person sees the end of his examination.
        ///
        /// @return whether he holds a receipt
        boolean seesTheEnd();

        /// Takes hold of the page again.
        void holdAgain();

        /// With which status the program ended, if it did.
        OptionalInt status();

        /// Starts the program again, and takes hold of its page.
        void openAgain();
    }

    private final Window window;
    private final IntConsumer died;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile boolean isClosed;

    private LookingOn(Window window, IntConsumer died) {
        this.window = requireNonNull(window, "window");
        this.died = requireNonNull(died, "died");
    }

    /// Begins to look at an open window. Nobody else uses its driver until this is closed.
    ///
    /// @param died told with the program's status before it is started again
    static LookingOn at(Window window, IntConsumer died) {
        var looking = new LookingOn(window, died);
        Thread.ofPlatform().name("looking-on").daemon().start(looking::look);
        return looking;
    }

    /// Done when the person waits for the start.
    CompletableFuture<Boolean> ready() {
        return ready.copy();
    }

    /// Done when the person has seen the end: whether he holds a receipt.
    CompletableFuture<Boolean> end() {
        return end.copy();
    }

    private void look() {
        boolean isHeld = false;
        try {
            isHeld = looks();
        } finally {
            ready.complete(false);
            end.complete(isHeld);
            left.countDown();
        }
    }

    private boolean looks() {
        for (int again = 0; again <= AGAIN_AT_MOST && !isClosed; again++) {
            try {
                if (again > 0 && (!takesUpAgain() || isClosed)) {
                    return false;
                }
                if (!ready.isDone()) {
                    window.waitsForTheStart();
                    ready.complete(true);
                }
                return window.seesTheEnd();
            } catch (PlaywrightException | IllegalStateException _) {
                // The page, or the program, or both; which, the next round sees.
            }
        }
        return false;
    }

    /// Whether there is still something to look at.
    private boolean takesUpAgain() {
        var status = window.status();
        if (status.isEmpty()) {
            window.holdAgain();
            return true;
        }
        if (status.getAsInt() == 0 || isClosed) {
            return false;
        }
        died.accept(status.getAsInt());
        window.openAgain();
        return true;
    }

    /// The window is being closed: it is not opened again. Whoever ends its program waits with
    /// [#leave] until nobody looks any more.
    @Override
    public void close() {
        isClosed = true;
    }

    /// Waits until the window's driver is free.
    void leave() {
        try {
            left.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
