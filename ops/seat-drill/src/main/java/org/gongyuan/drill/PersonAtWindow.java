package org.gongyuan.drill;

import com.microsoft.playwright.PlaywrightException;

import org.gongyuan.rehearsal.candidate.WindowSeat;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;

import java.time.Duration;

/// The demo's window where a display is: a person sits at it. The driver only looks on, to know
/// when he is ready and when he has seen the end.
final class PersonAtWindow implements WindowSeat {

    private static final Duration TO_BE_READY = Duration.ofMinutes(10);
    private static final Duration TO_END = Duration.ofMinutes(2);

    private final Display display;
    private DrilledDesk desk;
    private CandidateAtDesk candidate;

    PersonAtWindow(String display) {
        this.display = Display.there(display);
    }

    @Override
    public void comes(Stage stage, CandidateList.Ticket ticket) {
        desk = DrivenWindow.desk(stage, ticket, display);
        candidate = CandidateAtDesk.chinese(desk.start());
        candidate.waitsForTheStart(TO_BE_READY);
    }

    @Override
    public void begins() {
        // The person begins by himself.
    }

    @Override
    public boolean ends() {
        try {
            return candidate.waitsForTheEnd(TO_END) && candidate.holdsReceipt();
        } catch (PlaywrightException closedByHand) {
            return false;
        }
    }

    @Override
    public void close() {
        if (desk != null) {
            desk.close();
        }
        display.close();
    }
}
