package org.gongyuan.seat.session;

import org.gongyuan.bank.form.PlacementId;

import java.util.List;

/// The items of a form, open on the seat, without anything that tells what is right.
public interface OpenedItems extends AutoCloseable {

    /// The placements in the form's order.
    List<PlacementId> placements();

    /// The keyless QTI of the item at a placement, UTF-8.
    byte[] item(PlacementId placement);

    /// An asset that items refer to.
    byte[] asset(String path);

    /// Forgets the key.
    @Override
    void close();
}
