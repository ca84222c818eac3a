package org.gongyuan.server.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.receipt.NotAReceipt;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.scoring.Results;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.trust.suite.Digest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// All that a node tells the public (`publication.md` sections 2 and 3). A sitting that is not
/// published, and one that nobody knows, are the same: the same bytes, and nothing is looked up.
public final class PublicAnswers {

    private static final byte[] UNPUBLISHED = "{\"state\":\"unpublished\"}".getBytes(UTF_8);

    private final Map<String, Published> sittings = new ConcurrentHashMap<>();
    private final AtomicLong lookups = new AtomicLong();

    private record Published(PublicResults results, PublicReceipts receipts) {

        private Published ended() {
            return new Published(results.ended(), receipts.ended());
        }
    }

    /// Makes the results of a sitting public.
    ///
    /// @param sessions the session of every candidate who was admitted, by his commitment
    /// @param logs the logs that receipts may come from
    public void publish(
            SittingId sitting,
            Results results,
            Roster roster,
            Map<Digest, SessionId> sessions,
            List<PublicReceipts.Log> logs) {
        requireNonNull(sitting, "sitting");
        var toCandidates = new PublicResults();
        toCandidates.publish(results, roster, sessions);
        var receipts = new PublicReceipts();
        receipts.publish(results, logs);
        sittings.put(sitting.text(), new Published(toCandidates, receipts));
    }

    /// From now on nobody is told a result of a sitting that was published here: the time for which
    /// they are kept is over. Receipts are checked against the record as before.
    public void end(SittingId sitting) {
        var _ = sittings.computeIfPresent(sitting.text(), (_, published) -> published.ended());
    }

    /// Tells of a sitting that was published once, and whose results are kept no more.
    public void ended(SittingId sitting, List<PublicReceipts.Log> logs) {
        var receipts = new PublicReceipts();
        receipts.publish(logs);
        sittings.put(sitting.text(), new Published(new PublicResults(), receipts).ended());
    }

    /// The answer to whoever asks for the result of a ticket number with its secret; anything may
    /// be missing.
    public byte[] results(
            Optional<String> sitting, Optional<String> ticket, Optional<String> secret) {
        var published = sitting.map(sittings::get);
        if (published.isEmpty()) {
            return UNPUBLISHED.clone();
        }
        lookups.incrementAndGet();
        return published.get().results().answer(ticket, secret);
    }

    /// The answer to a receipt's text. Which sitting it is of, its checkpoint says.
    public byte[] receipt(String text) {
        if (sittings.isEmpty()) {
            return UNPUBLISHED.clone();
        }
        Optional<String> sitting;
        try {
            sitting = sitting(Receipt.parse(text));
        } catch (NotAReceipt _) {
            return PublicReceipts.not("not-a-receipt").getBytes(UTF_8);
        }
        var published = sitting.map(sittings::get);
        if (published.isEmpty()) {
            return UNPUBLISHED.clone();
        }
        lookups.incrementAndGet();
        return published.get().receipts().answer(text);
    }

    /// How many sittings are published here.
    public int published() {
        return sittings.size();
    }

    /// How often something was looked up for somebody: never before publication, and afterwards
    /// once for each asking, whoever the candidate is.
    public long lookups() {
        return lookups.get();
    }

    /// The middle part of the origin, `body/sitting/node`.
    private static Optional<String> sitting(Receipt receipt) {
        var origin = receipt.checkpoint().lines().findFirst().orElse("");
        int last = origin.lastIndexOf('/');
        int before = last < 1 ? -1 : origin.lastIndexOf('/', last - 1);
        return before < 0 ? Optional.empty() : Optional.of(origin.substring(before + 1, last));
    }
}
