package org.gongyuan.server.conclusion;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.record.JournalReader;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the record of a sitting says of acts to open its responses (`scoring.md` 1.6): whether one
/// is due, and whether one stands.
public final class OpeningActs {

    private static final String OPENED_AT_THE_STAFF_PORT = "open-sitting";

    private final List<Entry> entries;

    private OpeningActs(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /// Those in all logs of a sitting.
    public static OpeningActs in(List<JournalReader> logs) {
        var entries = new ArrayList<Entry>();
        for (var log : requireNonNull(logs, "logs")) {
            log.read(
                    0,
                    log.size(),
                    found -> {
                        var entry = Leaf.read(found.leaf());
                        if (entry instanceof SittingEntry.Acted
                                || entry instanceof SittingEntry.Scored) {
                            entries.add(entry);
                        }
                    });
        }
        return new OpeningActs(entries);
    }

    /// Whether the responses are opened under such an act alone: the sitting was opened by an act
    /// itself.
    public boolean isDue() {
        return entries.stream()
                .filter(SittingEntry.Acted.class::isInstance)
                .map(SittingEntry.Acted.class::cast)
                .anyMatch(
                        acted ->
                                ActDocument.read(acted.act().toBytes())
                                        .kind()
                                        .equals(OPENED_AT_THE_STAFF_PORT));
    }

    /// Demands that an act upon this stands, where one is due.
    ///
    /// @throws ConclusionRefused when none does
    public void demand(OpeningPayload what) throws ConclusionRefused {
        if (isDue() && !stands(what)) {
            throw new ConclusionRefused(
                    ("no act %s stands for sitting %s: one proposes and another approves it at the"
                                    + " staff port first")
                            .formatted(OpeningPayload.WORD, what.sitting()));
        }
    }

    /// Whether an act upon this stands: it was entered, and nothing was scored since.
    public boolean stands(OpeningPayload what) {
        var scored =
                entries.stream()
                        .filter(SittingEntry.Scored.class::isInstance)
                        .map(Entry::at)
                        .max(Instant::compareTo)
                        .orElse(Instant.MIN);
        return entries.stream()
                .filter(SittingEntry.Acted.class::isInstance)
                .map(SittingEntry.Acted.class::cast)
                .filter(acted -> !acted.at().isBefore(scored))
                .anyMatch(
                        acted ->
                                OpeningPayload.of(acted.act().toBytes())
                                        .filter(what::equals)
                                        .isPresent());
    }
}
