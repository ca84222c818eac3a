package org.gongyuan.server.oidc;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Digest;

import java.util.Optional;

/// Which account belongs to whom the identity provider knows: by a keyed hash of issuer and
/// subject, so that the store tells neither.
public final class ProviderLinks {

    private final RevisedDocuments documents;
    private final StaffKey key;

    /// Links in these documents, under this key.
    public ProviderLinks(RevisedDocuments documents, StaffKey key) {
        this.documents = requireNonNull(documents, "documents");
        this.key = requireNonNull(key, "key");
    }

    Optional<Digest> account(String issuer, String subject) {
        return Answered.by(documents.find(id(issuer, subject)))
                .map(found -> Digest.of(found.body().toBytes()));
    }

    /// Links a subject with an account; false when he is linked already, or the account is.
    boolean link(String issuer, String subject, Digest handle) {
        return !isLinked(handle)
                && Answered.by(
                        documents.put(
                                new RevisedDocument(
                                        id(issuer, subject), 1, Octets.of(handle.toBytes()))));
    }

    /// Whether an account is linked.
    public boolean isLinked(Digest handle) {
        return Answered.by(documents.all()).stream()
                .anyMatch(one -> one.body().equals(Octets.of(handle.toBytes())));
    }

    /// Forgets the link of an account; false when it has none.
    public boolean forget(Digest handle) {
        boolean forgot = false;
        for (var one : Answered.by(documents.all())) {
            if (one.body().equals(Octets.of(handle.toBytes()))) {
                forgot |= Answered.by(documents.remove(one));
            }
        }
        return forgot;
    }

    private DocumentId id(String issuer, String subject) {
        return new DocumentId(key.lookUp("provider " + issuer, subject).hex());
    }
}
