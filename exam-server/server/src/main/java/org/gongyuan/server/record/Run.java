package org.gongyuan.server.record;

import java.util.Arrays;

/// Entries that stand one behind the other in one segment, with the offset of every 64th, so that
/// any of them is found in a few steps. One thread extends it, others may read up to a count they
/// got from that thread.
final class Run {

    static final int STRIDE = 64;

    private final String file;
    private final long segment;
    private final long firstIndex;
    private volatile int[] offsets = new int[16];
    private volatile long count;

    Run(String file, long segment, long firstIndex) {
        this.file = file;
        this.segment = segment;
        this.firstIndex = firstIndex;
    }

    /// Notes that the next entry stands at `offset`.
    void extend(long offset) {
        var next = count;
        if (next % STRIDE == 0) {
            var slot = (int) (next / STRIDE);
            var known = offsets;
            if (slot == known.length) {
                known = Arrays.copyOf(known, 2 * slot);
            }
            known[slot] = (int) offset;
            offsets = known;
        }
        count = next + 1;
    }

    String file() {
        return file;
    }

    long segment() {
        return segment;
    }

    long firstIndex() {
        return firstIndex;
    }

    long end() {
        return firstIndex + count;
    }

    /// The offset of the last entry at or before `index` whose offset is known.
    long offsetNear(long index) {
        return offsets[(int) ((index - firstIndex) / STRIDE)];
    }

    /// The index of the entry at `offsetNear(index)`.
    long indexNear(long index) {
        return index - (index - firstIndex) % STRIDE;
    }
}
