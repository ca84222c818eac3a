package org.gongyuan.verify.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.receipt.NotAReceipt;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.InclusionProof;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether receipts offered are in the logs that were read (V06).
final class ReceiptChecks {

    private final Map<String, LogReading> logs = new HashMap<>();
    private final Map<String, Checkpoint> opened = new HashMap<>();
    private final Findings findings;

    ReceiptChecks(List<LogReading> logs, Findings findings) {
        logs.forEach(log -> this.logs.put(log.origin(), log));
        this.findings = findings;
    }

    /// Checks one receipt.
    ///
    /// @param name what to call it in the findings
    /// @param text the receipt as the candidate has it
    void offered(String name, String text) {
        findings.examined(Check.V06);
        try {
            check(name, Receipt.parse(text));
        } catch (NotAReceipt | IllegalArgumentException refused) {
            findings.fails(Check.V06, name, refused.getMessage());
        }
    }

    private void check(String name, Receipt receipt) {
        var note = receipt.checkpoint();
        var origin = note.substring(0, Math.max(0, note.indexOf('\n')));
        var log = logs.get(origin);
        if (log == null) {
            findings.fails(
                    Check.V06, name, "its log \"%s\" is not in the bundle".formatted(origin));
            return;
        }
        var checkpoint =
                opened.computeIfAbsent(
                        note, text -> Checkpoint.open(text.getBytes(UTF_8), log.noteKeys()));
        var proof = new InclusionProof(receipt.index(), checkpoint.size(), receipt.proof());
        if (!proof.holds(receipt.leaf().toBytes(), checkpoint.root())) {
            findings.fails(Check.V06, name, "the proof does not lead to the checkpoint's root");
        } else if (!receipt.entry().equals(log.closing().get(receipt.index()))) {
            findings.fails(
                    Check.V06,
                    name,
                    "entry %d of %s is not what the receipt says"
                            .formatted(receipt.index(), origin));
        } else if (Leaf.of(Leaf.read(receipt.leaf().toBytes())).length != receipt.leaf().length()) {
            findings.fails(Check.V06, name, "the leaf is not as it was entered");
        }
    }
}
