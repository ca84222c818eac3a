package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;

import org.bson.Document;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// Copies of record entries, part of the promise "saved" in a cluster (`store.md` section 3.6). The
/// store keeps one entry for each place in a session's chain: of two nodes that took the same
/// place it
/// refuses one.
public final class StoredEntries {

    private final MongoCollection<Document> collection;
    private final StoreWorkers workers;

    StoredEntries(MongoCollection<Document> collection, StoreWorkers workers) {
        this.collection = collection;
        this.workers = workers;
    }

    /// Inserts entries in one bulk; returns the positions in `entries` of those the store refused
    /// because another entry holds their place. Inserting the same entry again is no refusal.
    public CompletionStage<Set<Integer>> insert(List<StoredEntry> entries) {
        return workers.ask(() -> write(entries));
    }

    /// Entries of one log from an index on, in order, at most `limit`.
    public CompletionStage<List<StoredEntry>> ofLog(String log, long from, int limit) {
        return workers.ask(
                () ->
                        collection
                                .find(and(eq(Fields.LOG, log), gte(Fields.INDEX, from)))
                                .sort(new Document(Fields.INDEX, 1))
                                .limit(limit)
                                .map(StoredEntries::entry)
                                .into(new ArrayList<>()));
    }

    /// The entries of one session in the order of its chain, from whichever logs.
    public CompletionStage<List<StoredEntry>> ofSession(SessionId session) {
        return workers.ask(
                () ->
                        collection
                                .find(eq(Fields.SESSION, session.toString()))
                                .sort(new Document(Fields.ORDINAL, 1))
                                .map(StoredEntries::entry)
                                .into(new ArrayList<>()));
    }

    private Set<Integer> write(List<StoredEntry> entries) {
        if (entries.isEmpty()) {
            return Set.of();
        }
        try {
            collection.insertMany(
                    entries.stream().map(StoredEntries::bson).toList(),
                    new InsertManyOptions().ordered(false));
            return Set.of();
        } catch (MongoBulkWriteException refused) {
            if (refused.getWriteConcernError() != null) {
                throw refused;
            }
            var losers = new HashSet<Integer>();
            for (var error : refused.getWriteErrors()) {
                if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw refused;
                }
                var entry = entries.get(error.getIndex());
                if (!isThere(entry)) {
                    losers.add(error.getIndex());
                }
            }
            return losers;
        }
    }

    private boolean isThere(StoredEntry entry) {
        var found = collection.find(eq(Fields.ID, id(entry))).first();
        return found != null && entry(found).equals(entry);
    }

    private static String id(StoredEntry entry) {
        return "%s#%012d".formatted(entry.log(), entry.index());
    }

    /// What must be unique: the place in the session's chain, or for entries of no session their
    /// id.
    private static String chain(StoredEntry entry) {
        return entry.place()
                .map(place -> "%s#%012d".formatted(place.session(), place.ordinal()))
                .orElseGet(() -> id(entry));
    }

    private static Document bson(StoredEntry entry) {
        var document =
                new Document(Fields.ID, id(entry))
                        .append(Fields.CHAIN, chain(entry))
                        .append(Fields.LOG, entry.log())
                        .append(Fields.INDEX, entry.index())
                        .append(Fields.LEAF, Fields.binary(entry.leaf()));
        if (entry.attachment().length() > 0) {
            document.append(Fields.ATTACHMENT, Fields.binary(entry.attachment()));
        }
        entry.place()
                .ifPresent(
                        place ->
                                document.append(Fields.SESSION, place.session().toString())
                                        .append(Fields.ORDINAL, place.ordinal()));
        return document;
    }

    private static StoredEntry entry(Document found) {
        return new StoredEntry(
                found.getString(Fields.LOG),
                found.getLong(Fields.INDEX),
                Optional.ofNullable(found.getString(Fields.SESSION))
                        .map(
                                session ->
                                        new StoredEntry.Place(
                                                SessionId.parse(session),
                                                found.getLong(Fields.ORDINAL))),
                Fields.octets(found, Fields.LEAF),
                Fields.optionalOctets(found, Fields.ATTACHMENT)
                        .orElseGet(() -> Octets.of(new byte[0])));
    }
}
