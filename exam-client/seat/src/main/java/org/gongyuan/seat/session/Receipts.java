package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.receipt.NotAReceipt;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.seat.journal.Memory;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.SignedNote;
import org.gongyuan.trust.suite.Digest;

import java.util.List;

/// Checks a receipt before the candidate is shown it (seat-protocol.md section 11).
public final class Receipts {

    private Receipts() {}

    /// What the check of a receipt found.
    public sealed interface Finding {

        /// It is about this session and these responses, is in the log, and a node this seat knows
        /// signed the log.
        record Holds() implements Finding {}

        /// All holds but the signature, which this seat cannot check: it knows no node's key.
        record SignerNotKnown() implements Finding {}

        /// It does not hold.
        record Fails(String because) implements Finding {

            public Fails {
                requireNonNull(because, "because");
            }
        }
    }

    static Finding check(String text, Memory memory, Digest sheet, List<NoteKey> known) {
        try {
            var receipt = Receipt.parse(text);
            var session = memory.begun().session();
            return switch (receipt.entry()) {
                case SessionEntry.Submitted submitted
                        when submitted.session().equals(session)
                                && submitted.lastSeq() == memory.lastSeq()
                                && submitted.head().equals(memory.head())
                                && submitted.sheet().equals(sheet) ->
                        inLog(receipt, known);
                case SessionEntry.Expired expired when expired.session().equals(session) ->
                        inLog(receipt, known);
                default -> new Finding.Fails("it is not about what was given at this seat");
            };
        } catch (NotAReceipt refused) {
            return new Finding.Fails(refused.getMessage());
        }
    }

    private static Finding inLog(Receipt receipt, List<NoteKey> known) {
        try {
            var note = SignedNote.parse(receipt.checkpoint());
            var checkpoint = Checkpoint.parse(note.text());
            if (receipt.index() >= checkpoint.size()) {
                return new Finding.Fails("the checkpoint is older than the entry");
            }
            var proof = new InclusionProof(receipt.index(), checkpoint.size(), receipt.proof());
            if (!proof.holds(receipt.leaf().toBytes(), checkpoint.root())) {
                return new Finding.Fails("the proof does not lead to the checkpoint");
            }
            var named =
                    known.stream().filter(key -> key.name().equals(checkpoint.origin())).toList();
            if (named.isEmpty()) {
                return new Finding.SignerNotKnown();
            }
            return note.signers(named).isEmpty()
                    ? new Finding.Fails("the checkpoint is not signed by its node")
                    : new Finding.Holds();
        } catch (IllegalArgumentException refused) {
            return new Finding.Fails(refused.getMessage());
        }
    }

    /// The code shown beside a receipt, or nothing for what is no receipt (section 11.3).
    static String shortCode(String text) {
        try {
            return Receipt.parse(text).shortCode();
        } catch (NotAReceipt _) {
            return "";
        }
    }
}
