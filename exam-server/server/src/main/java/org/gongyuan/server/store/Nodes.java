package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;

import org.bson.Document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Which nodes there are and when each was last seen (`store.md` section 3.7).
public final class Nodes {

    private final MongoCollection<Document> collection;
    private final StoreWorkers workers;

    Nodes(MongoCollection<Document> collection, StoreWorkers workers) {
        this.collection = collection;
        this.workers = workers;
    }

    /// Notes that a node is there.
    public CompletionStage<Void> tell(NodeLine line) {
        return workers.ask(
                () -> {
                    collection.replaceOne(
                            eq(Fields.ID, line.node().text()),
                            new Document(Fields.ID, line.node().text())
                                    .append(Fields.SEEN_AT, line.seenAt().toEpochMilli())
                                    .append(Fields.BODY, Fields.binary(line.body())),
                            new ReplaceOptions().upsert(true));
                    return null;
                });
    }

    /// The nodes seen at `since` or later, by name.
    public CompletionStage<List<NodeLine>> seenSince(Instant since) {
        return workers.ask(
                () ->
                        collection
                                .find(gte(Fields.SEEN_AT, since.toEpochMilli()))
                                .sort(new Document(Fields.ID, 1))
                                .map(Nodes::line)
                                .into(new ArrayList<>()));
    }

    /// Forgets a node that took its leave.
    public CompletionStage<Boolean> forget(DocumentId node) {
        return workers.ask(
                () -> collection.deleteOne(eq(Fields.ID, node.text())).getDeletedCount() == 1);
    }

    private static NodeLine line(Document found) {
        return new NodeLine(
                new DocumentId(found.getString(Fields.ID)),
                Instant.ofEpochMilli(found.getLong(Fields.SEEN_AT)),
                Fields.octets(found, Fields.BODY));
    }
}
