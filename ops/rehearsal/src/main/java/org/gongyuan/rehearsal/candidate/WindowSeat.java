package org.gongyuan.rehearsal.candidate;

import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;

/// A seat of the demo with a real window, beside the simulated ones: at it sits a person, or a
/// driver in his place. What opens windows lives elsewhere; the rehearsals know only this.
public interface WindowSeat extends AutoCloseable {

    /// Opens the window for the holder of a ticket, and waits until he is ready for the start.
    void comes(Stage stage, CandidateList.Ticket ticket);

    /// The form is released: the examination begins at this seat too.
    void begins();

    /// Waits until the window shows the end.
    ///
    /// @return whether it shows a receipt
    boolean ends();

    @Override
    void close();
}
