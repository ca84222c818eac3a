package org.gongyuan.server.privacy;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry.ShareEnded;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;

import java.util.List;

/// Which shares of marking keys their custodians said to be no more (`staff-access.md` 9.8), as all
/// nodes of a store know it. Of two who say it of one share at once the store refuses one; the node
/// that took it enters it.
public final class ShareEndClaims {

    private static final String SHARE = "share ";

    private final RevisedDocuments documents;

    /// What a node took.
    ///
    /// @param entry as it is to stand in the record, but for its instant
    public record Claim(String node, SittingId sitting, ShareEnded entry) {

        public Claim {
            requireNonNull(node, "node");
            requireNonNull(sitting, "sitting");
            requireNonNull(entry, "entry");
        }
    }

    /// Claims in these documents, which hold other things too.
    public ShareEndClaims(RevisedDocuments documents) {
        this.documents = requireNonNull(documents, "documents");
    }

    /// Takes a claim; false when there is one of that share.
    public boolean take(Claim claim) {
        var body =
                new CborWriter(512)
                        .array(3)
                        .text(claim.node())
                        .text(claim.sitting().text())
                        .bytes(Leaf.of(claim.entry()))
                        .toBytes();
        var id = SHARE + claim.sitting() + " " + claim.entry().custodian().hex();
        return Answered.by(
                documents.put(new RevisedDocument(new DocumentId(id), 1, Octets.of(body))));
    }

    /// All there are.
    public List<Claim> all() {
        return Answered.by(documents.all()).stream()
                .filter(document -> document.id().text().startsWith(SHARE))
                .map(ShareEndClaims::read)
                .toList();
    }

    private static Claim read(RevisedDocument document) {
        var from = new CborReader(document.body().toBytes());
        from.array(3);
        var node = from.text();
        var sitting = new SittingId(from.text());
        if (!(Leaf.read(from.bytes()) instanceof ShareEnded entry)) {
            throw new IllegalStateException(
                    "what the store keeps as %s is no end of a share".formatted(document.id()));
        }
        from.end();
        return new Claim(node, sitting, entry);
    }
}
