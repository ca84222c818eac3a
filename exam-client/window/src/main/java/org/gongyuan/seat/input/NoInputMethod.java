package org.gongyuan.seat.input;

import java.util.function.Consumer;

/// A seat at which only what the keyboard has can be typed.
public final class NoInputMethod implements InputMethod {

    @Override
    public void start(Consumer<State> to) {
        to.accept(State.ABSENT);
    }

    @Override
    public void begin(String method) {}

    @Override
    public void key(KeyPress key, Consumer<Composition> then) {
        then.accept(Composition.UNTOUCHED);
    }

    @Override
    public void end() {}

    @Override
    public void close() {}
}
