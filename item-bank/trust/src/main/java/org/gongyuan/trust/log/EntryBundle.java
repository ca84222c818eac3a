package org.gongyuan.trust.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The entries of a tile of level 0 as they are served (`item-bank/spec/trust.md`, section 9.3;
/// C2SP tlog-tiles): each behind its length in two bytes.
public final class EntryBundle {

    /// How many bytes an entry may have.
    public static final int LONGEST_ENTRY = 0xffff;

    private EntryBundle() {}

    /// The bundle of these entries.
    public static byte[] encode(List<byte[]> entries) {
        if (entries.size() > TilePath.FULL) {
            throw new IllegalArgumentException(
                    "a bundle has at most %d entries, got %d"
                            .formatted(TilePath.FULL, entries.size()));
        }
        var length = 0;
        for (var entry : entries) {
            if (entry.length > LONGEST_ENTRY) {
                throw new IllegalArgumentException(
                        "an entry has at most %d bytes, got %d"
                                .formatted(LONGEST_ENTRY, entry.length));
            }
            length += 2 + entry.length;
        }
        var bundle = new byte[length];
        var at = 0;
        for (var entry : entries) {
            bundle[at] = (byte) (entry.length >>> 8);
            bundle[at + 1] = (byte) entry.length;
            System.arraycopy(entry, 0, bundle, at + 2, entry.length);
            at += 2 + entry.length;
        }
        return bundle;
    }

    /// The entries of a bundle. One that is cut, or has more than 256 entries, is refused.
    public static List<byte[]> decode(byte[] bundle) {
        List<byte[]> entries = new ArrayList<>();
        var at = 0;
        while (at < bundle.length) {
            if (entries.size() == TilePath.FULL) {
                throw new IllegalArgumentException(
                        "a bundle has more than %d entries".formatted(TilePath.FULL));
            }
            if (bundle.length - at < 2) {
                throw new IllegalArgumentException("a bundle ends inside a length, at byte " + at);
            }
            var length = (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
            if (bundle.length - at - 2 < length) {
                throw new IllegalArgumentException(
                        "entry %d of a bundle announces %d bytes, %d are left"
                                .formatted(entries.size(), length, bundle.length - at - 2));
            }
            entries.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return entries;
    }
}
