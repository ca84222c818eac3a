package org.gongyuan.seat.program;

import org.gongyuan.trust.seal.SelfTest;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// The program at a candidate's seat. Exit status: 0 the candidate has seen the end, or the program
/// was asked to end; 1 the seat cannot be used as it is; 2 it was called wrongly; 3 something was
/// found, or could not be given back.
@Command(
        name = "gongyuan-seat",
        description = {"考位程序。", "The program at a candidate's seat."},
        version = SeatProgram.VERSION,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class GongyuanSeat implements Runnable {

    private static final int REFUSED = 1;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /// Runs the program and ends the process with its exit status.
    public static void main(String[] arguments) {
        var line = new CommandLine(new GongyuanSeat());
        line.setExecutionExceptionHandler(
                (failed, command, _) -> {
                    command.getErr().println("gongyuan-seat: " + failed.getMessage());
                    return REFUSED;
                });
        System.exit(line.execute(arguments));
    }

    /// Sits one candidate.
    @Command(
            name = "run",
            description = {"为一名考生开启考位。", "Sits one candidate."},
            mixinStandardHelpOptions = true)
    int sit(
            @Option(
                            names = "--settings",
                            required = true,
                            paramLabel = "FILE",
                            description = "what this seat is told; see gongyuan-seat.conf")
                    Path settings,
            @Option(
                            names = "--drill",
                            description =
                                    "no real examination: the page says so, and so is the server")
                    boolean isDrill,
            @Option(
                            names = "--drill-port",
                            hidden = true,
                            paramLabel = "PORT",
                            description = "lets a test drive the page; only with --drill")
                    Integer drivenBy,
            @Option(
                            names = "--drill-holds",
                            hidden = true,
                            description =
                                    "takes hold of the machine as for an exam; only with --drill")
                    boolean isHeld,
            @Option(
                            names = "--drill-without-sandbox",
                            hidden = true,
                            description = "for tests as root; only with --drill")
                    boolean isNotSandboxed)
            throws IOException, InterruptedException, NotSet {
        if (!isDrill && (drivenBy != null || isHeld || isNotSandboxed)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--drill-port, --drill-holds and --drill-without-sandbox are for --drill only");
        }
        if (System.getProperty("user.name").equals("root") && !isNotSandboxed) {
            throw new NotSet(
                    "the seat does not run as root: Chromium has no sandbox there; run it as the"
                            + " seat's own user");
        }
        if (GraphicsEnvironment.isHeadless()) {
            throw new NotSet("there is no display; set DISPLAY, or start the seat's X session");
        }
        var _ = SelfTest.run();
        var drill =
                isDrill
                        ? Optional.of(
                                new SeatProgram.Drill(
                                        !isNotSandboxed,
                                        isHeld,
                                        drivenBy == null
                                                ? OptionalInt.empty()
                                                : OptionalInt.of(drivenBy)))
                        : Optional.<SeatProgram.Drill>empty();
        new SeatProgram(ProgramSettings.read(settings), drill, System.err).run();
        return 0;
    }

    /// Gives back what an earlier run left.
    @Command(
            name = "restore",
            description = {
                "恢复上次运行未归还的本机设置。",
                "Gives back what an earlier run of the seat left held. Exit status: 0 nothing is"
                        + " held any more, 3 something could not be given back."
            },
            mixinStandardHelpOptions = true)
    int restore(
            @Option(
                            names = "--settings",
                            required = true,
                            paramLabel = "FILE",
                            description = "what this seat is told; see gongyuan-seat.conf")
                    Path settings)
            throws IOException, NotSet {
        return new Upkeep(
                        ProgramSettings.read(settings),
                        MachineHold.ourDisplay(),
                        spec.commandLine().getOut())
                .restore();
    }

    /// Looks at the machine.
    @Command(
            name = "check",
            description = {
                "检查本机，列出发现和处理办法；不改动任何设置。",
                "Looks at this machine and says what was found and what to do; changes nothing."
                        + " Exit status: 0 nothing was found, 3 something was."
            },
            mixinStandardHelpOptions = true)
    int check(
            @Option(
                            names = "--settings",
                            required = true,
                            paramLabel = "FILE",
                            description = "what this seat is told; see gongyuan-seat.conf")
                    Path settings)
            throws IOException, NotSet {
        var _ = SelfTest.run();
        return new Upkeep(
                        ProgramSettings.read(settings),
                        MachineHold.ourDisplay(),
                        spec.commandLine().getOut())
                .check();
    }
}
