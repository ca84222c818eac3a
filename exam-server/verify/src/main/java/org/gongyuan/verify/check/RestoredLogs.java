package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteRefused;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Logs of lost nodes that were restored from copies: another log vouches for each, under two
/// persons (V35), and that log's key signs the checkpoint (V03; `exam-record.md` section 9).
final class RestoredLogs {

    private final SittingTrail sitting;
    private final Map<String, LogReading> logs = new HashMap<>();
    private final Findings findings;

    RestoredLogs(SittingTrail sitting, List<LogReading> logs, Findings findings) {
        this.sitting = sitting;
        this.findings = findings;
        logs.forEach(log -> this.logs.put(log.origin(), log));
    }

    void check() {
        var vouched = new HashMap<String, SittingTrail.Placed<SittingEntry.LogRestored>>();
        for (var fact : sitting.all(SittingEntry.LogRestored.class)) {
            check(fact);
            findings.claim(
                    vouched.putIfAbsent(fact.entry().origin(), fact) == null,
                    Check.V35,
                    fact.where(),
                    "log %s is restored twice".formatted(fact.entry().origin()));
        }
        for (var log : logs.values()) {
            var by = vouched.get(log.origin());
            signatures(log, by);
            if (!log.notRestored().isEmpty()) {
                findings.claim(
                        by != null,
                        Check.V35,
                        log.origin(),
                        "entries are missing in it, and no log says that it was restored");
            }
        }
    }

    private void check(SittingTrail.Placed<SittingEntry.LogRestored> fact) {
        var entry = fact.entry();
        findings.claim(
                !entry.proposer().equals(entry.approver()),
                Check.V35,
                fact.where(),
                "a log was restored by one person alone");
        var log = logs.get(entry.origin());
        findings.claim(
                log != null
                        && !entry.origin().equals(fact.log())
                        && log.last()
                                .filter(
                                        last ->
                                                last.size() == entry.size()
                                                        && last.root().equals(entry.root()))
                                .isPresent()
                        && log.notRestored().size() == entry.missing(),
                Check.V35,
                fact.where(),
                "log %s is not the one that was restored, with %d entries, %d missing"
                        .formatted(entry.origin(), entry.size(), entry.missing()));
    }

    /// Checkpoints that no key of the log itself signed: those of a restored log are by the key of
    /// the log that vouches for it, and say exactly what that log says.
    private void signatures(LogReading log, SittingTrail.Placed<SittingEntry.LogRestored> by) {
        for (var note : log.signedByOthers()) {
            try {
                var keys =
                        by == null || by.log().equals(log.origin())
                                ? log.noteKeys()
                                : logs.get(by.log()).keysInForce().stream()
                                        .map(key -> new NoteKey(log.origin(), key))
                                        .toList();
                var checkpoint = Checkpoint.open(note, keys);
                findings.claim(
                        checkpoint.size() == by.entry().size()
                                && checkpoint.root().equals(by.entry().root()),
                        Check.V03,
                        log.origin(),
                        "a checkpoint of the restored log is not the one that is vouched for");
            } catch (NoteRefused refused) {
                findings.fails(Check.V03, log.origin(), refused.getMessage());
            }
        }
    }
}
