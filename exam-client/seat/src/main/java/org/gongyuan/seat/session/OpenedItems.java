package org.gongyuan.seat.session;

import org.gongyuan.bank.form.PlacementId;

import java.util.List;

/// The items of a form, open on the seat, without anything that tells what is right.
public interface OpenedItems extends AutoCloseable {

    /// The placements in the form's order.
    List<PlacementId> placements();

    /// The item at a placement, as keyless QTI 3.0.
    String item(PlacementId placement);

    /// A stimulus by the number of its blob, as QTI 3.0.
    String stimulus(int blob);

    /// An asset by the number of its blob.
    byte[] asset(int blob);

    /// Forgets the key.
    @Override
    void close();
}
