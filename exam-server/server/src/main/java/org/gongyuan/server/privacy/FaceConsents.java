package org.gongyuan.server.privacy;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Separate consents to face data (PIPL art. 29), apart from the exam rules and taken back at any
/// time (`staff-access.md` 9.5). Kept under a keyed hash of the candidate; who gave none sits the
/// examination all the same.
public final class FaceConsents {

    private final RevisedDocuments documents;
    private final StaffKey key;
    private final InstantSource clock;

    /// Where one candidate's consent stands.
    public record Consent(SittingId sitting, boolean given, Instant at) {

        public Consent {
            requireNonNull(sitting, "sitting");
            requireNonNull(at, "at");
        }
    }

    /// How many of a sitting gave it, and how many took it back.
    public record Count(int given, int withdrawn) {

        private Count with(boolean isGiven) {
            return isGiven ? new Count(given + 1, withdrawn) : new Count(given, withdrawn + 1);
        }
    }

    /// Consents in these documents.
    public FaceConsents(RevisedDocuments documents, StaffKey key, InstantSource clock) {
        this.documents = requireNonNull(documents, "documents");
        this.key = requireNonNull(key, "key");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Where a candidate's consent stands; nothing when he was never asked.
    public Optional<Consent> of(SittingId sitting, Digest candidate) {
        return Answered.by(documents.find(id(sitting, candidate))).map(FaceConsents::read);
    }

    /// Enters that it was given or taken back; false when it stands so already, or was never given.
    public boolean enter(SittingId sitting, Digest candidate, boolean given) {
        var id = id(sitting, candidate);
        var found = Answered.by(documents.find(id));
        boolean stands = found.map(FaceConsents::read).map(Consent::given).orElse(false);
        if (stands == given) {
            return false;
        }
        long revision = found.map(RevisedDocument::revision).orElse(0L) + 1;
        var to = new CborWriter(64).array(3).text(sitting.text());
        to.uint(given ? 1 : 0).uint(clock.instant().toEpochMilli());
        return Answered.by(
                documents.put(new RevisedDocument(id, revision, Octets.of(to.toBytes()))));
    }

    /// The counts of each sitting.
    public Map<String, Count> counts() {
        var counts = new TreeMap<String, Count>();
        for (var document : Answered.by(documents.all())) {
            var consent = read(document);
            var before = counts.getOrDefault(consent.sitting().text(), new Count(0, 0));
            counts.put(consent.sitting().text(), before.with(consent.given()));
        }
        return counts;
    }

    /// Removes the consents whose time is over by the table; returns how many.
    public int prune(RetentionTable table) {
        int pruned = 0;
        for (var document : Answered.by(documents.all())) {
            var until = table.of(RetentionTable.FACE).until(read(document).at());
            if (clock.instant().isAfter(until) && Answered.by(documents.remove(document))) {
                pruned++;
            }
        }
        return pruned;
    }

    private DocumentId id(SittingId sitting, Digest candidate) {
        return new DocumentId(key.lookUp("face consent", sitting + "/" + candidate.hex()).hex());
    }

    private static Consent read(RevisedDocument document) {
        var from = new CborReader(document.body().toBytes());
        from.array(3);
        var consent =
                new Consent(
                        new SittingId(from.text()),
                        from.uint() == 1,
                        Instant.ofEpochMilli(from.uint()));
        from.end();
        return consent;
    }
}
