package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.SectionId;
import org.gongyuan.bank.form.Weight;
import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The form's own texts, and what belongs to what: blob 0, opened (`sealed-form.md` 3.3).
public record Layout(
        String title,
        String language,
        List<SectionTexts> sections,
        List<ItemShown> items,
        List<StimulusShown> stimuli,
        List<AssetShown> assets) {

    private static final int VERSION = 1;

    /// What a section tells the candidate; `instructions` is XHTML or empty.
    public record SectionTexts(SectionId id, String title, String instructions) {

        public SectionTexts {
            requireNonNull(id, "id");
            requireNonNull(title, "title");
            requireNonNull(instructions, "instructions");
        }
    }

    /// An item (without its title, which is for the bank), what it weighs at its placements, and
    /// which blobs it shows: stimuli by identifier,
    /// assets by path.
    public record ItemShown(
            int blob,
            String identifier,
            Map<PlacementId, Weight> weights,
            Map<String, Integer> stimuli,
            Map<String, Integer> assets) {

        public ItemShown {
            requireNonNull(identifier, "identifier");
            weights = Map.copyOf(weights);
            stimuli = Map.copyOf(stimuli);
            assets = Map.copyOf(assets);
        }
    }

    /// A stimulus and the assets it shows.
    public record StimulusShown(int blob, String identifier, Map<String, Integer> assets) {

        public StimulusShown {
            requireNonNull(identifier, "identifier");
            assets = Map.copyOf(assets);
        }
    }

    /// An asset's path and media type.
    public record AssetShown(int blob, String path, String mediaType) {

        public AssetShown {
            requireNonNull(path, "path");
            requireNonNull(mediaType, "mediaType");
        }
    }

    public Layout {
        requireNonNull(title, "title");
        requireNonNull(language, "language");
        sections = List.copyOf(sections);
        items = List.copyOf(items);
        stimuli = List.copyOf(stimuli);
        assets = List.copyOf(assets);
    }

    byte[] toBytes() {
        var to = new CborWriter(2048).array(6 + 1).uint(VERSION).text(title).text(language);
        to.array(sections.size());
        sections.forEach(
                section ->
                        to.array(3)
                                .text(section.id().id())
                                .text(section.title())
                                .text(section.instructions()));
        to.array(items.size());
        for (var item : items) {
            to.array(5).uint(item.blob()).text(item.identifier());
            to.array(item.weights().size());
            new TreeMap<>(item.weights())
                    .forEach(
                            (placement, weight) ->
                                    to.array(2).uint(placement.number()).text(weight.toString()));
            named(to, item.stimuli());
            named(to, item.assets());
        }
        to.array(stimuli.size());
        for (var stimulus : stimuli) {
            to.array(3).uint(stimulus.blob()).text(stimulus.identifier());
            named(to, stimulus.assets());
        }
        to.array(assets.size());
        assets.forEach(
                asset -> to.array(3).uint(asset.blob()).text(asset.path()).text(asset.mediaType()));
        return to.toBytes();
    }

    private static void named(CborWriter to, Map<String, Integer> blobs) {
        to.array(blobs.size());
        new TreeMap<>(blobs).forEach((name, blob) -> to.array(2).text(name).uint(blob));
    }

    static Layout parse(byte[] bytes) throws FormRefused {
        var from = new CborReader(bytes);
        try {
            var fields = from.array();
            var version = from.uint();
            if (version != VERSION) {
                throw new FormRefused(
                        Reason.VERSION, "layout of version %d, known is 1".formatted(version));
            }
            if (fields != 7) {
                throw new FormRefused(
                        Reason.NOT_CANONICAL, "a layout has 7 fields, this %d".formatted(fields));
            }
            var title = from.text();
            var language = from.text();
            var sections = new ArrayList<SectionTexts>();
            for (var left = from.array(); left > 0; left--) {
                from.array(3);
                sections.add(
                        new SectionTexts(new SectionId(from.text()), from.text(), from.text()));
            }
            var items = new ArrayList<ItemShown>();
            for (var left = from.array(); left > 0; left--) {
                from.array(5);
                items.add(
                        new ItemShown(
                                from.uint(Integer.MAX_VALUE),
                                from.text(),
                                weights(from),
                                named(from),
                                named(from)));
            }
            var stimuli = new ArrayList<StimulusShown>();
            for (var left = from.array(); left > 0; left--) {
                from.array(3);
                stimuli.add(
                        new StimulusShown(from.uint(Integer.MAX_VALUE), from.text(), named(from)));
            }
            var assets = new ArrayList<AssetShown>();
            for (var left = from.array(); left > 0; left--) {
                from.array(3);
                assets.add(new AssetShown(from.uint(Integer.MAX_VALUE), from.text(), from.text()));
            }
            from.end();
            return new Layout(title, language, sections, items, stimuli, assets);
        } catch (NotCanonical | IllegalArgumentException wrong) {
            throw new FormRefused(Reason.NOT_CANONICAL, "the layout: " + wrong.getMessage(), wrong);
        }
    }

    private static Map<PlacementId, Weight> weights(CborReader from) {
        var weights = new TreeMap<PlacementId, Weight>();
        for (var left = from.array(); left > 0; left--) {
            from.array(2);
            var placement = new PlacementId(from.uint(Integer.MAX_VALUE));
            var written = from.text();
            var weight = Weight.parse(written);
            if (!weight.toString().equals(written)) {
                throw new IllegalArgumentException("weight \"%s\" is not plain".formatted(written));
            }
            if (!weights.isEmpty() && placement.compareTo(weights.lastKey()) <= 0) {
                throw new IllegalArgumentException("placements of an item are not rising");
            }
            weights.put(placement, weight);
        }
        return weights;
    }

    private static Map<String, Integer> named(CborReader from) {
        var named = new TreeMap<String, Integer>();
        for (var left = from.array(); left > 0; left--) {
            from.array(2);
            var name = from.text();
            if (!named.isEmpty() && name.compareTo(named.lastKey()) <= 0) {
                throw new IllegalArgumentException("names are not rising");
            }
            named.put(name, from.uint(Integer.MAX_VALUE));
        }
        return named;
    }

    /// Holds the layout against the manifest it came under (section 2.5).
    void check(Manifest manifest) throws FormRefused {
        var outline = manifest.outline().sections();
        if (!outline.stream()
                .map(section -> section.id())
                .toList()
                .equals(sections.stream().map(SectionTexts::id).toList())) {
            throw new FormRefused(Reason.OTHER_FORM, "the layout has other sections");
        }
        var listed = new HashSet<Integer>();
        var placed = new TreeMap<PlacementId, Integer>();
        for (var item : items) {
            expect(manifest, item.blob(), Blob.Kind.ITEM, listed);
            item.weights().keySet().forEach(placement -> placed.put(placement, item.blob()));
            refer(manifest, item.stimuli().values(), Blob.Kind.STIMULUS);
            refer(manifest, item.assets().values(), Blob.Kind.ASSET);
        }
        for (var stimulus : stimuli) {
            expect(manifest, stimulus.blob(), Blob.Kind.STIMULUS, listed);
            refer(manifest, stimulus.assets().values(), Blob.Kind.ASSET);
        }
        for (var asset : assets) {
            expect(manifest, asset.blob(), Blob.Kind.ASSET, listed);
        }
        if (listed.size() != manifest.contents().blobs().size() - 1) {
            throw new FormRefused(
                    Reason.UNLISTED,
                    "the layout names %d of %d blobs"
                            .formatted(listed.size(), manifest.contents().blobs().size() - 1));
        }
        if (!List.copyOf(placed.values()).equals(manifest.contents().items())) {
            throw new FormRefused(
                    Reason.OTHER_FORM, "the layout places other items than the manifest");
        }
    }

    private static void expect(Manifest manifest, int blob, Blob.Kind kind, HashSet<Integer> listed)
            throws FormRefused {
        refer(manifest, List.of(blob), kind);
        if (!listed.add(blob)) {
            throw new FormRefused(
                    Reason.STRUCTURE, "the layout names blob %d twice".formatted(blob));
        }
    }

    private static void refer(Manifest manifest, Iterable<Integer> blobs, Blob.Kind kind)
            throws FormRefused {
        var all = manifest.contents().blobs();
        for (var blob : blobs) {
            if (blob >= all.size() || all.get(blob).kind() != kind) {
                throw new FormRefused(
                        Reason.STRUCTURE,
                        "the layout names blob %d as %s, which it is not".formatted(blob, kind));
            }
        }
    }

    /// Titles are content; nothing is printed.
    @Override
    public String toString() {
        return "Layout[%d items]".formatted(items.size());
    }
}
