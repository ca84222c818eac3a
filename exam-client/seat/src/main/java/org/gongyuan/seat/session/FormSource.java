package org.gongyuan.seat.session;

import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.suite.Digest;

/// Where the seat file of a form comes from: fetched, resumed, and checked before it is handed on.
public interface FormSource {

    /// Begins to fetch. The listener is told on the seat's thread.
    ///
    /// @param size the bytes of the seat file
    /// @param from the node the seat is connected to
    void fetch(Digest manifest, long size, Node from, Listener listener);

    /// What comes of a fetch.
    interface Listener {

        /// So many bytes are here.
        void progressed(long bytes);

        /// The file is complete, signed by signers this seat trusts, every blob as its digest says.
        void complete(SealedItems form);

        /// It could not be fetched; trying again may help.
        void failed(String because);

        /// What came is not a form this seat accepts; trying again does not help.
        void refused(String because);
    }

    /// A form, complete and checked, still sealed.
    interface SealedItems {

        /// To whom response keys are wrapped.
        SealingPublicKey markingKey();

        /// Opens the form for the candidate, and takes the key over: it is closed with what is
        /// opened, or at once when it is not the form's.
        ///
        /// @throws SealBroken when this is not the form's key
        OpenedItems open(FormKey key) throws SealBroken;
    }
}
