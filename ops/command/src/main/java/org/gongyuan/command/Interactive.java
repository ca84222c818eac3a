package org.gongyuan.command;

import java.io.Console;
import java.util.Optional;

/// Whether a person sits before the program.
final class Interactive {

    private Interactive() {}

    /// The terminal, if there is one: not when input or output is a file or a pipe.
    static Optional<Console> terminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
