package org.gongyuan.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.Urgency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Two nodes with journals of their own and one store between them.
@Timeout(60)
class ClusterJournalTest {

    private static final SessionId SESSION = new SessionId(7, 7);

    @TempDir Path folder;
    private EmbeddedStore shared;
    private Store store;

    @BeforeEach
    void aStoreOfItsOwn() throws Exception {
        shared = EmbeddedStore.open(folder.resolve("store"), EmbeddedStore.ANY_PORT);
        store = Store.open(new StoreSettings.Remote(shared.uri(), "gongyuan", true));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        shared.close();
    }

    @Test
    void acknowledgesWhatBothJournalAndStoreHave() throws Exception {
        try (var journal = journal("node-1");
                var cluster = new ClusterJournal(journal, store.entries()).start()) {
            var outcomes = new ArrayList<CompletableFuture<ClusterJournal.Outcome>>();
            for (var ordinal = 0; ordinal < 300; ordinal++) {
                outcomes.add(append(cluster, ordinal));
            }
            for (var ordinal = 0; ordinal < 300; ordinal++) {
                assertEquals(
                        new ClusterJournal.Outcome.Durable(ordinal), outcomes.get(ordinal).join());
            }
            assertEquals(300, journal.size());
            var copies = store.entries().ofSession(SESSION).toCompletableFuture().join();
            assertEquals(300, copies.size());
            assertEquals(299, number(copies.get(299)));
        }
    }

    @Test
    void tellsTheNodeThatLostARaceForAPlace() throws Exception {
        try (var one = journal("node-1");
                var two = journal("node-2");
                var first = new ClusterJournal(one, store.entries()).start();
                var second = new ClusterJournal(two, store.entries()).start()) {
            assertEquals(new ClusterJournal.Outcome.Durable(0), append(first, 0).join());
            assertEquals(new ClusterJournal.Outcome.Fork(0), append(second, 0).join());
            assertEquals(new ClusterJournal.Outcome.Durable(1), append(second, 1).join());
        }
    }

    @Test
    void copiesLaterWhatAnEarlierRunCouldNotCopy() throws Exception {
        try (var journal = journal("node-1")) {
            for (var ordinal = 0L; ordinal < 10; ordinal++) {
                journal.append(leaf(ordinal), Urgency.RESPONSE).join();
            }
            try (var cluster = new ClusterJournal(journal, store.entries()).start()) {
                for (var times = 0; times < 2; times++) {
                    assertEquals(
                            Set.of(),
                            cluster.catchUp(
                                    0,
                                    leaf ->
                                            Optional.of(
                                                    new StoredEntry.Place(
                                                            SESSION,
                                                            ByteBuffer.wrap(leaf).getLong()))));
                }
                assertEquals(
                        10, store.entries().ofSession(SESSION).toCompletableFuture().join().size());
            }
        }
    }

    @Test
    void doesNotAcknowledgeWithoutTheStore() throws Exception {
        try (var journal = journal("node-1");
                var cluster = new ClusterJournal(journal, store.entries()).start()) {
            store.close();
            assertInstanceOf(ClusterJournal.Outcome.Uncertain.class, append(cluster, 0).join());
            assertEquals(1, journal.size());
        }
    }

    private static CompletableFuture<ClusterJournal.Outcome> append(
            ClusterJournal cluster, long ordinal) {
        return cluster.append(
                leaf(ordinal),
                new byte[] {1},
                Optional.of(new StoredEntry.Place(SESSION, ordinal)),
                Urgency.RESPONSE);
    }

    private static byte[] leaf(long number) {
        return ByteBuffer.allocate(40).putLong(0, number).array();
    }

    private static long number(StoredEntry entry) {
        return ByteBuffer.wrap(entry.leaf().toBytes()).getLong();
    }

    private Journal journal(String node) throws Exception {
        var settings =
                JournalSettings.standard("example.org/log/" + node)
                        .withSegmentBytes(1 << 20)
                        .withReserveSegments(0)
                        .withThresholds(0, 0, 0);
        var opening =
                Journal.open(
                        JournalFolder.at(folder.resolve(node)), settings, InstantSource.system());
        return assertInstanceOf(JournalOpening.Ready.class, opening).journal();
    }
}
