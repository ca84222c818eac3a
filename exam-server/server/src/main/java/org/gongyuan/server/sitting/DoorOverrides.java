package org.gongyuan.server.sitting;

import org.gongyuan.protocol.record.SeatId;

/// Keeps what staff let pass at seats at which nobody sits yet, so that it stands after a restart
/// of the node and at the others of its cluster (`session.md` section 9.4). Called in the lane;
/// waits for nothing.
public interface DoorOverrides {

    /// Nothing is kept, and nobody else knows anything.
    DoorOverrides FORGOTTEN =
            new DoorOverrides() {
                @Override
                public void keep(DoorOverride override) {}

                @Override
                public void lookFor(SeatId seat) {}
            };

    /// Keeps what was let pass here.
    void keep(DoorOverride override);

    /// Asks what was let pass at other nodes for a seat; what is found is told to the sitting.
    void lookFor(SeatId seat);
}
