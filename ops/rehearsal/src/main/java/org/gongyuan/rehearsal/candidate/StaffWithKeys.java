package org.gongyuan.rehearsal.candidate;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.server.sitting.Scope;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Staff who sign orders and hand in shares with their keys, as the command line does.
final class StaffWithKeys implements ExamStaff {

    private static final int FIRST = 0;
    private static final List<Integer> OTHERS = List.of(2, 4);

    private final Stage stage;
    private final Duration before;
    private final Duration notice;
    private StaffDesk desk;

    /// Staff of a stage.
    ///
    /// @param before how long before the start the sitting is opened
    StaffWithKeys(Stage stage, Duration before, Duration notice) {
        this.stage = requireNonNull(stage, "stage");
        this.before = requireNonNull(before, "before");
        this.notice = requireNonNull(notice, "notice");
    }

    @Override
    public void start() {
        var _ = stage.node().start();
    }

    @Override
    public StaffDesk open() {
        desk = stage.openAtNode(before, PosturePolicy.NOTED);
        return desk;
    }

    @Override
    public String firstShare() {
        try (var sealed = stage.form().open()) {
            return desk.handIn(sealed, FIRST, desk.nodeKey()).body();
        } catch (IOException unclosed) {
            throw new IllegalStateException("the sealed form cannot be closed", unclosed);
        }
    }

    @Override
    public void release() {
        desk.release(stage.form(), OTHERS);
    }

    @Override
    public void move(SeatId from, SeatId to) {
        desk.order(new What.Move(new Scope.At(from), to, Cause.MACHINE_FAULT));
    }

    @Override
    public void annul(SeatId seat) {
        desk.order(new What.Annul(new Scope.At(seat), Cause.BREACH));
    }

    @Override
    public void extendBeyondTheLimit(SeatId seat) {
        // Opened by an order alone, the sitting has no such limit.
    }

    @Override
    public void closeSitting() {
        desk.order(new What.Close());
    }

    @Override
    public SealedResults.Opened publish(Afterwards room) throws Exception {
        return room.publish(notice);
    }

    @Override
    public boolean leave() {
        return true;
    }

    @Override
    public void close() {
        // Keys need no farewell.
    }
}
