package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.SelfTest;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// The command line of Gongyuan: one program, one sub-command per act. Exit status: 0 done, 1 the
/// act was refused or found something wrong, 2 it was called wrongly, 3 the content is outside what
/// is supported.
@Command(
        name = "gongyuan",
        description = {
            "水平评价考试：题库、装封卷、场次、评分、记录。",
            "Level examinations: item bank, sealed forms, sittings, scores, record."
        },
        version = "gongyuan 0.1.0",
        footer = {
            "",
            "退出码 exit: 0 完成 done; 1 被拒绝或发现问题 refused, or something is wrong;",
            "             2 用法不对 called wrongly; 3 不支持的内容 unsupported content."
        })
public final class Gongyuan extends Family {

    /// Runs the program and ends the process with its exit status.
    public static void main(String[] arguments) {
        var line = tested(commandLine(), SelfTest::run);
        line.setOut(terminal(FileDescriptor.out));
        line.setErr(terminal(FileDescriptor.err));
        System.exit(line.execute(arguments));
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
        line.setParameterExceptionHandler(Gongyuan::misused);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    /// The program, each act of which begins with the self-tests (`item-bank/spec/trust.md` 12.1):
    /// on a machine that computes wrongly nothing is sealed, signed, opened or found good. Help,
    /// and what touches no key and no digest, does without.
    static CommandLine tested(CommandLine line, Runnable selfTests) {
        line.setExecutionStrategy(
                parsed -> {
                    var last = parsed;
                    while (last.hasSubcommand()) {
                        last = last.subcommand();
                    }
                    var command = last.commandSpec();
                    if (command.userObject() instanceof ActCommand
                            && !last.isUsageHelpRequested()) {
                        try {
                            selfTests.run();
                        } catch (RuntimeException failed) {
                            throw new CommandLine.ExecutionException(
                                    command.commandLine(), failed.getMessage(), failed);
                        }
                    }
                    return new CommandLine.RunLast().execute(parsed);
                });
        return line;
    }

    /// What we print is UTF-8, whatever the machine's locale says.
    private static PrintWriter terminal(FileDescriptor descriptor) {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8), true);
    }

    private static int misused(ParameterException wrong, String[] arguments) {
        var line = wrong.getCommandLine();
        var err = line.getErr();
        err.println("gongyuan: " + oneLine(wrong.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("  %s --help".formatted(line.getCommandSpec().qualifiedName()));
        }
        err.flush();
        return Refused.MISUSED;
    }

    /// One sentence, no stack trace: what was wrong is in the message. A fault of ours is named as
    /// one.
    private static int refused(
            Exception because, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        err.println("gongyuan: " + oneLine(sentence(because)));
        if (System.getenv("GONGYUAN_TRACE") != null) {
            for (var frame : because.getStackTrace()) {
                err.println("    at " + frame);
            }
        }
        err.flush();
        return because instanceof Refused refused ? refused.status() : Refused.REFUSED;
    }

    private static String sentence(Exception because) {
        return switch (because) {
            case Refused refused -> refused.getMessage();
            case UncheckedIOException unchecked -> sentence(unchecked.getCause());
            case NoSuchFileException missing -> "%s does not exist".formatted(missing.getFile());
            case AccessDeniedException denied ->
                    "%s may not be read or written by this account".formatted(denied.getFile());
            case FileSystemException file when file.getReason() == null ->
                    "%s cannot be read or written: %s"
                            .formatted(file.getFile(), file.getClass().getSimpleName());
            case InterruptedException _ -> "interrupted";
            case IOException told -> told(told);
            case Exception told when told.getClass().getName().startsWith("org.gongyuan.") ->
                    told(told);
            case IllegalArgumentException told -> told(told);
            case IllegalStateException told -> told(told);
            default ->
                    "a fault of this program, please report it: %s (GONGYUAN_TRACE=1 tells where)"
                            .formatted(because);
        };
    }

    private static String told(Exception because) {
        var message = because.getMessage();
        return message == null || message.isBlank() ? because.getClass().getSimpleName() : message;
    }

    private static String oneLine(String text) {
        return text.replace("\r", "").replace("\n", " ");
    }
}
