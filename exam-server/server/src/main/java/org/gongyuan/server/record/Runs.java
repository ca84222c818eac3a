package org.gongyuan.server.record;

import java.util.ArrayList;
import java.util.List;

/// Where the entries stand: pieces in index order, and how many entries are durable. The writer
/// adds, readers look; a reader never sees an entry that is not durable yet.
final class Runs {

    private volatile List<Run> runs;
    private volatile long durable;

    Runs(List<Run> runs, long durable) {
        this.runs = List.copyOf(runs);
        this.durable = durable;
    }

    void add(Run run) {
        var more = new ArrayList<>(runs);
        more.add(run);
        runs = List.copyOf(more);
    }

    void durable(long count) {
        durable = count;
    }

    long durable() {
        return durable;
    }

    /// The piece that holds a durable entry.
    Run holding(long index) {
        if (index < 0 || index >= durable) {
            throw new IndexOutOfBoundsException(
                    "entry %d is outside 0..%d".formatted(index, durable - 1));
        }
        var pieces = runs;
        var low = 0;
        var high = pieces.size() - 1;
        while (low < high) {
            var middle = (low + high + 1) >>> 1;
            if (pieces.get(middle).firstIndex() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        // An empty piece has the first index of its successor; the last of them holds the entry.
        return pieces.get(low);
    }
}
