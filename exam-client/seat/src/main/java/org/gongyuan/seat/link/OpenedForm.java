package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.OpenForm;
import org.gongyuan.seat.session.OpenedItems;
import org.gongyuan.trust.seal.FormKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/// A form of the item bank, open on a seat. Items and assets are opened when they are asked for.
public final class OpenedForm implements OpenedItems {

    private final OpenForm form;
    private final FormKey key;

    OpenedForm(OpenForm form, FormKey key) {
        this.form = requireNonNull(form, "form");
        this.key = requireNonNull(key, "key");
    }

    @Override
    public List<PlacementId> placements() {
        int last = form.manifest().contents().items().size();
        return IntStream.rangeClosed(1, last).mapToObj(PlacementId::new).toList();
    }

    @Override
    public String item(PlacementId placement) {
        return reading(() -> form.item(placement));
    }

    @Override
    public String stimulus(int blob) {
        return reading(() -> form.stimulus(blob));
    }

    @Override
    public byte[] asset(int blob) {
        return reading(() -> form.asset(blob));
    }

    /// The form itself, with its layout: sections, stimuli, assets and their places.
    public OpenForm form() {
        return form;
    }

    @Override
    public void close() {
        key.close();
    }

    private interface Read<T> {
        T now() throws FormRefused, IOException;
    }

    private static <T> T reading(Read<T> read) {
        try {
            return read.now();
        } catch (FormRefused refused) {
            throw new IllegalStateException("a checked form does not open", refused);
        } catch (IOException failed) {
            throw new UncheckedIOException("the seat file cannot be read", failed);
        }
    }
}
