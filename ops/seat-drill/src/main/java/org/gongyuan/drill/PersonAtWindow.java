package org.gongyuan.drill;

import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.PlaywrightException;

import org.gongyuan.rehearsal.candidate.WindowSeat;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The demo's window where a display is: a person sits at it. The driver only looks on, to know
/// when he is ready and when he has seen the end.
final class PersonAtWindow implements WindowSeat {

    private static final Duration BEFORE = Duration.ofMinutes(3);

    /// Longer than the longest examination of the demo.
    private static final Duration TO_END = Duration.ofMinutes(70);

    /// From the collection of all others on.
    private static final Duration TO_SEE_IT = Duration.ofMinutes(4);

    private final Display display;
    private final PrintWriter out;
    private DemoDesk desk;
    private CandidateAtDesk candidate;
    private CompletableFuture<Boolean> sitting = CompletableFuture.completedFuture(false);

    PersonAtWindow(String display, PrintWriter out) {
        this.display = Display.there(display);
        this.out = requireNonNull(out, "out");
    }

    @Override
    public Duration before() {
        return BEFORE;
    }

    /// The window covers the terminal that names ticket number and secret, so it waits until they
    /// were noted, where there is somebody to ask.
    @Override
    public void opens(Stage stage, CandidateList.Ticket ticket) {
        Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .ifPresent(this::waitUntilNoted);
        desk = DemoDesk.set(stage, ticket, display);
        candidate = desk.start();
    }

    @Override
    public boolean comes() {
        return candidate.waitsForTheStart(BEFORE);
    }

    private void waitUntilNoted(Console terminal) {
        out.println();
        out.println("  窗口会盖住整个屏幕。请先抄下准考证号和口令，再按回车打开窗口。");
        out.println(
                "  The window covers the whole screen: note ticket number and secret, then press"
                        + " Enter to open it.");
        out.flush();
        var _ = terminal.readLine();
    }

    /// The person begins by himself. He may have ended, and the window with him, long before the
    /// others, so the end is looked out for from now on.
    @Override
    public void begins() {
        sitting = CompletableFuture.supplyAsync(this::seesTheEnd);
    }

    private boolean seesTheEnd() {
        try {
            return candidate.waitsForTheEnd(TO_END) && candidate.holdsReceipt();
        } catch (PlaywrightException closedByHand) {
            return false;
        }
    }

    @Override
    public boolean ends() {
        return sitting.completeOnTimeout(false, TO_SEE_IT.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public List<String> whereToLook() {
        return List.of();
    }

    @Override
    public void close() {
        if (desk != null) {
            desk.close();
        }
        display.close();
    }
}
