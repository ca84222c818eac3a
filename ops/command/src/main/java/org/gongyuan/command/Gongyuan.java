package org.gongyuan.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/// The command line of Gongyuan: one program, one sub-command per act. Exit status: 0 done, 1 the
/// act
/// was refused or found something wrong, 2 it was called wrongly, 3 the content is outside what is
/// supported.
@Command(
        name = "gongyuan",
        description = "Level examinations: item bank, sealed forms, sittings, scores, record.",
        mixinStandardHelpOptions = true,
        version = "gongyuan 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
public final class Gongyuan implements Runnable {

    @Spec private CommandSpec spec;

    /// Runs the program and ends the process with its exit status.
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs the program in this process.
    ///
    /// @return the exit status
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /// The program with all its sub-commands.
    public static CommandLine commandLine() {
        var line = new CommandLine(new Gongyuan());
        Commands.addTo(line);
        line.setExecutionExceptionHandler(Gongyuan::refused);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    /// One sentence, no stack trace: what was wrong is in the message. A fault of ours is named as
    /// one.
    private static int refused(
            Exception because, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (because instanceof Refused refused) {
            err.println("gongyuan: " + refused.getMessage());
            return refused.status();
        }
        var message = because.getMessage();
        err.println(
                "gongyuan: "
                        + (message == null || message.isBlank()
                                ? because.getClass().getSimpleName()
                                : message));
        if (System.getenv("GONGYUAN_TRACE") != null) {
            for (var frame : because.getStackTrace()) {
                err.println("    at " + frame);
            }
        }
        return Refused.REFUSED;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
