package org.gongyuan.server.sitting;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// A record in memory: entries are taken at once and become durable at [#sync()]. A crash loses
/// what was not synced.
public final class MemoryLog implements SittingLog {

    private record Kept(Octets leaf, Octets attachment) {}

    private final List<Kept> durable = new ArrayList<>();
    private final List<Kept> waiting = new ArrayList<>();
    private final Deque<LongConsumer> told = new ArrayDeque<>();
    private Taking taking = Taking.TAKEN;

    @Override
    public Taking append(Entry entry, byte[] attachment, Urgency urgency, LongConsumer then) {
        if (taking == Taking.TAKEN) {
            waiting.add(new Kept(Octets.of(Leaf.of(entry)), Octets.of(attachment)));
            told.add(then);
        }
        return taking;
    }

    @Override
    public void receipt(long index, Consumer<String> then) {
        then.accept("receipt of " + index);
    }

    @Override
    public void attachments(long[] indices, Consumer<byte[][]> then) {
        var found = new byte[indices.length][];
        for (int i = 0; i < indices.length; i++) {
            found[i] = durable.get((int) indices[i]).attachment().toBytes();
        }
        then.accept(found);
    }

    @Override
    public long keepForeign(byte[] attachment) {
        throw new UnsupportedOperationException("there are no other nodes");
    }

    /// What waits becomes durable, and is told.
    public boolean sync() {
        boolean any = !waiting.isEmpty();
        int first = durable.size();
        int count = waiting.size();
        durable.addAll(waiting);
        waiting.clear();
        for (int i = 0; i < count; i++) {
            told.poll().accept(first + i);
        }
        return any;
    }

    /// What is not synced is lost, and nothing more is told.
    public void crash() {
        waiting.clear();
        told.clear();
        taking = Taking.STOPPED;
    }

    /// The same durable entries for a node that begins anew.
    public MemoryLog reopened() {
        var log = new MemoryLog();
        log.durable.addAll(durable);
        return log;
    }

    /// Only the first durable entries, for a node that went down before the others were.
    public MemoryLog reopenedWithFirst(int count) {
        var log = new MemoryLog();
        log.durable.addAll(durable.subList(0, count));
        return log;
    }

    /// What is said about entries from now on.
    public void takes(Taking now) {
        taking = now;
    }

    /// All durable entries.
    public List<Entry> entries() {
        return durable.stream().map(kept -> Leaf.read(kept.leaf().toBytes())).toList();
    }
}
