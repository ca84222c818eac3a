package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;

import org.bson.Document;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// Copies of record entries, part of the promise "saved" in a cluster (`store.md` section 3.6). The
/// store keeps one entry for each place in a session's chain: of two nodes that took the same place
/// it refuses one.
public final class StoredEntries {

    private static final int PLACES_AT_ONCE = 256;

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

    /// The entries that hold the places of one session, in the order of its chain, from whichever
    /// logs. They are asked for by their places, which the store keeps an index of, and the first
    /// place that nothing holds ends the chain.
    public CompletionStage<List<StoredEntry>> ofSession(SessionId session) {
        return workers.ask(
                () -> {
                    var chain = new ArrayList<StoredEntry>();
                    while (true) {
                        var found = places(session, chain.size());
                        for (int i = 0; i < PLACES_AT_ONCE; i++) {
                            var next = found.get(chain(session, chain.size()));
                            if (next == null) {
                                return chain;
                            }
                            chain.add(next);
                        }
                    }
                });
    }

    /// The entry that holds a place in a session's chain.
    public CompletionStage<Optional<StoredEntry>> at(StoredEntry.Place place) {
        return workers.ask(
                () ->
                        Optional.ofNullable(
                                        collection
                                                .find(
                                                        eq(
                                                                Fields.CHAIN,
                                                                chain(
                                                                        place.session(),
                                                                        place.ordinal())))
                                                .first())
                                .map(StoredEntries::entry));
    }

    private Map<String, StoredEntry> places(SessionId session, int from) {
        var chains = new ArrayList<String>(PLACES_AT_ONCE);
        for (int i = from; i < from + PLACES_AT_ONCE; i++) {
            chains.add(chain(session, i));
        }
        var found = new HashMap<String, StoredEntry>();
        for (var one : collection.find(in(Fields.CHAIN, chains))) {
            found.put(one.getString(Fields.CHAIN), entry(one));
        }
        return found;
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
            var doubtful = new ArrayList<Integer>();
            for (var error : refused.getWriteErrors()) {
                if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw refused;
                }
                doubtful.add(error.getIndex());
            }
            var there = there(doubtful.stream().map(i -> id(entries.get(i))).toList());
            var losers = new HashSet<Integer>();
            for (int i : doubtful) {
                if (!entries.get(i).equals(there.get(id(entries.get(i))))) {
                    losers.add(i);
                }
            }
            return losers;
        }
    }

    private Map<String, StoredEntry> there(List<String> ids) {
        var there = new HashMap<String, StoredEntry>();
        for (int from = 0; from < ids.size(); from += PLACES_AT_ONCE) {
            var some = ids.subList(from, Math.min(ids.size(), from + PLACES_AT_ONCE));
            for (var one : collection.find(in(Fields.ID, some))) {
                there.put(one.getString(Fields.ID), entry(one));
            }
        }
        return there;
    }

    private static String id(StoredEntry entry) {
        return "%s#%012d".formatted(entry.log(), entry.index());
    }

    /// What must be unique: the place in the session's chain, or for entries of no session their
    /// id.
    private static String chain(StoredEntry entry) {
        return entry.place()
                .map(place -> chain(place.session(), place.ordinal()))
                .orElseGet(() -> id(entry));
    }

    private static String chain(SessionId session, long ordinal) {
        return "%s#%012d".formatted(session, ordinal);
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
