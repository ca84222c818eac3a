package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One state of an item in the bank. Its content never changes; a change is the next revision.
///
/// @param item the item
/// @param number from 1, without gaps
/// @param digest SHA-256 of the item's canonical bytes, which name its stimuli and assets by
/// theirs
/// @param recorded when it came into the bank
/// @param frozenBy the sealed forms that hold it, in the order they were sealed; none if it may
/// still be removed
public record ItemRevision(
        ItemId item, int number, Digest digest, Instant recorded, List<FrozenBy> frozenBy) {

    public ItemRevision {
        requireNonNull(item, "item");
        requireNonNull(digest, "digest");
        requireNonNull(recorded, "recorded");
        frozenBy = List.copyOf(frozenBy);
        if (number < 1) {
            throw new IllegalArgumentException("item revision starts at 1: " + number);
        }
    }

    /// Whether a sealed form holds it.
    public boolean isFrozen() {
        return !frozenBy.isEmpty();
    }

    /// The same revision, held by one form more.
    ItemRevision frozenAlsoBy(FrozenBy form) {
        if (frozenBy.contains(form)) {
            return this;
        }
        var forms = new ArrayList<>(frozenBy);
        forms.add(form);
        return new ItemRevision(item, number, digest, recorded, forms);
    }

    @Override
    public String toString() {
        return item + "@" + number;
    }
}
