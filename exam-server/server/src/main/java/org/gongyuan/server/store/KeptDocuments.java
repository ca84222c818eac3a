package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;

import org.bson.Document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// A collection of documents that are written once: forms, cut scores, results, publications
/// (`store.md` section 3.4).
public final class KeptDocuments {

    private static final String GROUP = "group";

    private final MongoCollection<Document> collection;
    private final StoreWorkers workers;

    KeptDocuments(MongoCollection<Document> collection, StoreWorkers workers) {
        this.collection = collection;
        this.workers = workers;
    }

    /// Writes a document unless its id is taken.
    public CompletionStage<Keeping> keep(KeptDocument document) {
        return workers.ask(
                () -> {
                    try {
                        collection.insertOne(
                                new Document(Fields.ID, document.id().text())
                                        .append(GROUP, document.group().text())
                                        .append(Fields.BODY, Fields.binary(document.body())));
                        return Keeping.KEPT;
                    } catch (MongoWriteException refused) {
                        if (!Fields.isDuplicate(refused)) {
                            throw refused;
                        }
                        return read(document.id()).filter(document::equals).isPresent()
                                ? Keeping.KEPT_BEFORE
                                : Keeping.OTHER_KEPT;
                    }
                });
    }

    /// The document with this id.
    public CompletionStage<Optional<KeptDocument>> find(DocumentId id) {
        return workers.ask(() -> read(id));
    }

    /// All documents of one group, by id.
    public CompletionStage<List<KeptDocument>> ofGroup(DocumentId group) {
        return workers.ask(
                () ->
                        collection
                                .find(eq(GROUP, group.text()))
                                .sort(new Document(Fields.ID, 1))
                                .map(KeptDocuments::document)
                                .into(new ArrayList<>()));
    }

    private Optional<KeptDocument> read(DocumentId id) {
        return Optional.ofNullable(collection.find(eq(Fields.ID, id.text())).first())
                .map(KeptDocuments::document);
    }

    private static KeptDocument document(Document found) {
        return new KeptDocument(
                new DocumentId(found.getString(Fields.ID)),
                new DocumentId(found.getString(GROUP)),
                Fields.octets(found, Fields.BODY));
    }
}
