package org.gongyuan.server.store;

import static com.mongodb.client.model.Filters.eq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Updates;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The embedded store as a store of its own kind: durable, on loopback, held by one process.
@Timeout(120)
class EmbeddedStoreTest {

    private static final String DATABASE = "gongyuan";

    @TempDir Path folder;

    @Test
    void givesBackEverythingAfterItIsOpenedAgain() throws Exception {
        var document =
                new RevisedDocument(
                        new DocumentId("sitting-1"), 1, Octets.of(new byte[] {1, 2, 3}));
        try (var store = Store.open(new StoreSettings.Embedded(folder, DATABASE))) {
            assertTrue(store.sittings().put(document).toCompletableFuture().join());
        }
        try (var store = Store.open(new StoreSettings.Embedded(folder, DATABASE))) {
            assertEquals(
                    Optional.of(document),
                    store.sittings().find(document.id()).toCompletableFuture().join());
        }
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        try (var store = EmbeddedStore.open(folder, EmbeddedStore.ANY_PORT)) {
            var host = URI.create(store.uri()).getHost();
            assertTrue(InetAddress.getByName(host).isLoopbackAddress(), store.uri());
        }
    }

    @Test
    void isHeldByOneAtATime() throws Exception {
        try (var _ = EmbeddedStore.open(folder, EmbeddedStore.ANY_PORT)) {
            var refusal =
                    assertThrows(
                            IOException.class,
                            () -> EmbeddedStore.open(folder, EmbeddedStore.ANY_PORT));
            assertTrue(refusal.getMessage().contains(folder.toString()), refusal.getMessage());
        }
    }

    @Test
    void refusesASchemaNewerThanTheProgram() throws Exception {
        try (var embedded = EmbeddedStore.open(folder, EmbeddedStore.ANY_PORT)) {
            var settings = new StoreSettings.Remote(embedded.uri(), DATABASE, true);
            Store.open(settings).close();
            try (var client = MongoClients.create(embedded.uri())) {
                client.getDatabase(DATABASE)
                        .getCollection("schema")
                        .updateOne(eq("_id", "schema"), Updates.set("version", Schema.known() + 1));
            }
            var refusal = assertThrows(SchemaTooNew.class, () -> Store.open(settings));
            assertTrue(refusal.getMessage().contains("version 2"), refusal.getMessage());
        }
    }

    @Test
    void keepsAnswersWhenItIsTidiedUnderWrites() throws Exception {
        try (var embedded = EmbeddedStore.open(folder, EmbeddedStore.ANY_PORT);
                var store = Store.open(new StoreSettings.Remote(embedded.uri(), DATABASE, true))) {
            var session = SessionId.random(new Random(1));
            for (var round = 0; round < 5; round++) {
                var answers = new ArrayList<java.util.concurrent.CompletionStage<?>>();
                for (var i = 0; i < 40; i++) {
                    answers.add(store.entries().insert(List.of(entry(session, 40L * round + i))));
                }
                embedded.tidy();
                answers.forEach(answer -> answer.toCompletableFuture().join());
            }
            assertEquals(
                    200, store.entries().ofSession(session).toCompletableFuture().join().size());
        }
    }

    @Test
    void isShorterAndCompleteAfterItWasCompactedAtTheStart() throws Exception {
        var session = SessionId.random(new Random(2));
        try (var store = Store.open(new StoreSettings.Embedded(folder, DATABASE))) {
            for (var number = 0; number < 60; number++) {
                store.entries()
                        .insert(List.of(entry(session, number)))
                        .toCompletableFuture()
                        .join();
            }
        }
        var file = folder.resolve("store.mv");
        var before = Files.size(file);
        try (var embedded = EmbeddedStore.open(folder, EmbeddedStore.ANY_PORT, 1);
                var store = Store.open(new StoreSettings.Remote(embedded.uri(), DATABASE, true))) {
            assertTrue(Files.size(file) < before, () -> "not shorter than " + before);
            assertEquals(
                    60, store.entries().ofSession(session).toCompletableFuture().join().size());
            assertTrue(
                    store.entries()
                            .insert(List.of(entry(session, 60)))
                            .toCompletableFuture()
                            .join()
                            .isEmpty());
        }
    }

    /// The embedded library loses acknowledged writes here when it is used as it comes. More
    /// rounds: `-Dgongyuan.kills=20`.
    @Test
    void losesNothingItAnsweredWhenItsProcessIsKilled() throws Exception {
        var random = new Random(7);
        var next = new AtomicLong();
        var session = SessionId.random(random);
        var answered = new ConcurrentLinkedQueue<Long>();
        for (var round = 0; round < Integer.getInteger("gongyuan.kills", 3); round++) {
            var process = child();
            try (var out =
                            new BufferedReader(
                                    new InputStreamReader(
                                            process.getInputStream(), StandardCharsets.UTF_8));
                    var store =
                            Store.open(new StoreSettings.Remote(out.readLine(), DATABASE, true))) {
                assertIsThere(store, answered);
                var writers = new ArrayList<Thread>();
                for (var w = 0; w < 8; w++) {
                    writers.add(
                            Thread.startVirtualThread(() -> write(store, session, next, answered)));
                }
                Thread.sleep(300 + random.nextInt(400));
                process.destroyForcibly().waitFor();
                for (var writer : writers) {
                    writer.join();
                }
            }
        }
        try (var store = Store.open(new StoreSettings.Embedded(folder, DATABASE))) {
            assertIsThere(store, answered);
            assertTrue(answered.size() > 20, () -> "only %d writes".formatted(answered.size()));
            // Unique index and documents still agree: a free place can be taken, a taken one not.
            var free = next.get() + 1;
            assertTrue(
                    store.entries()
                            .insert(List.of(entry(session, free)))
                            .toCompletableFuture()
                            .join()
                            .isEmpty());
        }
    }

    private static void write(
            Store store, SessionId session, AtomicLong next, ConcurrentLinkedQueue<Long> answered) {
        try {
            while (true) {
                var number = next.getAndIncrement();
                store.entries()
                        .insert(List.of(entry(session, number)))
                        .toCompletableFuture()
                        .join();
                answered.add(number);
            }
        } catch (CompletionException killed) {
            // The process is gone; what it answered before must be there.
        }
    }

    /// Read by the log and not by the session's chain: a write that the kill cut off leaves an
    /// empty place among these, and a chain ends at the first empty place.
    private static void assertIsThere(Store store, ConcurrentLinkedQueue<Long> answered) {
        var found =
                store
                        .entries()
                        .ofLog("example.org/log", 0, Integer.MAX_VALUE)
                        .toCompletableFuture()
                        .join()
                        .stream()
                        .map(StoredEntry::index)
                        .collect(java.util.stream.Collectors.toSet());
        var lost = answered.stream().filter(number -> !found.contains(number)).toList();
        assertEquals(List.of(), lost);
    }

    private Process child() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedStoreMain.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static StoredEntry entry(SessionId session, long number) {
        return new StoredEntry(
                "example.org/log",
                number,
                Optional.of(new StoredEntry.Place(session, number)),
                Octets.of(ByteBuffer.allocate(240).putLong(0, number).array()),
                Octets.of(new byte[0]));
    }
}
