package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SessionSealKey;
import org.gongyuan.trust.suite.Digest;

/// The form at this seat: fetched and checked while it is still sealed, opened once with the key
/// that the server gives at the start, closed in the end. On the seat's thread.
///
///     absent --fetch--> fetching --complete--> sealed --open--> open
///     fetching --failed--> absent
final class FormAtSeat {

    /// What comes of a fetch.
    interface Owner {

        /// The form is complete, and still sealed.
        void formIsComplete();

        /// It could not be fetched now; it is worth another try.
        void formIsLate();

        /// What came is not the form of this sitting.
        void formIsRefused();
    }

    private final FormSource source;
    private final Page page;
    private final Owner owner;

    private boolean isFetching;
    private FormSource.SealedItems sealed;
    private OpenedItems items;
    private Octets envelope;

    FormAtSeat(FormSource source, Page page, Owner owner) {
        this.source = requireNonNull(source, "source");
        this.page = requireNonNull(page, "page");
        this.owner = requireNonNull(owner, "owner");
    }

    boolean isComplete() {
        return sealed != null;
    }

    boolean isOpen() {
        return items != null;
    }

    /// Fetches it, unless it is here or on its way.
    void fetch(Digest manifest, long size, Node from) {
        if (sealed == null && !isFetching) {
            isFetching = true;
            source.fetch(manifest, size, from, new Fetching(size));
        }
    }

    private final class Fetching implements FormSource.Listener {

        private final long size;

        Fetching(long size) {
            this.size = size;
        }

        @Override
        public void progressed(long bytes) {
            page.tell(new Notice.Fetched(bytes, size));
        }

        @Override
        public void complete(FormSource.SealedItems complete) {
            isFetching = false;
            sealed = complete;
            owner.formIsComplete();
        }

        @Override
        public void failed(String because) {
            isFetching = false;
            owner.formIsLate();
        }

        @Override
        public void refused(String because) {
            isFetching = false;
            owner.formIsRefused();
        }
    }

    /// The response key for the eyes that may read responses later; made once.
    Octets envelope(ResponseKey key, byte[] session) {
        if (envelope == null) {
            envelope = Octets.of(sealed.markingKey().wrap(key, session));
        }
        return envelope;
    }

    /// Opens it for the candidate.
    ///
    /// @throws SealBroken when what came is not the form's key
    void open(SessionSealKey sealToSeat, Octets formKey, byte[] session) throws SealBroken {
        items = sealed.open(sealToSeat.unwrap(FormKey.KIND, formKey.toBytes(), session));
        page.tell(new Notice.Opened(items));
    }

    /// Closes what was opened.
    void close() {
        if (items != null) {
            items.close();
            items = null;
        }
    }
}
