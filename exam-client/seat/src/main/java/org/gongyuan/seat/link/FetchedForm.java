package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.SeatForm;
import org.gongyuan.seat.session.FormSource;
import org.gongyuan.seat.session.OpenedItems;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingPublicKey;

import java.io.IOException;
import java.io.UncheckedIOException;

/// A seat file of the item bank, as a session uses it.
final class FetchedForm implements FormSource.SealedItems {

    private final SeatForm form;

    FetchedForm(SeatForm form) {
        this.form = requireNonNull(form, "form");
    }

    @Override
    public SealingPublicKey markingKey() {
        return form.manifest().markingKey().publicKey();
    }

    @Override
    public OpenedItems open(FormKey key) throws SealBroken {
        try {
            return new OpenedForm(form.open(key), key);
        } catch (FormRefused refused) {
            key.close();
            throw new SealBroken(SealBroken.Reason.OTHER_KEY, refused.getMessage());
        } catch (IOException failed) {
            key.close();
            throw new UncheckedIOException("the seat file cannot be read", failed);
        }
    }
}
