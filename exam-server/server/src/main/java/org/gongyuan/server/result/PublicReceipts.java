package org.gongyuan.server.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.receipt.NotAReceipt;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.scoring.Results;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteRefused;
import org.gongyuan.trust.suite.Digest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells whether a receipt is in the record and which score was computed from it
/// (`publication.md` section 3). Before publication it is the same bytes for every text.
public final class PublicReceipts {

    private static final byte[] UNPUBLISHED = "{\"state\":\"unpublished\"}".getBytes(UTF_8);
    private static final int LARGEST = 8_000;

    private volatile Optional<Published> published = Optional.empty();

    /// The log that a receipt is looked up in: its name and the keys that may have signed its
    /// checkpoints.
    public record Log(String origin, List<NoteKey> keys) {

        public Log {
            requireNonNull(origin, "origin");
            keys = List.copyOf(keys);
        }
    }

    /// @param results empty when they are kept no more
    private record Published(
            Optional<Results> results, Map<SessionId, Results.Result> bySession, List<Log> logs) {

        private String state() {
            return results.isPresent() ? "published" : "ended";
        }
    }

    /// Makes receipts checkable against published results.
    public void publish(Results results, List<Log> logs) {
        var bySession = new HashMap<SessionId, Results.Result>();
        results.scored().forEach(result -> bySession.put(result.session(), result));
        published =
                Optional.of(
                        new Published(
                                Optional.of(results), Map.copyOf(bySession), List.copyOf(logs)));
    }

    /// Makes receipts checkable against the record alone: results are kept no more.
    void publish(List<Log> logs) {
        published = Optional.of(new Published(Optional.empty(), Map.of(), List.copyOf(logs)));
    }

    /// The same without results.
    PublicReceipts ended() {
        var ended = new PublicReceipts();
        published.ifPresent(now -> ended.publish(now.logs()));
        return ended;
    }

    /// The answer to a receipt's text.
    public byte[] answer(String text) {
        var now = published;
        return now.isEmpty() ? UNPUBLISHED.clone() : answer(now.get(), text).getBytes(UTF_8);
    }

    private static String answer(Published now, String text) {
        if (text.length() > LARGEST) {
            return not("not-a-receipt");
        }
        Receipt receipt;
        SessionEntry entry;
        try {
            receipt = Receipt.parse(text);
            entry = receipt.entry();
        } catch (NotAReceipt _) {
            return not("not-a-receipt");
        }
        var checkpoint = checkpoint(now, receipt);
        if (checkpoint.isEmpty()) {
            return not("checkpoint-signature");
        }
        if (!isIncluded(receipt, checkpoint.get())) {
            return not("not-included");
        }
        var sheet =
                switch (entry) {
                    case SessionEntry.Submitted submitted -> submitted.sheet();
                    case SessionEntry.Expired expired -> expired.sheet();
                    default -> null;
                };
        if (sheet == null) {
            return not("not-a-closing-entry");
        }
        var closed = entry instanceof SessionEntry.Submitted ? "submitted" : "expired";
        return "{\"state\":\"%s\",\"inRecord\":true,\"session\":\"%s\",\"closed\":\"%s\"%s}"
                .formatted(
                        now.state(), entry.session(), closed, score(now, entry.session(), sheet));
    }

    private static String score(Published now, SessionId session, Digest sheet) {
        if (now.results().isEmpty()) {
            return "";
        }
        var results = now.results().get();
        var result = now.bySession().get(session);
        if (result == null || !result.sheet().equals(sheet)) {
            return ",\"points\":null,\"maximum\":null,\"level\":null";
        }
        return ",\"points\":\"%s\",\"maximum\":\"%s\",\"level\":%s"
                .formatted(
                        result.raw(),
                        results.maximum(),
                        result.level().isPresent()
                                ? Json.text(results.levels().get(result.level().getAsInt()))
                                : "null");
    }

    private static Optional<Checkpoint> checkpoint(Published now, Receipt receipt) {
        for (var log : now.logs()) {
            try {
                var checkpoint = Checkpoint.open(receipt.checkpoint().getBytes(UTF_8), log.keys());
                if (checkpoint.origin().equals(log.origin())) {
                    return Optional.of(checkpoint);
                }
            } catch (NoteRefused _) {
                // Not of this log; perhaps of the next.
            }
        }
        return Optional.empty();
    }

    private static boolean isIncluded(Receipt receipt, Checkpoint checkpoint) {
        try {
            return receipt.index() < checkpoint.size()
                    && new InclusionProof(receipt.index(), checkpoint.size(), receipt.proof())
                            .holds(receipt.leaf().toBytes(), checkpoint.root());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static String not(String because) {
        return "{\"state\":\"published\",\"inRecord\":false,\"because\":\"%s\"}".formatted(because);
    }
}
