package org.gongyuan.seat.input;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.session.Words;

import java.util.List;
import java.util.function.Consumer;

/// What turns keys of a candidate into Chinese text. Acts are carried out in the order they are
/// called in, none of them blocks, and what is told is told on a thread of the input method's own.
public interface InputMethod extends AutoCloseable {

    /// One way of typing.
    ///
    /// @param id the engine's name, such as `libpinyin`
    /// @param words what a candidate calls it
    record Method(String id, Words words) {

        public Method {
            requireNonNull(id, "id");
            requireNonNull(words, "words");
        }
    }

    /// Whether Chinese can be typed now, and how.
    ///
    /// @param isThere false while the input method does not run on this machine
    /// @param methods those allowed and installed, in the order of the settings
    record State(boolean isThere, List<Method> methods) {

        /// Nothing can be composed.
        public static final State ABSENT = new State(false, List.of());

        public State {
            methods = List.copyOf(methods);
        }
    }

    /// Tells the state now and whenever it changes. Called once.
    void start(Consumer<State> to);

    /// A field is typed into with this method from now on.
    void begin(String method);

    /// A key was pressed in that field.
    ///
    /// @param then takes what became of it; called once, also when the input method is gone
    void key(KeyPress key, Consumer<Composition> then);

    /// The field was left: what is uncommitted is dropped.
    void end();

    @Override
    void close();
}
