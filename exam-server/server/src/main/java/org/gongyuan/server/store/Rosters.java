package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;

import org.bson.Document;
import org.gongyuan.protocol.record.SittingId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Who is registered for which sitting (`store.md` section 3.2).
public final class Rosters {

    private static final String TICKET = "ticket";

    private final MongoCollection<Document> collection;
    private final StoreWorkers workers;

    Rosters(MongoCollection<Document> collection, StoreWorkers workers) {
        this.collection = collection;
        this.workers = workers;
    }

    /// Writes lines, each in place of what had its ticket; handing in a roster twice changes
    /// nothing.
    public CompletionStage<Integer> put(List<RosterLine> lines) {
        var writes =
                lines.stream()
                        .map(
                                line ->
                                        new ReplaceOneModel<>(
                                                eq(Fields.ID, id(line.sitting(), line.ticket())),
                                                bson(line),
                                                new ReplaceOptions().upsert(true)))
                        .toList();
        return workers.ask(
                () -> {
                    if (!writes.isEmpty()) {
                        collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
                    }
                    return writes.size();
                });
    }

    /// The candidate with this ticket.
    public CompletionStage<Optional<RosterLine>> find(SittingId sitting, DocumentId ticket) {
        return workers.ask(
                () ->
                        Optional.ofNullable(
                                        collection.find(eq(Fields.ID, id(sitting, ticket))).first())
                                .map(Rosters::line));
    }

    /// All candidates of a sitting, by ticket.
    public CompletionStage<List<RosterLine>> ofSitting(SittingId sitting) {
        return workers.ask(
                () ->
                        collection
                                .find(eq(Fields.SITTING, sitting.text()))
                                .sort(new Document(Fields.ID, 1))
                                .map(Rosters::line)
                                .into(new ArrayList<>()));
    }

    private static String id(SittingId sitting, DocumentId ticket) {
        return sitting.text() + "/" + ticket.text();
    }

    private static Document bson(RosterLine line) {
        return new Document(Fields.ID, id(line.sitting(), line.ticket()))
                .append(Fields.SITTING, line.sitting().text())
                .append(TICKET, line.ticket().text())
                .append(Fields.BODY, Fields.binary(line.body()));
    }

    private static RosterLine line(Document found) {
        return new RosterLine(
                new SittingId(found.getString(Fields.SITTING)),
                new DocumentId(found.getString(TICKET)),
                Fields.octets(found, Fields.BODY));
    }
}
