package org.gongyuan.rehearsal.candidate;

import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;

import java.time.Duration;
import java.util.List;

/// A seat of the demo with a real window, beside the simulated ones: at it sits a person, or a
/// driver in his place. What opens windows lives elsewhere; the rehearsals know only this.
public interface WindowSeat extends AutoCloseable {

    /// How long before the start the sitting is opened, so that he can get ready.
    Duration before();

    /// Opens the window for the holder of a ticket, at a node that has not opened the sitting yet.
    void opens(Stage stage, CandidateList.Ticket ticket);

    /// The sitting is open: waits until he is ready for the start, but not beyond it.
    ///
    /// @return false if the start comes while he still gets ready
    boolean comes();

    /// The form is released: the examination begins at this seat too.
    void begins();

    /// Waits until the window shows the end.
    ///
    /// @return whether it shows a receipt
    boolean ends();

    /// What the demo says at its end about where to look for what was seen at this seat.
    List<String> whereToLook();

    @Override
    void close();
}
