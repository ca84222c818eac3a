package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// One act of the command line: reads flags and files, calls one capability, says what came of it.
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class ActCommand implements Callable<Integer> {

    /// Done.
    static final int DONE = 0;

    @Spec private CommandSpec spec;

    /// The command as it was called.
    final CommandSpec spec() {
        return spec;
    }

    /// A line for the person at the terminal.
    final void say(String line) {
        var out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /// A line beside the result: warnings, what to do next.
    final void tell(String line) {
        var err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /// One object on one line, for a program.
    final void json(JsonObject object) {
        say(object.encode());
    }
}
