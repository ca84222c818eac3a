package org.gongyuan.bank.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableMap;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.SealBroken;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/// A released form in the hands of a seat: items and assets, opened one by one when asked for.
/// Safe for many threads as long as key and file are open.
public final class OpenForm {

    private final FormFile file;
    private final FormKey key;
    private final Layout layout;
    private final Map<Integer, Layout.ItemShown> items;

    private OpenForm(FormFile file, FormKey key, Layout layout) {
        this.file = file;
        this.key = key;
        this.layout = layout;
        this.items =
                layout.items().stream()
                        .collect(toUnmodifiableMap(Layout.ItemShown::blob, Function.identity()));
    }

    static OpenForm open(FormFile file, FormKey key) throws FormRefused, IOException {
        var manifest = file.manifest();
        if (key.suite() != manifest.suite()
                || !key.digestCommitment().equals(manifest.formKey().key())) {
            throw new FormRefused(
                    Reason.BROKEN,
                    "the key is not the one form %s commits to".formatted(manifest.form()));
        }
        var layout = Layout.parse(content(file, key, 0));
        layout.check(manifest);
        return new OpenForm(file, key, layout);
    }

    private static byte[] content(FormFile file, FormKey key, int index)
            throws FormRefused, IOException {
        var blob = file.manifest().contents().blobs().get(index);
        try (var blobKey = key.blobKey(blob.id().toBytes())) {
            var content =
                    blobKey.openChunked(
                            file.blob(index), Bindings.of(file.manifest()).blob(blob.id()));
            if (content.length != blob.plainSize()) {
                throw new FormRefused(
                        Reason.BROKEN, "blob %d has another size than listed".formatted(index));
            }
            return content;
        } catch (SealBroken broken) {
            throw new FormRefused(
                    Reason.BROKEN, "blob %d: %s".formatted(index, broken.getMessage()), broken);
        }
    }

    /// The form's texts, and what belongs to what.
    public Layout layout() {
        return layout;
    }

    /// The manifest it came under.
    public Manifest manifest() {
        return file.manifest();
    }

    /// What the layout says of the item at a placement: identifier, weight, stimuli, assets.
    public Layout.ItemShown shown(PlacementId placement) {
        return items.get(file.manifest().blobOf(placement));
    }

    /// The item at a placement, as keyless QTI 3.0.
    public String item(PlacementId placement) throws FormRefused, IOException {
        return new String(content(file, key, file.manifest().blobOf(placement)), UTF_8);
    }

    /// A stimulus by the number of its blob, as QTI 3.0.
    public String stimulus(int blob) throws FormRefused, IOException {
        return new String(content(file, key, of(blob, Blob.Kind.STIMULUS)), UTF_8);
    }

    /// An asset by the number of its blob.
    public byte[] asset(int blob) throws FormRefused, IOException {
        return content(file, key, of(blob, Blob.Kind.ASSET));
    }

    private int of(int blob, Blob.Kind kind) {
        var blobs = file.manifest().contents().blobs();
        if (blob < 0 || blob >= blobs.size() || blobs.get(blob).kind() != kind) {
            throw new IllegalArgumentException("blob %d is no %s".formatted(blob, kind));
        }
        return blob;
    }
}
