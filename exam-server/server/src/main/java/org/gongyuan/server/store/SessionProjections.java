package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;

import org.bson.Document;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Projections of sessions from the record (`store.md` section 3.5): written in bulk, several of
/// one session coalesced, and idempotent, since an older projection never replaces a newer one.
public final class SessionProjections {

    private final MongoCollection<Document> collection;
    private final StoreWorkers workers;

    SessionProjections(MongoCollection<Document> collection, StoreWorkers workers) {
        this.collection = collection;
        this.workers = workers;
    }

    /// Writes projections, of each session the newest, over older ones only. Says how many sessions
    /// were touched.
    public CompletionStage<Integer> project(List<SessionProjection> projections) {
        var newest = new HashMap<SessionId, SessionProjection>();
        for (var projection : projections) {
            newest.merge(projection.session(), projection, (a, b) -> a.upTo() >= b.upTo() ? a : b);
        }
        return workers.ask(() -> write(List.copyOf(newest.values())));
    }

    /// The projection of one session.
    public CompletionStage<Optional<SessionProjection>> find(SessionId session) {
        return workers.ask(
                () ->
                        Optional.ofNullable(
                                        collection.find(eq(Fields.ID, session.toString())).first())
                                .map(SessionProjections::projection));
    }

    /// The projections of all sessions of a sitting, by session.
    public CompletionStage<List<SessionProjection>> ofSitting(SittingId sitting) {
        return workers.ask(
                () ->
                        collection
                                .find(eq(Fields.SITTING, sitting.text()))
                                .sort(new Document(Fields.ID, 1))
                                .map(SessionProjections::projection)
                                .into(new ArrayList<>()));
    }

    /// Forgets the projections of a sitting, before they are made anew from the record.
    public CompletionStage<Long> forget(SittingId sitting) {
        return workers.ask(
                () -> collection.deleteMany(eq(Fields.SITTING, sitting.text())).getDeletedCount());
    }

    private int write(List<SessionProjection> projections) {
        if (projections.isEmpty()) {
            return 0;
        }
        var writes =
                projections.stream()
                        .map(
                                projection ->
                                        new ReplaceOneModel<>(
                                                and(
                                                        eq(
                                                                Fields.ID,
                                                                projection.session().toString()),
                                                        lt(Fields.UP_TO, projection.upTo())),
                                                bson(projection),
                                                new ReplaceOptions().upsert(true)))
                        .toList();
        try {
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return writes.size();
        } catch (MongoBulkWriteException refused) {
            // Where a newer one stands the upsert meets its id: that one is to stay.
            for (var error : refused.getWriteErrors()) {
                if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw refused;
                }
            }
            return writes.size() - refused.getWriteErrors().size();
        }
    }

    private static Document bson(SessionProjection projection) {
        return new Document(Fields.ID, projection.session().toString())
                .append(Fields.SITTING, projection.sitting().text())
                .append(Fields.UP_TO, projection.upTo())
                .append(Fields.BODY, Fields.binary(projection.body()));
    }

    private static SessionProjection projection(Document found) {
        return new SessionProjection(
                SessionId.parse(found.getString(Fields.ID)),
                new SittingId(found.getString(Fields.SITTING)),
                found.getLong(Fields.UP_TO),
                Fields.octets(found, Fields.BODY));
    }
}
