package org.gongyuan.trust.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

@DisplayName("A tile of a log")
class TilePathTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 999, 256, tile/0/999",
        "0, 1000, 256, tile/0/x001/000",
        "1, 1234067, 256, tile/1/x001/x234/067",
        "0, 273, 112, tile/0/273.p/112",
        "2, 0, 1, tile/2/000.p/1",
        "63, 0, 255, tile/63/000.p/255"
    })
    void hasThePathOfTheStandard(int level, long index, int width, String path) {
        var tile = new TilePath(level, index, width);

        assertEquals(path, tile.path());
        assertEquals(tile, TilePath.parse(path));
    }

    @Test
    void hasItsEntriesBesideIt() {
        var tile = new TilePath(0, 1234067, 5);

        assertEquals("tile/entries/x001/x234/067.p/5", tile.entriesPath());
        assertEquals(tile, TilePath.parseEntries(tile.entriesPath()));
        assertThrows(IllegalArgumentException.class, () -> TilePath.parse(tile.entriesPath()));
        assertThrows(IllegalArgumentException.class, () -> TilePath.parseEntries(tile.path()));
        assertThrows(IllegalStateException.class, () -> new TilePath(1, 0, 256).entriesPath());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0/0",
                "tile/0/0000",
                "tile/0/x000/000",
                "tile/0/x00/000",
                "tile/0/001/000",
                "tile/0/x001",
                "tile/00/000",
                "tile/01/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/000.p/999",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/../000",
                "tile/0/x999/x999/x999/x999/x999/x999/999"
            })
    void hasNoOtherPath(String path) {
        assertThrows(IllegalArgumentException.class, () -> TilePath.parse(path));
    }

    @Test
    void isOneOfThoseTheStandardCountsFor70000Entries() {
        var tiles = TilePath.of(70_000);

        assertEquals(273, tiles.stream().filter(t -> t.level() == 0 && t.isFull()).count());
        assertTrue(tiles.contains(new TilePath(0, 273, 112)));
        assertTrue(tiles.contains(new TilePath(1, 0, 256)));
        assertTrue(tiles.contains(new TilePath(1, 1, 17)));
        assertTrue(tiles.contains(new TilePath(2, 0, 1)));
        assertEquals(277, tiles.size());
        assertEquals(List.of(new TilePath(0, 0, 256), new TilePath(1, 0, 1)), TilePath.of(256));
        assertEquals(List.of(), TilePath.of(0));
    }

    @Test
    void isNewIfTheTreeGrewInIt() {
        assertEquals(List.of(), TilePath.between(70_000, 70_000));
        assertEquals(List.of(new TilePath(0, 273, 113)), TilePath.between(70_000, 70_001));
        assertEquals(
                List.of(new TilePath(0, 0, 256), new TilePath(0, 1, 1), new TilePath(1, 0, 1)),
                TilePath.between(255, 257));
        assertThrows(IllegalArgumentException.class, () -> TilePath.between(2, 1));
    }

    @Test
    void hasEntriesBehindTheirLengths() {
        var entries = List.of(new byte[] {1, 2}, new byte[0], new byte[300]);
        var bundle = EntryBundle.encode(entries);

        assertEquals("000201020000012c", HexFormat.of().formatHex(bundle, 0, 8));
        var decoded = EntryBundle.decode(bundle);
        assertEquals(3, decoded.size());
        for (var i = 0; i < 3; i++) {
            assertArrayEquals(entries.get(i), decoded.get(i));
        }
    }

    @Test
    void isRefusedWithEntriesCutOrTooMany() {
        var bundle = EntryBundle.encode(List.of(new byte[] {1, 2}, new byte[] {3}));
        for (var length : new int[] {1, 2, 3, 5, 6}) {
            var cut = Arrays.copyOf(bundle, length);
            assertThrows(IllegalArgumentException.class, () -> EntryBundle.decode(cut));
        }
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.decode(new byte[2 * 257]));
        assertThrows(
                IllegalArgumentException.class,
                () -> EntryBundle.encode(Collections.nCopies(257, new byte[0])));
        assertThrows(
                IllegalArgumentException.class,
                () -> EntryBundle.encode(List.of(new byte[65_536])));
    }
}
