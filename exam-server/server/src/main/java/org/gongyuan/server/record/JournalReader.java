package org.gongyuan.server.record;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;

/// Reads entries of a journal, of one being written or of one that is damaged (then what stands
/// before the first damage). For use by any number of threads; it opens files of its own.
public final class JournalReader {

    private static final int WINDOW_FOR_ONE = 16 << 10;
    private static final int WINDOW_FOR_MANY = 1 << 20;

    private final JournalFiles files;
    private final String origin;
    private final Runs runs;

    JournalReader(JournalFiles files, String origin, Runs runs) {
        this.files = files;
        this.origin = origin;
        this.runs = runs;
    }

    /// Durable entries at this moment; their indexes are `0 .. size() - 1`.
    public long size() {
        return runs.durable();
    }

    /// The entry with this index.
    public JournalEntry entry(long index) {
        var run = runs.holding(index);
        try (var file = files.read(run.file())) {
            var place = find(run, index, window(run, file, WINDOW_FOR_ONE));
            return place;
        } catch (ClosedChannelException interrupted) {
            throw new JournalBroken(
                    "reading entry %d was interrupted".formatted(index), interrupted);
        } catch (IOException unreadable) {
            throw new JournalBroken("entry %d cannot be read".formatted(index), unreadable);
        }
    }

    /// Gives every entry from `from` up to, not including, `to` to `reader`, in order.
    public void read(long from, long to, Consumer<JournalEntry> reader) {
        if (from < 0 || to < from || to > size()) {
            throw new IndexOutOfBoundsException(
                    "entries %d..%d are outside 0..%d".formatted(from, to, size()));
        }
        var index = from;
        while (index < to) {
            var run = runs.holding(index);
            try (var file = files.read(run.file())) {
                var window = window(run, file, WINDOW_FOR_MANY);
                reader.accept(find(run, index, window));
                index++;
                for (var end = Math.min(to, run.end()); index < end; index++) {
                    look(run, index, window.next(), window);
                    reader.accept(taken(window));
                }
            } catch (IOException unreadable) {
                throw new JournalBroken(
                        "entries from %d on cannot be read".formatted(index), unreadable);
            }
        }
    }

    private JournalEntry find(Run run, long index, FrameWindow window) throws IOException {
        var at = run.indexNear(index);
        look(run, at, run.offsetNear(index), window);
        while (at < index) {
            at++;
            look(run, at, window.next(), window);
        }
        return taken(window);
    }

    private FrameWindow window(Run run, JournalFile file, int bytes) throws IOException {
        return new FrameWindow(file, file.size(), Frame.salt(origin, run.segment()), bytes);
    }

    private static void look(Run run, long index, long offset, FrameWindow window)
            throws IOException {
        var found = window.look(offset);
        if (found != FrameWindow.Found.ENTRY || window.index() != index) {
            throw new JournalBroken(
                    "segment %s, offset %d: entry %d stood here and does no longer"
                            .formatted(run.file(), offset, index));
        }
    }

    private static JournalEntry taken(FrameWindow window) {
        return new JournalEntry(window.index(), window.leaf(), window.attachment());
    }
}
