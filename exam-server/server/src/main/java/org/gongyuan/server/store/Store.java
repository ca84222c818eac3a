package org.gongyuan.server.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// The document store of a node, embedded or remote, through one and the same driver
/// (`exam-server/spec/store.md`). Answers come as completion stages from threads of the store's
/// own; a write is complete when it is durable.
public final class Store implements Closeable {

    private static final int PATIENCE_SECONDS = 10;

    private final MongoClient client;
    private final Closeable embedded;
    private final StoreWorkers workers = new StoreWorkers();
    private final MongoDatabase database;

    private Store(MongoClient client, Closeable embedded, String database) {
        this.client = client;
        this.embedded = embedded;
        this.database = client.getDatabase(database);
    }

    /// Opens the store and brings its schema up to date.
    ///
    /// @throws SchemaTooNew when a newer program wrote it
    public static Store open(StoreSettings settings) throws IOException {
        return switch (settings) {
            case StoreSettings.Embedded(var folder, var database) -> {
                var embedded = EmbeddedStore.open(folder, EmbeddedStore.ANY_PORT);
                yield ready(new Store(client(embedded.uri(), true), embedded, database));
            }
            case StoreSettings.Remote(var uri, var database, var own) ->
                    ready(new Store(client(uri, own), () -> {}, database));
        };
    }

    private static Store ready(Store store) throws IOException {
        try {
            Schema.bringUpToDate(store.database);
            return store;
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
    }

    private static MongoClient client(String uri, boolean own) {
        var settings =
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .applyToConnectionPoolSettings(
                                pool ->
                                        pool.maxSize(StoreWorkers.THREADS + 2)
                                                .maxWaitTime(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .applyToClusterSettings(
                                cluster ->
                                        cluster.serverSelectionTimeout(
                                                PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .readPreference(ReadPreference.primary());
        if (own) {
            settings.retryWrites(false).retryReads(false).writeConcern(WriteConcern.W1);
        } else {
            settings.writeConcern(WriteConcern.MAJORITY.withJournal(true))
                    .readConcern(ReadConcern.MAJORITY);
        }
        return MongoClients.create(settings.build());
    }

    /// Sittings, by sitting id.
    public RevisedDocuments sittings() {
        return revised(Schema.SITTINGS);
    }

    /// Staff accounts, by account name.
    public RevisedDocuments accounts() {
        return revised(Schema.ACCOUNTS);
    }

    /// Sign-ins of staff, by the digest of their token.
    public RevisedDocuments signIns() {
        return revised(Schema.SIGN_INS);
    }

    /// How often somebody tried to sign in and failed.
    public RevisedDocuments signInAttempts() {
        return revised(Schema.SIGN_IN_ATTEMPTS);
    }

    /// Acts that take two persons, by the act's digest.
    public RevisedDocuments proposals() {
        return revised(Schema.PROPOSALS);
    }

    /// Declared conflicts of interest, by the keyed hash of whose they are.
    public RevisedDocuments conflicts() {
        return revised(Schema.CONFLICTS);
    }

    /// Which account somebody has whom the body's identity provider knows, by keyed hash.
    public RevisedDocuments providerLinks() {
        return revised(Schema.PROVIDER_LINKS);
    }

    /// Keys over what is kept of persons, each sealed, by keyed hash.
    public RevisedDocuments personKeys() {
        return revised(Schema.PERSON_KEYS);
    }

    /// What persons asked about their data.
    public RevisedDocuments privacyRequests() {
        return revised(Schema.PRIVACY_REQUESTS);
    }

    /// What must not be deleted while a dispute is open.
    public RevisedDocuments legalHolds() {
        return revised(Schema.LEGAL_HOLDS);
    }

    /// Separate consents to face data, by keyed hash.
    public RevisedDocuments faceConsents() {
        return revised(Schema.FACE_CONSENTS);
    }

    /// What every node must know of deletions: those that two persons decided, and until when
    /// results may be objected to.
    public RevisedDocuments deletions() {
        return revised(Schema.DELETIONS);
    }

    /// Planned examinations, by their name.
    public RevisedDocuments examinations() {
        return revised(Schema.EXAMINATIONS);
    }

    /// Certificates of seat machines, by the seat.
    public RevisedDocuments seatCertificates() {
        return revised(Schema.SEAT_CERTIFICATES);
    }

    /// Public keys that custodians proved to be theirs, by fingerprint.
    public RevisedDocuments custodianKeys() {
        return revised(Schema.CUSTODIAN_KEYS);
    }

    /// Alarms about shares, sealed, by a name of their own.
    public RevisedDocuments shareAlarms() {
        return revised(Schema.SHARE_ALARMS);
    }

    /// A number for each list that pages of staff show, another after each change of it.
    public RevisedDocuments listChanges() {
        return revised(Schema.LIST_CHANGES);
    }

    /// Who is registered for which sitting.
    public Rosters rosters() {
        return new Rosters(database.getCollection(Schema.ROSTERS), workers);
    }

    /// What the record says of sessions.
    public SessionProjections sessions() {
        return new SessionProjections(database.getCollection(Schema.SESSIONS), workers);
    }

    /// Counts of frames and observations per session, as the record says.
    public SessionProjections frames() {
        return new SessionProjections(database.getCollection(Schema.FRAMES), workers);
    }

    /// Response keys of sessions under window keys that live in the nodes' memory alone; `upTo` is
    /// the instant at which one was kept, in milliseconds.
    public SessionProjections wrappedKeys() {
        return new SessionProjections(database.getCollection(Schema.WRAPPED_KEYS), workers);
    }

    /// Sealed forms: manifest and where the file is, grouped by exam.
    public KeptDocuments forms() {
        return kept(Schema.FORMS);
    }

    /// Adopted cut scores, grouped by form.
    public KeptDocuments cutScores() {
        return kept(Schema.CUT_SCORES);
    }

    /// Sealed results of score runs, grouped by sitting.
    public KeptDocuments results() {
        return kept(Schema.RESULTS);
    }

    /// What was published, grouped by sitting.
    public KeptDocuments publications() {
        return kept(Schema.PUBLICATIONS);
    }

    /// What staff let pass at seats at which nobody sits yet, grouped by sitting and seat.
    public KeptDocuments letPass() {
        return kept(Schema.LET_PASS);
    }

    /// Copies of record entries, for `durability: cluster`.
    public StoredEntries entries() {
        return new StoredEntries(database.getCollection(Schema.ENTRIES), workers);
    }

    /// The nodes of the cluster.
    public Nodes nodes() {
        return new Nodes(database.getCollection(Schema.NODES), workers);
    }

    private RevisedDocuments revised(String name) {
        return new RevisedDocuments(database.getCollection(name), workers);
    }

    private KeptDocuments kept(String name) {
        return new KeptDocuments(database.getCollection(name), workers);
    }

    /// Waits for what was asked, then closes.
    @Override
    public void close() throws IOException {
        workers.close();
        client.close();
        embedded.close();
    }
}
