package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;

import org.bson.Document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// A collection of documents that change by whoever saw the latest revision: sittings, accounts
/// (`store.md` section 3.3). Of two writers that saw the same revision the store refuses one.
public final class RevisedDocuments {

    private final MongoCollection<Document> collection;
    private final StoreWorkers workers;

    RevisedDocuments(MongoCollection<Document> collection, StoreWorkers workers) {
        this.collection = collection;
        this.workers = workers;
    }

    /// Writes revision 1 of a new document or revision n over revision n - 1; false if another
    /// revision stands there.
    public CompletionStage<Boolean> put(RevisedDocument document) {
        return workers.ask(() -> document.revision() == 1 ? insert(document) : replace(document));
    }

    /// The latest revision.
    public CompletionStage<Optional<RevisedDocument>> find(DocumentId id) {
        return workers.ask(
                () ->
                        Optional.ofNullable(collection.find(eq(Fields.ID, id.text())).first())
                                .map(RevisedDocuments::document));
    }

    /// The latest revisions of all documents, by id.
    public CompletionStage<List<RevisedDocument>> all() {
        return workers.ask(
                () ->
                        collection
                                .find()
                                .sort(new Document(Fields.ID, 1))
                                .map(RevisedDocuments::document)
                                .into(new ArrayList<>()));
    }

    /// Removes a document whose time is over; false when it was changed meanwhile or is gone.
    public CompletionStage<Boolean> remove(RevisedDocument seen) {
        return workers.ask(
                () ->
                        collection
                                        .deleteOne(
                                                and(
                                                        eq(Fields.ID, seen.id().text()),
                                                        eq(Fields.REVISION, seen.revision())))
                                        .getDeletedCount()
                                == 1);
    }

    private boolean insert(RevisedDocument document) {
        try {
            collection.insertOne(bson(document));
            return true;
        } catch (MongoWriteException refused) {
            if (!Fields.isDuplicate(refused)) {
                throw refused;
            }
            return false;
        }
    }

    private boolean replace(RevisedDocument document) {
        var previous =
                and(
                        eq(Fields.ID, document.id().text()),
                        eq(Fields.REVISION, document.revision() - 1));
        return collection.replaceOne(previous, bson(document)).getMatchedCount() == 1;
    }

    private static Document bson(RevisedDocument document) {
        return new Document(Fields.ID, document.id().text())
                .append(Fields.REVISION, document.revision())
                .append(Fields.BODY, Fields.binary(document.body()));
    }

    private static RevisedDocument document(Document found) {
        return new RevisedDocument(
                new DocumentId(found.getString(Fields.ID)),
                found.getLong(Fields.REVISION),
                Fields.octets(found, Fields.BODY));
    }
}
