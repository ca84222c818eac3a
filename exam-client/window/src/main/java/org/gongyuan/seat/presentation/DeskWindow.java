package org.gongyuan.seat.presentation;

import java.util.function.Consumer;

/// What a desk wants of the window the page is in. Called on the seat's loop; must not block it.
public interface DeskWindow {

    /// Loads the page anew; it will ask for everything.
    void reload();

    /// Gives the machine back, and says what became of it, on the seat's loop.
    void giveBack(Consumer<GivenBack> then);

    /// The candidate has seen the end: the seat's program may end now.
    void finished();
}
