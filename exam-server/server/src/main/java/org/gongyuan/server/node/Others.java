package org.gongyuan.server.node;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.sitting.DoorOverride;
import org.gongyuan.server.sitting.Elsewhere;

import java.util.function.Consumer;

/// The other nodes that hold the same sittings, as a hall needs them.
public interface Others {

    /// There are none.
    Others NONE =
            new Others() {
                @Override
                public boolean areThere() {
                    return false;
                }

                @Override
                public Elsewhere elsewhere() {
                    return Elsewhere.NOWHERE;
                }

                @Override
                public void tookOver(SittingId sitting, SessionId session) {}

                @Override
                public void opened(SittingId sitting) {}

                @Override
                public void released(SittingId sitting) {}

                @Override
                public void closed(SittingId sitting) {}

                @Override
                public void letPass(SittingId sitting, DoorOverride override) {}

                @Override
                public void whatWasLetPass(
                        SittingId sitting, SeatId seat, Consumer<DoorOverride> then) {}
            };

    /// Whether the node belongs to a cluster.
    boolean areThere();

    /// What they entered.
    Elsewhere elsewhere();

    /// This node took a session over.
    void tookOver(SittingId sitting, SessionId session);

    /// This node holds a sitting now; perhaps they have its form key, and
    /// each needs the others' window keys.
    void opened(SittingId sitting);

    /// This node has the form key of a sitting now.
    void released(SittingId sitting);

    /// This node has closed a sitting for all.
    void closed(SittingId sitting);

    /// Staff let a finding pass at this node before anybody sat at the seat. Waits until the others
    /// can know it.
    void letPass(SittingId sitting, DoorOverride override);

    /// Looks for what was let pass at a seat at whatever node; each is told in the lane.
    void whatWasLetPass(SittingId sitting, SeatId seat, Consumer<DoorOverride> then);
}
