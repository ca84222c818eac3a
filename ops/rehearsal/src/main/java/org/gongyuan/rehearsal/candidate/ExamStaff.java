package org.gongyuan.rehearsal.candidate;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.server.scoring.SealedResults;

/// How the staff of a demonstration do what takes two persons, or a quorum: with the keys of the
/// command line, or at the console in their browsers.
interface ExamStaff extends AutoCloseable {

    /// Starts the node.
    void start();

    /// Opens the sitting at the node that was started.
    ///
    /// @return the desk for what one person does, and for looking
    StaffDesk open();

    /// The first custodian comes with his share.
    ///
    /// @return what he was told
    String firstShare();

    /// As many custodians as are needed hand in their shares.
    void release();

    /// Whoever sits at a seat goes on at another one.
    void move(SeatId from, SeatId to);

    /// Whoever sits at a seat is voided for a breach.
    void annul(SeatId seat);

    /// Whoever sits at a seat gets more time than the rules allow a proctor to give, where the
    /// sitting was planned with such a limit.
    void extendBeyondTheLimit(SeatId seat);

    /// The sitting is closed.
    void closeSitting();

    /// The results of the run are announced and, after the notice period, opened by the approvers.
    ///
    /// @throws Exception when a step of it cannot be taken
    SealedResults.Opened publish(Afterwards room) throws Exception;

    /// Everybody goes home.
    ///
    /// @return whether nothing went wrong on their side
    boolean leave();

    @Override
    void close();
}
