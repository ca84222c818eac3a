package org.gongyuan.server.privacy;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What nodes that share a store must know of each other to delete the same (`staff-access.md`
/// 9.7): deletions that two persons decided at one of them, which every node that holds a copy
/// carries out, at its return if it was down; and until when the results of a sitting may be
/// objected to, which stands in the log of one node alone.
public final class SharedDeletions {

    private static final String DECIDED = "decided ";
    private static final String NOTICE = "notice ";

    private final RevisedDocuments documents;

    /// A deletion that two persons decided.
    ///
    /// @param upon as the act names it
    /// @param node at which it was decided
    public record Decided(
            String upon, Instant at, StaffId proposer, StaffId approver, String node) {

        public Decided {
            requireNonNull(upon, "upon");
            requireNonNull(at, "at");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
            requireNonNull(node, "node");
        }
    }

    /// Deletions in these documents.
    public SharedDeletions(RevisedDocuments documents) {
        this.documents = requireNonNull(documents, "documents");
    }

    /// Lets every node know of a deletion, before it is carried out anywhere.
    public void decide(Decided one) {
        var to = new CborWriter(256).array(4).uint(one.at().toEpochMilli());
        to.text(one.proposer().text()).text(one.approver().text()).text(one.node());
        put(DECIDED + one.upon(), to.toBytes());
    }

    /// All that was decided.
    public List<Decided> decided() {
        return Answered.by(documents.all()).stream()
                .filter(document -> document.id().text().startsWith(DECIDED))
                .map(SharedDeletions::decided)
                .toList();
    }

    private static Decided decided(RevisedDocument document) {
        var from = new CborReader(document.body().toBytes());
        from.array(4);
        var one =
                new Decided(
                        document.id().text().substring(DECIDED.length()),
                        Instant.ofEpochMilli(from.uint()),
                        new StaffId(from.text()),
                        new StaffId(from.text()),
                        from.text());
        from.end();
        return one;
    }

    /// Lets every node know until when the results of a sitting may be objected to; a later instant
    /// replaces an earlier one, never the other way round.
    public void notice(SittingId sitting, Instant until) {
        if (notice(sitting).filter(known -> !known.isBefore(until)).isEmpty()) {
            put(NOTICE + sitting, new CborWriter(16).uint(until.toEpochMilli()).toBytes());
        }
    }

    /// Until when the results of a sitting may be objected to; nothing when no notice began.
    public Optional<Instant> notice(SittingId sitting) {
        return Answered.by(documents.find(new DocumentId(NOTICE + sitting)))
                .map(
                        document -> {
                            var from = new CborReader(document.body().toBytes());
                            var until = Instant.ofEpochMilli(from.uint());
                            from.end();
                            return until;
                        });
    }

    private void put(String id, byte[] body) {
        var found = Answered.by(documents.find(new DocumentId(id)));
        long revision = found.map(RevisedDocument::revision).orElse(0L) + 1;
        var _ =
                Answered.by(
                        documents.put(
                                new RevisedDocument(
                                        new DocumentId(id), revision, Octets.of(body))));
    }
}
