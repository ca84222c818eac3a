package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;

import org.bson.Document;

import java.util.List;
import java.util.function.Consumer;

/// Collections, indexes and their version (`store.md` section 4). Every step may run twice, also by
/// two nodes at once.
final class Schema {

    static final String SITTINGS = "sittings";
    static final String ROSTERS = "rosters";
    static final String SESSIONS = "sessions";
    static final String FRAMES = "frames";
    static final String WRAPPED_KEYS = "wrappedKeys";
    static final String FORMS = "forms";
    static final String CUT_SCORES = "cutScores";
    static final String RESULTS = "results";
    static final String PUBLICATIONS = "publications";
    static final String LET_PASS = "letPass";
    static final String ACCOUNTS = "accounts";
    static final String SIGN_INS = "signIns";
    static final String SIGN_IN_ATTEMPTS = "signInAttempts";
    static final String PROPOSALS = "proposals";
    static final String CONFLICTS = "conflicts";
    static final String PROVIDER_LINKS = "providerLinks";
    static final String PERSON_KEYS = "personKeys";
    static final String PRIVACY_REQUESTS = "privacyRequests";
    static final String LEGAL_HOLDS = "legalHolds";
    static final String FACE_CONSENTS = "faceConsents";
    static final String DELETIONS = "deletions";
    static final String EXAMINATIONS = "examinations";
    static final String SEAT_CERTIFICATES = "seatCertificates";
    static final String CUSTODIAN_KEYS = "custodianKeys";
    static final String SHARE_ALARMS = "shareAlarms";
    static final String LIST_CHANGES = "listChanges";
    static final String ENTRIES = "entries";
    static final String NODES = "nodes";

    private static final String SCHEMA = "schema";
    private static final String VERSION = "version";

    /// Step n leads from version n to version n + 1.
    private static final List<Consumer<MongoDatabase>> STEPS = List.of(Schema::first);

    private Schema() {}

    static int known() {
        return STEPS.size();
    }

    /// Brings the database to the version this program knows.
    ///
    /// @throws SchemaTooNew when it is beyond that
    static void bringUpToDate(MongoDatabase database) {
        var schema = database.getCollection(SCHEMA);
        try {
            schema.insertOne(new Document(Fields.ID, SCHEMA).append(VERSION, 0));
        } catch (MongoWriteException there) {
            if (!Fields.isDuplicate(there)) {
                throw there;
            }
        }
        var found = schema.find(eq(Fields.ID, SCHEMA)).first();
        var version = found == null ? 0 : found.getInteger(VERSION);
        if (version > STEPS.size()) {
            throw new SchemaTooNew(version, STEPS.size());
        }
        for (; version < STEPS.size(); version++) {
            STEPS.get(version).accept(database);
            schema.updateOne(
                    and(eq(Fields.ID, SCHEMA), lt(VERSION, version + 1)),
                    Updates.set(VERSION, version + 1));
        }
    }

    private static void first(MongoDatabase database) {
        for (var name : List.of(ROSTERS, SESSIONS, FRAMES, WRAPPED_KEYS)) {
            database.getCollection(name).createIndex(Indexes.ascending(Fields.SITTING));
        }
        for (var name : List.of(FORMS, CUT_SCORES, RESULTS, PUBLICATIONS, LET_PASS)) {
            database.getCollection(name).createIndex(Indexes.ascending("group"));
        }
        var entries = database.getCollection(ENTRIES);
        entries.createIndex(Indexes.ascending(Fields.CHAIN), new IndexOptions().unique(true));
        entries.createIndex(Indexes.ascending(Fields.LOG, Fields.INDEX));
        entries.createIndex(Indexes.ascending(Fields.SESSION, Fields.ORDINAL));
        database.getCollection(NODES).createIndex(Indexes.ascending(Fields.SEEN_AT));
    }
}
