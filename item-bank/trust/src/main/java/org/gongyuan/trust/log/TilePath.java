package org.gongyuan.trust.log;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Which tile of a log (`item-bank/spec/trust.md`, section 9.3; C2SP tlog-tiles): 256 hashes of one
/// level, or fewer at the right edge.
///
/// @param level 0 for leaf hashes; each level above holds the hashes of the full tiles below
/// @param index of the tile in its level
/// @param width how many hashes it has, 256 if it is full
public record TilePath(int level, long index, int width) {

    /// How many levels of the tree a tile spans.
    public static final int HEIGHT = 8;

    /// How many hashes a full tile has.
    public static final int FULL = 1 << HEIGHT;

    private static final int HIGHEST = 63;
    private static final Pattern FORM =
            Pattern.compile(
                    "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})"
                            + "(?:\\.p/([1-9][0-9]{0,2}))?");

    /// A tile that could be.
    public TilePath {
        if (level < 0 || level > HIGHEST) {
            throw new IllegalArgumentException(
                    "level %d of a tile is outside 0..%d".formatted(level, HIGHEST));
        }
        if (index < 0) {
            throw new IllegalArgumentException("index of a tile is negative: " + index);
        }
        if (width < 1 || width > FULL) {
            throw new IllegalArgumentException(
                    "width %d of a tile is outside 1..%d".formatted(width, FULL));
        }
    }

    /// The tiles that the tree of `size` leaves is made of, partial ones at the right edge.
    public static List<TilePath> of(long size) {
        return between(0, size);
    }

    /// The tiles of the tree of `to` leaves that a tree of `from` leaves did not have.
    public static List<TilePath> between(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(
                    "a tree of %d leaves does not grow into one of %d".formatted(from, to));
        }
        List<TilePath> tiles = new ArrayList<>();
        for (var level = 0; level * HEIGHT < Long.SIZE - 1; level++) {
            var before = from >>> (level * HEIGHT);
            var after = to >>> (level * HEIGHT);
            if (after == before) {
                continue;
            }
            for (var index = before / FULL; index * FULL < after; index++) {
                var width = Math.min(FULL, after - index * FULL);
                tiles.add(new TilePath(level, index, (int) width));
            }
        }
        return tiles;
    }

    /// Whether all 256 hashes are there.
    public boolean isFull() {
        return width == FULL;
    }

    /// The index, in its level, of the first hash.
    public long firstHash() {
        return Math.multiplyExact(index, (long) FULL);
    }

    /// Where the tile is served, below the prefix of the log.
    public String path() {
        return "tile/%d/%s".formatted(level, place());
    }

    /// Where the entries of a tile of level 0 are served.
    public String entriesPath() {
        if (level != 0) {
            throw new IllegalStateException(
                    "entries belong to level 0, this tile is of level " + level);
        }
        return "tile/entries/" + place();
    }

    /// The tile served at this path. A path that is not in its one form is refused.
    public static TilePath parse(String path) {
        return parse(path, false);
    }

    /// The tile of level 0 whose entries are served at this path.
    public static TilePath parseEntries(String path) {
        return parse(path, true);
    }

    private static TilePath parse(String path, boolean entries) {
        var match = FORM.matcher(path);
        if (!match.matches() || match.group(1).equals("entries") != entries) {
            throw new IllegalArgumentException("not the path of a tile: " + path);
        }
        var level = entries ? 0 : Integer.parseInt(match.group(1));
        var digits = match.group(2).replace("x", "").replace("/", "");
        if (digits.length() > 18) {
            throw new IllegalArgumentException("the index of a tile is too large: " + path);
        }
        var width = match.group(3) == null ? FULL : Integer.parseInt(match.group(3));
        if (match.group(3) != null && width == FULL) {
            throw new IllegalArgumentException("a full tile is not called partial: " + path);
        }
        var tile = new TilePath(level, Long.parseLong(digits), width);
        if (!(entries ? tile.entriesPath() : tile.path()).equals(path)) {
            throw new IllegalArgumentException("not the path of a tile in its one form: " + path);
        }
        return tile;
    }

    private String place() {
        var place = "%03d".formatted(index % 1000);
        for (var rest = index / 1000; rest > 0; rest /= 1000) {
            place = "x%03d/%s".formatted(rest % 1000, place);
        }
        return isFull() ? place : "%s.p/%d".formatted(place, width);
    }
}
