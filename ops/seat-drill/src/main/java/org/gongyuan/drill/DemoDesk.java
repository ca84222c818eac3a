package org.gongyuan.drill;

import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Cuttable;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The desk of the demo's window: the seat's program with the calculator, a line of its own to the
/// node, and, where IBus is installed, an input method for Chinese as the kiosk's session starts
/// it. What it kept is gone when it is closed.
final class DemoDesk implements AutoCloseable {

    private final DrilledDesk desk;
    private final Cuttable line;
    private final Optional<InputMethodAtDesk> input;

    private DemoDesk(DrilledDesk desk, Cuttable line, Optional<InputMethodAtDesk> input) {
        this.desk = desk;
        this.line = line;
        this.input = input;
    }

    /// Sets it up for the holder of a ticket. The program is not started yet.
    static DemoDesk set(Stage stage, CandidateList.Ticket ticket, Display on) {
        var line = new Cuttable(stage.node().seatPort());
        var desk =
                DrilledDesk.set(
                        stage,
                        ticket.seat(),
                        on,
                        List.of(new Node("127.0.0.1", line.port())),
                        List.of("exam = 汽车工程技术人员（初级）样卷", "calculator = scientific"));
        return new DemoDesk(
                desk,
                line,
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
        return startAgain();
    }

    /// The same after it died; the input method lives on.
    CandidateAtDesk startAgain() {
        return CandidateAtDesk.chinese(desk.start());
    }

    /// Takes hold of the page again, after it was drawn anew.
    CandidateAtDesk holdAgain() {
        return CandidateAtDesk.chinese(desk.driveAgain());
    }

    /// With which status the program ended, if it did.
    OptionalInt status() {
        return desk.status();
    }

    void pullCable() {
        line.cut();
    }

    void plugIn() {
        line.mend();
    }

    void killRenderers() {
        desk.renderers().forEach(ProcessHandle::destroyForcibly);
    }

    void killProgram() {
        desk.process().destroyForcibly();
    }

    /// Asks the program to end. Its page is lost then for whoever looks at it.
    void end() {
        desk.process().destroy();
    }

    @Override
    public void close() {
        desk.close();
        input.ifPresent(InputMethodAtDesk::close);
        line.close();
        desk.remove();
    }
}
