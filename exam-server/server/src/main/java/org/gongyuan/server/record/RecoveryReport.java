package org.gongyuan.server.record;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What opening a journal found (`journal.md` section 6).
///
/// @param entries entries readable without a gap from index 0
/// @param tornTail what a crash left unfinished behind the last whole frame, cut at opening
/// @param remarks what was put right without loss, one sentence each
/// @param damages what no crash explains; not empty means reading and salvage only
/// @param later whole frames behind the first damage, listed for salvage, part of no sequence
/// @param checkpointSize entries covered by the latest synced checkpoint, if there is one
public record RecoveryReport(
        String origin,
        int segments,
        long entries,
        Optional<TornTail> tornTail,
        List<String> remarks,
        List<JournalDamage> damages,
        List<Later> later,
        OptionalLong checkpointSize) {

    public RecoveryReport {
        remarks = List.copyOf(remarks);
        damages = List.copyOf(damages);
        later = List.copyOf(later);
    }

    /// The unacknowledged rest of the last group, from `offset` on. `index` is the entry that would
    /// have stood there.
    public record TornTail(String file, long offset, long index, long bytes) {

        /// What was cut, in a sentence.
        public String sentence() {
            return ("segment %s: %d bytes of a group that was never synced were cut at offset %d;"
                            + " entry %d is free")
                    .formatted(file, bytes, offset, index);
        }
    }

    /// Whole frames `firstIndex..lastIndex` that stand in one piece behind damage.
    public record Later(String file, long offset, long firstIndex, long lastIndex) {

        Later to(long index) {
            return new Later(file, offset, firstIndex, index);
        }
    }
}
