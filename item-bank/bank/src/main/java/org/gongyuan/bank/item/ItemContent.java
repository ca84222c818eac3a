package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.List;
import java.util.Optional;

/// An item with everything it refers to: its shared stimuli and the files both show. Complete by
/// construction.
public record ItemContent(Item item, List<Stimulus> stimuli, List<Asset> assets) {

    public ItemContent {
        requireNonNull(item, "item");
        stimuli = List.copyOf(stimuli);
        assets = List.copyOf(assets);
        for (var name : item.stimuli()) {
            if (stimuli.stream().noneMatch(s -> s.name().equals(name))) {
                throw new IllegalArgumentException(
                        "item %s refers to %s, which is not here".formatted(item.id(), name));
            }
        }
        requireAssets(item.assets(), assets, item);
        for (var stimulus : stimuli) {
            requireAssets(stimulus.assets(), assets, item);
        }
    }

    private static void requireAssets(List<String> names, List<Asset> assets, Item item) {
        for (var name : names) {
            if (assets.stream().noneMatch(a -> a.name().equals(name))) {
                throw new IllegalArgumentException(
                        "item %s refers to %s, which is not here".formatted(item.id(), name));
            }
        }
    }

    /// The digest that stands for the item, its stimuli and its assets: SHA-256 of the item's
    /// canonical bytes, which name the others by their digests.
    public Digest digest() {
        return Suite.INTL_1.digest(item.canonicalBytes());
    }

    /// The asset of that name.
    public Optional<Asset> asset(String name) {
        return assets.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    /// The stimulus of that name.
    public Optional<Stimulus> stimulus(String name) {
        return stimuli.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return item.toString();
    }
}
