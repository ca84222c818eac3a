package org.gongyuan.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.SignedCheckpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Writes what a search finds as a file that can be verified elsewhere (`staff-access.md` 6.4):
/// every entry with the proof that leads to a signed checkpoint of its log. It is written line by
/// line, so that its length is bounded by nothing but what was asked for.
public final class RecordExport {

    /// How every export begins.
    public static final String FIRST_LINE = "gongyuan-audit-export/1";

    private static final int AT_ONCE = 200;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final RecordIndex index;

    /// Takes the export's lines, each without its end.
    public interface Lines {

        /// Takes one line.
        void line(String line) throws IOException, InterruptedException;
    }

    private record Shown(int number, SignedCheckpoint checkpoint) {}

    /// Exports from this index.
    public RecordExport(RecordIndex index) {
        this.index = requireNonNull(index, "index");
    }

    /// Writes everything a query finds, the oldest first; returns how many entries that were.
    public long write(RecordQuery query, StaffId by, Instant at, Lines to)
            throws IOException, InterruptedException {
        to.line(FIRST_LINE);
        to.line("by " + by);
        to.line("at " + at);
        to.line("asked " + TEXT.encodeToString(query.text().getBytes(UTF_8)));
        var shown = new HashMap<String, Shown>();
        long count = 0;
        var cursor = OptionalLong.empty();
        do {
            var page = index.find(query.in(RecordQuery.Order.OLDEST), cursor, AT_ONCE);
            for (var found : page.found()) {
                count += entry(found, shown, to);
            }
            cursor = page.next();
        } while (cursor.isPresent());
        to.line("end " + count);
        return count;
    }

    /// An entry younger than the checkpoint of its log, which was signed when the first was
    /// written, is left to the next export.
    private static int entry(RecordIndex.Found found, Map<String, Shown> shown, Lines to)
            throws IOException, InterruptedException {
        var log = found.log();
        var known = shown.get(log.origin());
        if (known == null) {
            known = new Shown(shown.size(), log.checkpoint());
            shown.put(log.origin(), known);
            var note = known.checkpoint().note().toBytes();
            to.line("log %d %s".formatted(known.number(), TEXT.encodeToString(note)));
        }
        if (found.index() >= known.checkpoint().size()) {
            return 0;
        }
        var proof = log.inclusion(found.index(), known.checkpoint().size());
        var hashes = new ByteArrayOutputStream();
        proof.path().forEach(hash -> hashes.writeBytes(hash.toBytes()));
        to.line(
                "entry %d %d %s %s"
                        .formatted(
                                known.number(),
                                found.index(),
                                TEXT.encodeToString(Leaf.of(found.entry())),
                                hashes.size() == 0
                                        ? "-"
                                        : TEXT.encodeToString(hashes.toByteArray())));
        return 1;
    }
}
