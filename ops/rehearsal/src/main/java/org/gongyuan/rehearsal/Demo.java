package org.gongyuan.rehearsal;

import org.gongyuan.rehearsal.candidate.DemoExam;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `ops/demo`: one whole examination on this machine, from the sample package to a verified bundle.
@Command(
        name = "ops/demo",
        description = {
            "Runs one whole examination on this machine: 20 simulated candidates, a real server,"
                    + " real seats.",
            "在本机完整演示一场考试：从题包导入、组卷密封、启封、作答，到计分、发布与核验。",
            "With --seat a real seat window opens beside the simulated seats, for you, or driven"
                    + " where there is no display; --seat --help says more.",
            "加上 --seat 会另开一个真实考位窗口，由您应考；没有显示器时自动演示。",
            "With --console the staff do their parts at the console, each in a browser of his own.",
            "加上 --console 则工作人员各用自己的浏览器在控制台办理。"
        },
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {

    @Option(
            names = "--exit",
            description = "End when the examination is over, instead of staying up.")
    private boolean exit;

    @Option(
            names = "--console",
            description = "The staff act at the console in Chromium; some minutes longer.")
    private boolean atConsole;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "How long candidates have; 30 by default, 120 with --console, where it must be"
                            + " whole minutes.")
    private Integer given;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where everything is kept; a new temporary folder by default.")
    private Path folder;

    @Spec private CommandSpec spec;

    /// Runs the command and ends the process.
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.setProperty(
                "logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        int seconds = Optional.ofNullable(given).orElse(atConsole ? 120 : 30);
        if (atConsole && seconds % 60 != 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--seconds %d is no whole minutes, and a page takes no other; give 60, 120 …"
                            .formatted(seconds));
        }
        if (seconds < 15 || seconds > 3_600) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--seconds %d is outside 15..3600".formatted(seconds));
        }
        var out = spec.commandLine().getOut();
        var place = place();
        var length = Duration.ofSeconds(seconds);
        try (var exam =
                atConsole
                        ? DemoExam.atConsole(place, length, out)
                        : new DemoExam(place, length, out)) {
            boolean agrees = exam.run();
            if (!exit) {
                out.println("The folder stays: " + place + "  (Ctrl+C ends)");
                out.flush();
                Thread.currentThread().join();
            }
            return agrees ? 0 : 1;
        }
    }

    private Path place() throws IOException {
        return Optional.ofNullable(folder)
                .orElse(Files.createTempDirectory("gongyuan-demo"))
                .toAbsolutePath();
    }
}
