package org.gongyuan.drill;

import org.gongyuan.rehearsal.candidate.WindowSeat;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The demo's window where there is no display: on a virtual one, with a driver who answers some
/// items, hands in, and keeps a picture of every screen on the way.
final class DrivenWindow implements WindowSeat {

    private static final int WIDTH = 1_366;
    private static final int HEIGHT = 768;
    private static final int ITEMS = 8;

    private final Path screens;
    private final Display display = Display.start(WIDTH, HEIGHT);
    private DrilledDesk desk;
    private CandidateAtDesk candidate;
    private CompletableFuture<Void> sitting = CompletableFuture.completedFuture(null);
    private int shot;

    DrivenWindow(Path screens) {
        this.screens = screens;
    }

    @Override
    public void comes(Stage stage, CandidateList.Ticket ticket) {
        try {
            Files.createDirectories(screens);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make " + screens, failed);
        }
        desk = desk(stage, ticket, display);
        candidate = CandidateAtDesk.chinese(desk.start());
        sees(CandidateAtDesk.Screen.WELCOME, "welcome");
        candidate.goesOn();
        sees(CandidateAtDesk.Screen.SIGN_IN, "sign-in");
        candidate.signIn(ticket.signIn());
        sees(CandidateAtDesk.Screen.YOUR_DATA, "your-data");
        candidate.getsReady();
        shoot("waiting");
    }

    /// A desk of the demo, on whatever display.
    static DrilledDesk desk(Stage stage, CandidateList.Ticket ticket, Display on) {
        return DrilledDesk.set(
                stage,
                ticket.seat(),
                on,
                List.of(new Node("127.0.0.1", stage.node().seatPort())),
                List.of("exam = 汽车工程技术人员（初级）样卷", "calculator = scientific"));
    }

    /// Beside the simulated candidates; nobody else uses the driver until it has ended.
    @Override
    public void begins() {
        sitting = CompletableFuture.runAsync(this::sit);
    }

    private void sit() {
        candidate.seesItem(1);
        shoot("first-item");
        for (int place = 1; place <= ITEMS; place++) {
            candidate.goesTo(place);
            candidate.options().nth(place % 2).click();
            candidate.seesSaved();
            shoot("item-%d".formatted(place));
        }
        candidate.page().locator(".steps button").last().click();
        sees(CandidateAtDesk.Screen.CLOSING, "closing");
        candidate.page().locator("main .acts .primary").last().click();
        candidate.page().locator("dialog[open] .primary").click();
        sees(CandidateAtDesk.Screen.SUBMITTED, "submitted");
    }

    @Override
    public boolean ends() {
        sitting.join();
        return candidate.holdsReceipt();
    }

    private void sees(CandidateAtDesk.Screen screen, String name) {
        candidate.sees(screen);
        shoot(name);
    }

    private void shoot(String name) {
        shot++;
        display.shoot(screens.resolve("%02d-%s.png".formatted(shot, name)));
    }

    @Override
    public void close() {
        if (desk != null) {
            desk.close();
        }
        display.close();
    }
}
