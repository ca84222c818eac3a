package org.gongyuan.trust.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

@DisplayName("The Merkle tree of a log")
class MerkleTreeTest {

    /// The eight entries that implementations of RFC 6962 test each other with.
    private static final String[] ENTRIES = {
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f"
    };

    private static final String[] ROOTS = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    };

    @Test
    void hasTheRootsKnownForEightEntries() {
        var tree = new MerkleTree();
        assertEquals(ROOTS[0], tree.root().hex());
        for (var i = 0; i < ENTRIES.length; i++) {
            assertEquals(i, tree.append(HexFormat.of().parseHex(ENTRIES[i])));
            assertEquals(ROOTS[i + 1], tree.root().hex());
        }
        for (var size = 0; size <= 8; size++) {
            assertEquals(ROOTS[size], tree.root(size).hex());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, ''",
        "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    })
    void provesInclusionAsIsKnown(int index, int size, String path) {
        var proof = eight().inclusion(index, size);

        assertEquals(path, hex(proof.path()));
        assertTrue(proof.holds(HexFormat.of().parseHex(ENTRIES[index]), Digest.parse(ROOTS[size])));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, ''",
        "6, 8, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 5, 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void provesConsistencyAsIsKnown(int from, int to, String path) {
        var proof = eight().consistency(from, to);

        assertEquals(path, hex(proof.path()));
        assertTrue(proof.holds(Digest.parse(ROOTS[from]), Digest.parse(ROOTS[to])));
    }

    /// Against a tree that is worked out from its definition.
    @Test
    void agreesWithItsDefinitionAtEverySize() {
        var entries = entries(140);
        var tree = new MerkleTree();
        for (var size = 0; size <= entries.size(); size++) {
            var defined = defined(entries.subList(0, size));
            assertEquals(defined, tree.root());
            if (size < entries.size()) {
                tree.append(entries.get(size));
            }
        }
    }

    @Test
    void provesEveryEntryAtEverySize() {
        var tree = tree(entries(70));
        for (var size = 1L; size <= 70; size++) {
            for (var index = 0L; index < size; index++) {
                var proof = InclusionProof.decode(tree.inclusion(index, size).toBytes());
                assertTrue(proof.holds(tree.leaf(index), tree.root(size)));
                for (var other = 0L; other < size; other++) {
                    assertEquals(other == index, proof.holds(tree.leaf(other), tree.root(size)));
                }
            }
        }
    }

    /// From the empty log every log grows, so there the later root is free.
    @Test
    void provesThatItOnlyGrewBetweenAnyTwoSizes() {
        var tree = tree(entries(70));
        for (var to = 0L; to <= 70; to++) {
            for (var from = 0L; from <= to; from++) {
                var proof = ConsistencyProof.decode(tree.consistency(from, to).toBytes());
                for (var other = 0L; other <= 70; other++) {
                    assertEquals(other == from, proof.holds(tree.root(other), tree.root(to)));
                    assertEquals(
                            (from == 0 && to > 0) || other == to,
                            proof.holds(tree.root(from), tree.root(other)));
                }
            }
        }
    }

    @Test
    void hasProofsThatHoldForNothingElse() {
        var tree = tree(entries(50));
        for (var index = 0L; index < 50; index += 7) {
            var leaf = tree.leaf(index);
            var root = tree.root();
            var proof = tree.inclusion(index, 50);
            for (var wrongIndex = 0L; wrongIndex < 64; wrongIndex++) {
                if (wrongIndex != index) {
                    assertFalse(new InclusionProof(wrongIndex, 50, proof.path()).holds(leaf, root));
                }
            }
            for (var path : mangled(proof.path())) {
                assertFalse(new InclusionProof(index, 50, path).holds(leaf, root));
            }
        }
        for (var from = 1L; from < 50; from += 3) {
            var proof = tree.consistency(from, 50);
            for (var path : mangled(proof.path())) {
                assertFalse(
                        new ConsistencyProof(from, 50, path).holds(tree.root(from), tree.root()));
            }
        }
    }

    @Test
    void hasSizesThatProofsAreBoundTo() {
        var tree = tree(entries(8));

        assertFalse(new InclusionProof(0, 0, List.of()).holds(tree.leaf(0), tree.leaf(0)));
        assertFalse(new ConsistencyProof(5, 3, List.of()).holds(tree.root(5), tree.root(3)));
        assertFalse(
                new ConsistencyProof(3, 3, List.of(tree.leaf(0)))
                        .holds(tree.root(3), tree.root(3)));
        assertFalse(
                new ConsistencyProof(0, 3, List.of(tree.leaf(0)))
                        .holds(tree.root(0), tree.root(3)));
        assertFalse(new ConsistencyProof(0, 3, List.of()).holds(tree.root(1), tree.root(3)));
        assertTrue(new ConsistencyProof(0, 3, List.of()).holds(tree.root(0), tree.root(3)));
        assertFalse(new ConsistencyProof(4, 8, List.of()).holds(tree.root(4), tree.root(8)));
        assertFalse(new ConsistencyProof(4, 8, List.of()).holds(tree.root(4), tree.root(4)));
        assertThrows(IllegalArgumentException.class, () -> new InclusionProof(-1, 3, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new ConsistencyProof(-1, 3, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8301024100", "83010280", "830102", "82010240", "8301024000", "83200240"})
    void hasNoProofsInOtherEncodings(String hex) {
        assertThrows(NotCanonical.class, () -> InclusionProof.decode(HexFormat.of().parseHex(hex)));
        assertThrows(
                NotCanonical.class, () -> ConsistencyProof.decode(HexFormat.of().parseHex(hex)));
    }

    @Test
    void growsOnFromTheHashesItKept() {
        for (var size : new int[] {0, 1, 15, 16, 17, 255, 256, 257, 1000}) {
            var entries = entries(size + 20);
            var store = new MemoryHashes();
            var tree = new MerkleTree(store);
            entries.subList(0, size).forEach(tree::append);
            var again = new MerkleTree(store);

            assertEquals(size, again.size());
            assertEquals(tree.root(), again.root());
            entries.subList(size, size + 20).forEach(again::append);
            assertEquals(tree(entries).root(), again.root());
        }
    }

    @Test
    void refusesHashesThatAreNotThoseOfOneTree() {
        var store = new MemoryHashes();
        for (var i = 0; i < 16; i++) {
            store.append(0, new byte[32], 0);
        }

        assertThrows(IllegalArgumentException.class, () -> new MerkleTree(store));
    }

    @Test
    void refusesWhatItDoesNotHave() {
        var tree = tree(entries(5));

        assertThrows(IllegalArgumentException.class, () -> tree.root(6));
        assertThrows(IllegalArgumentException.class, () -> tree.root(-1));
        assertThrows(IllegalArgumentException.class, () -> tree.inclusion(5, 5));
        assertThrows(IllegalArgumentException.class, () -> tree.inclusion(-1, 5));
        assertThrows(IllegalArgumentException.class, () -> tree.inclusion(0, 6));
        assertThrows(IllegalArgumentException.class, () -> tree.consistency(3, 6));
        assertThrows(IllegalArgumentException.class, () -> tree.consistency(4, 3));
        assertThrows(IllegalArgumentException.class, () -> tree.leaf(5));
        assertThrows(IllegalArgumentException.class, () -> tree.tile(new TilePath(0, 0, 6)));
        assertThrows(IllegalArgumentException.class, () -> tree.tile(new TilePath(1, 0, 1)));
        assertThrows(IllegalArgumentException.class, () -> tree.tile(new TilePath(63, 0, 1)));
    }

    @Test
    void holdsManyLeavesAndProvesAnyOfThem() {
        var tree = new MerkleTree();
        var leaf = new byte[32];
        var count = 200_000;
        for (var i = 0; i < count; i++) {
            leaf[0] = (byte) i;
            leaf[1] = (byte) (i >>> 8);
            leaf[2] = (byte) (i >>> 16);
            assertEquals(i, tree.appendLeaf(leaf, 0));
        }
        var root = tree.root();
        assertEquals(root, tree.root(count));
        var random = new SplittableRandom(3);
        for (var i = 0; i < 200; i++) {
            var index = random.nextInt(count);
            assertTrue(tree.inclusion(index, count).holds(tree.leaf(index), root));
            var from = random.nextInt(count);
            assertTrue(tree.consistency(from, count).holds(tree.root(from), root));
        }
    }

    @Test
    void hasTilesFromWhichItsRootFollows() {
        var tree = tree(entries(70_000));
        var tiles = TilePath.of(70_000);

        assertEquals(273 + 1 + 1 + 1 + 1, tiles.size());
        var level0 = new MerkleTree();
        for (var tile : tiles) {
            var hashes = tree.tile(tile);
            assertEquals(tile.width() * 32, hashes.length);
            if (tile.level() == 0) {
                for (var i = 0; i < tile.width(); i++) {
                    level0.appendLeaf(hashes, i * 32);
                }
            } else {
                var below = new MerkleTree();
                var first = tree.tile(new TilePath(tile.level() - 1, tile.firstHash(), 256));
                for (var i = 0; i < 256; i++) {
                    below.appendLeaf(first, i * 32);
                }
                assertArrayEquals(below.root().toBytes(), Arrays.copyOf(hashes, 32));
            }
        }
        assertEquals(tree.root(), level0.root());
    }

    private static List<List<Digest>> mangled(List<Digest> path) {
        List<List<Digest>> mangled = new ArrayList<>();
        for (var i = 0; i < path.size(); i++) {
            List<Digest> shorter = new ArrayList<>(path);
            shorter.remove(i);
            mangled.add(shorter);
            List<Digest> longer = new ArrayList<>(path);
            longer.add(i, path.get(i));
            mangled.add(longer);
            var bytes = path.get(i).toBytes();
            bytes[i] ^= 1;
            List<Digest> altered = new ArrayList<>(path);
            altered.set(i, Digest.of(bytes));
            mangled.add(altered);
        }
        List<Digest> trailing = new ArrayList<>(path);
        trailing.add(Digest.of(new byte[32]));
        mangled.add(trailing);
        mangled.add(path.reversed().equals(path) ? List.of() : path.reversed());
        return mangled;
    }

    /// MTH of RFC 9162, section 2.1.1, word by word.
    private static Digest defined(List<byte[]> entries) {
        var hashing = new TreeHashing();
        if (entries.isEmpty()) {
            return hashing.empty();
        }
        if (entries.size() == 1) {
            return hashing.leaf(entries.getFirst());
        }
        var k = 1;
        while (2 * k < entries.size()) {
            k *= 2;
        }
        return hashing.node(
                defined(entries.subList(0, k)), defined(entries.subList(k, entries.size())));
    }

    private static MerkleTree eight() {
        var tree = new MerkleTree();
        for (var entry : ENTRIES) {
            tree.append(HexFormat.of().parseHex(entry));
        }
        return tree;
    }

    private static MerkleTree tree(List<byte[]> entries) {
        var tree = new MerkleTree();
        entries.forEach(tree::append);
        return tree;
    }

    private static List<byte[]> entries(int count) {
        List<byte[]> entries = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            entries.add(("entry " + i).getBytes(UTF_8));
        }
        return entries;
    }

    private static String hex(List<Digest> path) {
        return String.join(" ", path.stream().map(Digest::hex).toList());
    }
}
