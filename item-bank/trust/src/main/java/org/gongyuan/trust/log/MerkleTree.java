package org.gongyuan.trust.log;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Digest;

import java.util.ArrayList;
import java.util.List;

/// The Merkle tree over the entries of a log (`item-bank/spec/trust.md`, section 9.1; RFC 9162,
/// section 2.1): grows at its right edge, tells its root at any size it had, and proves that an
/// entry is in it and that it only grew. Appending costs two hashes on average. Safe for several
/// threads.
public final class MerkleTree {

    /// Every how many levels hashes are stored.
    static final int STRIDE = 4;

    private static final int HASH = TreeHashing.HASH;
    private static final int LEVELS = 64;

    private final HashStore store;
    private final TreeHashing hashing = new TreeHashing();
    private final byte[] peaks = new byte[LEVELS * HASH];
    private final byte[] fresh = new byte[HASH];
    private long size;

    /// An empty tree with its hashes in memory.
    public MerkleTree() {
        this(new MemoryHashes());
    }

    /// A tree over the hashes that are in `store` already.
    public MerkleTree(HashStore store) {
        this.store = requireNonNull(store, "store");
        this.size = store.count(0);
        for (var level = STRIDE; level < LEVELS; level += STRIDE) {
            if (store.count(level) != size >>> level) {
                throw new IllegalArgumentException(
                        "level %d of a tree of %d leaves has %d hashes, %d are due"
                                .formatted(level, size, store.count(level), size >>> level));
            }
        }
        for (var level = 0; level < LEVELS - 1; level++) {
            if ((size >>> level & 1) == 1) {
                node(level, (size >>> level) - 1, peaks, level * HASH);
            }
        }
    }

    /// How many leaves the tree has.
    public synchronized long size() {
        return size;
    }

    /// Appends an entry and tells its index.
    public long append(byte[] entry) {
        return append(entry, 0, entry.length);
    }

    /// Appends the entry `source[from..to)` and tells its index.
    public synchronized long append(byte[] source, int from, int to) {
        hashing.leafInto(source, from, to, fresh, 0);
        return grow();
    }

    /// Appends an entry by its leaf hash, which stands in `source` from `at` on, and tells its
    /// index.
    public synchronized long appendLeaf(byte[] source, int at) {
        System.arraycopy(source, at, fresh, 0, HASH);
        return grow();
    }

    /// The root over all leaves.
    public synchronized Digest root() {
        return root(size);
    }

    /// The root over the first `size` leaves.
    public synchronized Digest root(long size) {
        checkSize(size);
        if (size == 0) {
            return hashing.empty();
        }
        var root = new byte[HASH];
        if (size == this.size) {
            rootOfPeaks(root);
        } else {
            range(0, size, root);
        }
        return Digest.of(root);
    }

    /// The leaf hash at `index`.
    public synchronized Digest leaf(long index) {
        var hash = new byte[HASH];
        checkIndex(index, size);
        store.read(0, index, hash, 0);
        return Digest.of(hash);
    }

    /// Proves that the leaf at `index` is in the tree of the first `size` leaves.
    public synchronized InclusionProof inclusion(long index, long size) {
        checkSize(size);
        checkIndex(index, size);
        List<Digest> path = new ArrayList<>();
        path(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    /// Proves that the tree of the first `from` leaves grew into that of the first `to`.
    public synchronized ConsistencyProof consistency(long from, long to) {
        checkSize(to);
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(
                    "a tree of %d leaves does not grow into one of %d".formatted(from, to));
        }
        List<Digest> path = new ArrayList<>();
        if (from > 0 && from < to) {
            subproof(from, 0, to, true, path);
        }
        return new ConsistencyProof(from, to, path);
    }

    /// The hashes of a tile (section 9.3), one after the other.
    public synchronized byte[] tile(TilePath tile) {
        var level = Math.multiplyExact(tile.level(), TilePath.HEIGHT);
        if (level >= LEVELS - 1 || tile.firstHash() + tile.width() > size >>> level) {
            throw new IllegalArgumentException(
                    "%s is not in a tree of %d leaves".formatted(tile.path(), size));
        }
        var hashes = new byte[tile.width() * HASH];
        for (var i = 0; i < tile.width(); i++) {
            node(level, tile.firstHash() + i, hashes, i * HASH);
        }
        return hashes;
    }

    private long grow() {
        store.append(0, fresh, 0);
        var level = 0;
        for (var carry = size; (carry & 1) == 1; carry >>>= 1) {
            hashing.nodeInto(peaks, level * HASH, fresh, 0, fresh, 0);
            level++;
            if (level % STRIDE == 0) {
                store.append(level, fresh, 0);
            }
        }
        System.arraycopy(fresh, 0, peaks, level * HASH, HASH);
        return size++;
    }

    private void rootOfPeaks(byte[] root) {
        var level = Long.numberOfTrailingZeros(size);
        System.arraycopy(peaks, level * HASH, root, 0, HASH);
        for (level++; level < LEVELS - 1; level++) {
            if ((size >>> level & 1) == 1) {
                hashing.nodeInto(peaks, level * HASH, root, 0, root, 0);
            }
        }
    }

    /// PATH of RFC 9162, section 2.1.3.1, for the leaf `index` of the leaves from `begin` to `end`.
    private void path(long index, long begin, long end, List<Digest> path) {
        if (end - begin == 1) {
            return;
        }
        var middle = begin + split(end - begin);
        if (index < middle) {
            path(index, begin, middle, path);
            path.add(range(middle, end));
        } else {
            path(index, middle, end, path);
            path.add(range(begin, middle));
        }
    }

    /// SUBPROOF of RFC 9162, section 2.1.4.1.
    private void subproof(long from, long begin, long end, boolean whole, List<Digest> path) {
        if (from == end) {
            if (!whole) {
                path.add(range(begin, end));
            }
            return;
        }
        var middle = begin + split(end - begin);
        if (from <= middle) {
            subproof(from, begin, middle, whole, path);
            path.add(range(middle, end));
        } else {
            subproof(from, middle, end, false, path);
            path.add(range(begin, middle));
        }
    }

    private Digest range(long begin, long end) {
        var hash = new byte[HASH];
        range(begin, end, hash);
        return Digest.of(hash);
    }

    private void range(long begin, long end, byte[] target) {
        var length = end - begin;
        if (Long.bitCount(length) == 1) {
            var level = Long.numberOfTrailingZeros(length);
            node(level, begin >>> level, target, 0);
            return;
        }
        var middle = begin + split(length);
        var right = new byte[HASH];
        range(begin, middle, target);
        range(middle, end, right);
        hashing.nodeInto(target, 0, right, 0, target, 0);
    }

    /// The hash of a complete subtree.
    private void node(int level, long index, byte[] target, int at) {
        if (level % STRIDE == 0) {
            store.read(level, index, target, at);
            return;
        }
        var below = level - level % STRIDE;
        var count = 1 << (level - below);
        var hashes = new byte[count * HASH];
        for (var i = 0; i < count; i++) {
            store.read(below, index * count + i, hashes, i * HASH);
        }
        for (var left = count; left > 1; left /= 2) {
            for (var i = 0; i < left / 2; i++) {
                hashing.nodeInto(
                        hashes, 2 * i * HASH, hashes, (2 * i + 1) * HASH, hashes, i * HASH);
            }
        }
        System.arraycopy(hashes, 0, target, at, HASH);
    }

    /// The largest power of two below `length`.
    private static long split(long length) {
        return Long.highestOneBit(length - 1);
    }

    private void checkSize(long size) {
        if (size < 0 || size > this.size) {
            throw new IllegalArgumentException(
                    "size %d is outside 0..%d".formatted(size, this.size));
        }
    }

    private static void checkIndex(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "index %d is not in a tree of %d leaves".formatted(index, size));
        }
    }
}
