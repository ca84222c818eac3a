package org.gongyuan.drill;

import org.gongyuan.rehearsal.candidate.DemoExam;
import org.gongyuan.rehearsal.candidate.WindowSeat;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `ops/demo --seat`: the demo's examination with one real seat window beside the simulated seats.
/// Where a display is, a person sits at it; where there is none, a driver sits on a virtual display
/// and what he sees is kept as pictures.
@Command(
        name = "ops/demo --seat",
        description = {
            "The demo's examination with a real seat window beside the simulated seats.",
            "带一个真实考位窗口的整场考试演示。有显示器时由您应考；没有时自动演示并保存每一屏的图片。"
        },
        mixinStandardHelpOptions = true)
public final class SeatDemo implements Callable<Integer> {

    private static final int FOR_A_PERSON_SECONDS = 600;
    private static final int FOR_A_DRIVER_SECONDS = 60;

    @Option(
            names = "--exit",
            description = "End when the examination is over, instead of staying up.")
    private boolean exit;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "How long candidates have, 15 to 3600; 600 by default when you sit at the"
                            + " window yourself, 60 when it is driven.")
    private Integer seconds;

    @Option(
            names = "--mishaps",
            description =
                    "In the course of your exam the cable is pulled, the page is killed and so is"
                            + " the program: see what you are told. For a person at a display.")
    private boolean hasMishaps;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where everything is kept; a new temporary folder by default.")
    private Path folder;

    @Spec private CommandSpec spec;

    /// Runs the command and ends the process.
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(new CommandLine(new SeatDemo()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var there = Optional.ofNullable(System.getenv("DISPLAY")).filter(name -> !name.isBlank());
        int length =
                Optional.ofNullable(seconds)
                        .orElse(there.isPresent() ? FOR_A_PERSON_SECONDS : FOR_A_DRIVER_SECONDS);
        if (length < 15 || length > 3_600) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--seconds %d is outside 15..3600".formatted(length));
        }
        if (hasMishaps && there.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--mishaps is for a person at a display, and DISPLAY is not set");
        }
        var place = place();
        var lasts = Duration.ofSeconds(length);
        try (var window = window(there, lasts, place, out);
                var exam = new DemoExam(place, lasts, out, Optional.of(window))) {
            boolean agrees = exam.run();
            if (!exit) {
                out.println("The folder stays: " + place + "  (Ctrl+C ends)");
                out.flush();
                Thread.currentThread().join();
            }
            return agrees ? 0 : 1;
        }
    }

    private WindowSeat window(Optional<String> there, Duration lasts, Path place, PrintWriter out) {
        if (there.isPresent()) {
            out.printf(
                    "考位窗口将在显示器 %s 上打开，请按下面印出的准考证号和口令登录。%n"
                            + "The seat window opens on display %s: sign in with the ticket printed"
                            + " below.%n",
                    there.get(), there.get());
            return new PersonAtWindow(there.get(), lasts, hasMishaps, out);
        }
        var screens = place.resolve("seat-screens");
        out.printf(
                "没有显示器：窗口开在虚拟显示器上，由程序代答，每一屏存为图片：%s%n"
                        + "There is no display: the window is driven on a virtual one, and every"
                        + " screen is kept as a picture in %s%n",
                screens, screens);
        return new DrivenWindow(screens);
    }

    private Path place() throws IOException {
        return Optional.ofNullable(folder)
                .orElse(Files.createTempDirectory("gongyuan-demo"))
                .toAbsolutePath();
    }
}
