package org.gongyuan.drill;

import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;

import java.util.List;
import java.util.Optional;

/// The desk of the demo's window: the seat's program with the calculator, and, where IBus is
/// installed, an input method for Chinese as the kiosk's session starts it.
final class DemoDesk implements AutoCloseable {

    private final DrilledDesk desk;
    private final Optional<InputMethodAtDesk> input;

    private DemoDesk(DrilledDesk desk, Optional<InputMethodAtDesk> input) {
        this.desk = desk;
        this.input = input;
    }

    /// Sets it up for the holder of a ticket. The program is not started yet.
    static DemoDesk set(Stage stage, CandidateList.Ticket ticket, Display on) {
        var desk =
                DrilledDesk.set(
                        stage,
                        ticket.seat(),
                        on,
                        List.of(new Node("127.0.0.1", stage.node().seatPort())),
                        List.of("exam = 汽车工程技术人员（初级）样卷", "calculator = scientific"));
        return new DemoDesk(
                desk,
                InputMethodAtDesk.isInstalled()
                        ? Optional.of(new InputMethodAtDesk(desk.folder(), on))
                        : Optional.empty());
    }

    /// Starts the program and waits until its page can be looked at.
    CandidateAtDesk start() {
        input.ifPresent(
                method -> {
                    method.start();
                    desk.tell(method.environment());
                });
        return CandidateAtDesk.chinese(desk.start());
    }

    @Override
    public void close() {
        desk.close();
        input.ifPresent(InputMethodAtDesk::close);
    }
}
