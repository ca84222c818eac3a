package org.gongyuan.trust.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Hashes kept in memory: about 34 bytes per leaf, in pieces of one mebibyte that are never copied
/// when the tree grows.
public final class MemoryHashes implements HashStore {

    private static final int PIECE = 1 << 15;
    private static final int FIRST = 256;

    private final List<Level> levels = new ArrayList<>();

    private static final class Level {

        private final List<byte[]> pieces = new ArrayList<>();
        private long count;

        private void append(byte[] source, int at) {
            var piece = (int) (count / PIECE);
            var place = (int) (count % PIECE);
            if (place == 0) {
                pieces.add(new byte[(piece == 0 ? FIRST : PIECE) * TreeHashing.HASH]);
            } else if (piece == 0 && place * TreeHashing.HASH == pieces.getFirst().length) {
                pieces.set(
                        0,
                        Arrays.copyOf(
                                pieces.getFirst(), Math.min(PIECE, 4 * place) * TreeHashing.HASH));
            }
            System.arraycopy(
                    source, at, pieces.get(piece), place * TreeHashing.HASH, TreeHashing.HASH);
            count++;
        }
    }

    @Override
    public void append(int level, byte[] source, int at) {
        while (levels.size() <= level) {
            levels.add(new Level());
        }
        levels.get(level).append(source, at);
    }

    @Override
    public void read(int level, long index, byte[] target, int at) {
        Objects.checkIndex(index, count(level));
        System.arraycopy(
                levels.get(level).pieces.get((int) (index / PIECE)),
                (int) (index % PIECE) * TreeHashing.HASH,
                target,
                at,
                TreeHashing.HASH);
    }

    @Override
    public long count(int level) {
        return level < levels.size() ? levels.get(level).count : 0;
    }
}
