package org.gongyuan.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;

import org.bson.Document;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.cluster.StoreCopies;
import org.gongyuan.server.node.JournalLog;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The store dies within a bulk again and again: it has taken some of the entries, in whatever
/// order, and answers nothing. Whoever takes a session over at that moment reads its chain up to
/// the first gap, so there must be nothing behind a gap.
@DisplayName("Copies of entries in a store that fails within a bulk")
@Timeout(120)
class StoreCopiesTest {

    private static final int SESSIONS = 5;

    @TempDir private Path folder;

    private EmbeddedStore shared;
    private StoreWorkers workers;
    private MongoCollection<Document> real;
    private com.mongodb.client.MongoClient client;
    private final Random random = new Random(20_261_128L);
    private int failures;
    private final List<String> gaps = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void aStoreOfItsOwn() throws Exception {
        shared = EmbeddedStore.open(folder.resolve("store"), EmbeddedStore.ANY_PORT);
        var made = Store.open(new StoreSettings.Remote(shared.uri(), "gongyuan", true));
        made.close();
        client = MongoClients.create(shared.uri());
        real = client.getDatabase("gongyuan").getCollection(Schema.ENTRIES);
        workers = new StoreWorkers();
    }

    @AfterEach
    void close() throws Exception {
        workers.close();
        client.close();
        shared.close();
    }

    @Test
    void leaveNoGapBeforeWhatATakeoverReads() {
        var entries = new StoredEntries(failing(), workers);
        var copies = new StoreCopies(entries);
        var next = new HashMap<SessionId, Long>();
        var done = new ArrayList<CompletableFuture<Set<Integer>>>();
        long index = 0;
        for (int group = 0; group < 2; group++) {
            var of = new ArrayList<JournalLog.Copied>();
            for (int i = 0; i < 25; i++) {
                var session = new SessionId(7, random.nextInt(SESSIONS));
                of.add(copied(index, session, next.merge(session, 1L, Long::sum) - 1));
                index++;
            }
            var one = new CompletableFuture<Set<Integer>>();
            done.add(one);
            copies.copy("body/s/n1", of, one::complete);
        }

        done.forEach(one -> assertEquals(Set.of(), one.join()));

        assertTrue(failures > 3, () -> "the store failed only %d times".formatted(failures));
        assertEquals(List.of(), gaps);
        next.forEach(
                (session, count) ->
                        assertEquals(
                                count.intValue(),
                                entries.ofSession(session).toCompletableFuture().join().size()));
    }

    private static JournalLog.Copied copied(long index, SessionId session, long ordinal) {
        var entry =
                new SessionEntry.HeadSigned(
                        Instant.EPOCH,
                        session,
                        ordinal,
                        ordinal,
                        Suite.INTL_1.digest(new byte[] {(byte) ordinal}),
                        org.gongyuan.protocol.record.Octets.of(new byte[] {1}));
        return new JournalLog.Copied(
                index,
                entry,
                Leaf.of(entry),
                new byte[0],
                Optional.of(new StoredEntry.Place(session, ordinal)),
                0);
    }

    /// Every second bulk takes some of its documents, in any order, and then fails.
    @SuppressWarnings("unchecked")
    private MongoCollection<Document> failing() {
        return (MongoCollection<Document>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {MongoCollection.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("insertMany") && random.nextBoolean()) {
                                failWithin((List<Document>) arguments[0]);
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            } finally {
                                lookForGaps();
                            }
                        });
    }

    private void failWithin(List<Document> bulk) {
        var some = new ArrayList<>(bulk);
        Collections.shuffle(some, random);
        var taken = some.subList(0, random.nextInt(some.size() + 1));
        for (var one : taken) {
            try {
                real.insertMany(List.of(one), new InsertManyOptions().ordered(false));
            } catch (MongoException there) {
                assertTrue(there.getMessage().contains("E11000"), there::getMessage);
            }
            lookForGaps();
        }
        failures++;
        throw new MongoException("the store is gone");
    }

    private void lookForGaps() {
        var ordinals = new HashMap<String, List<Long>>();
        for (var one : real.find()) {
            ordinals.computeIfAbsent(one.getString(Fields.SESSION), _ -> new ArrayList<>())
                    .add(one.getLong(Fields.ORDINAL));
        }
        ordinals.forEach(
                (session, of) -> {
                    if (Collections.max(of) != of.size() - 1) {
                        gaps.add("session %s has %s".formatted(session, of));
                    }
                });
    }
}
