package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.ItemReference;
import org.gongyuan.trust.suite.Digest;

import java.util.List;

/// What is sealed: the items of a form, each taken apart into what a seat may see and what only
/// markers may, with the stimuli and assets they show. Secret; prints nothing.
public record FormContent(List<Item> items, List<Stimulus> stimuli, List<Asset> assets) {

    /// One item revision taken apart. `keyless` goes to seats, `scoring` and `guide` into the
    /// marking part (`sealed-form.md` 3.4 and 6.3). `stimuli` are identifiers, `assets` paths.
    public record Item(
            ItemReference item,
            Digest digest,
            String keyless,
            String scoring,
            String guide,
            boolean markedByHuman,
            List<String> stimuli,
            List<String> assets) {

        public Item {
            requireNonNull(item, "item");
            requireNonNull(digest, "digest");
            requireNonNull(keyless, "keyless");
            requireNonNull(scoring, "scoring");
            requireNonNull(guide, "guide");
            stimuli = List.copyOf(stimuli);
            assets = List.copyOf(assets);
        }

        @Override
        public String toString() {
            return "Item[%s]".formatted(item);
        }
    }

    /// A stimulus that items share.
    public record Stimulus(String identifier, String xml, List<String> assets) {

        public Stimulus {
            requireNonNull(identifier, "identifier");
            requireNonNull(xml, "xml");
            assets = List.copyOf(assets);
        }

        @Override
        public String toString() {
            return "Stimulus[%s]".formatted(identifier);
        }
    }

    /// A picture or another file, by the path under which items name it.
    public static final class Asset {

        private final String path;
        private final String mediaType;
        private final byte[] bytes;

        /// An asset of these bytes.
        public Asset(String path, String mediaType, byte[] bytes) {
            this.path = requireNonNull(path, "path");
            this.mediaType = requireNonNull(mediaType, "mediaType");
            this.bytes = bytes.clone();
        }

        /// Where items say it is.
        public String path() {
            return path;
        }

        /// What kind of file it is, such as `image/png`.
        public String mediaType() {
            return mediaType;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public String toString() {
            return "Asset[%s, %d bytes]".formatted(path, bytes.length);
        }
    }

    public FormContent {
        items = List.copyOf(items);
        stimuli = List.copyOf(stimuli);
        assets = List.copyOf(assets);
    }
}
