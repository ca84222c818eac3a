package org.gongyuan.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Every operation of the store, against the embedded store, and against MongoDB when
/// `GONGYUAN_TEST_MONGO_URI` names one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class StoreContractTest {

    private static final Random RANDOM = new Random(20261121);

    @TempDir static Path folder;

    private final List<Named<Store>> open = new ArrayList<>();

    @BeforeAll
    void openStores() throws Exception {
        open.add(
                Named.of(
                        "embedded",
                        Store.open(new StoreSettings.Embedded(folder.resolve("own"), "gongyuan"))));
        var uri = System.getenv("GONGYUAN_TEST_MONGO_URI");
        if (uri != null) {
            var database = "gongyuan_test_" + Long.toString(System.nanoTime(), 36);
            open.add(
                    Named.of(
                            "MongoDB", Store.open(new StoreSettings.Remote(uri, database, false))));
        }
    }

    @AfterAll
    void closeStores() throws Exception {
        for (var store : open) {
            store.getPayload().close();
        }
    }

    Stream<Named<Store>> stores() {
        return open.stream();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("stores")
    void keepsADocumentOnceAndSaysWhatStandsThere(Store store) {
        for (var kept :
                List.of(store.forms(), store.cutScores(), store.results(), store.publications())) {
            var group = new DocumentId("g" + RANDOM.nextLong());
            var one = new KeptDocument(new DocumentId(group + "/b"), group, octets("one"));
            assertEquals(Keeping.KEPT, get(kept.keep(one)));
            assertEquals(Keeping.KEPT_BEFORE, get(kept.keep(one)));
            var other = new KeptDocument(one.id(), group, octets("other"));
            assertEquals(Keeping.OTHER_KEPT, get(kept.keep(other)));
            var first = new KeptDocument(new DocumentId(group + "/a"), group, octets(""));
            assertEquals(Keeping.KEPT, get(kept.keep(first)));
            assertEquals(Optional.of(one), get(kept.find(one.id())));
            assertEquals(Optional.empty(), get(kept.find(group)));
            assertEquals(List.of(first, one), get(kept.ofGroup(group)));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("stores")
    void refusesTheWriterWhoSawAnOlderRevision(Store store) {
        for (var revised :
                List.of(
                        store.sittings(),
                        store.accounts(),
                        store.examinations(),
                        store.seatCertificates())) {
            var id = new DocumentId("d" + RANDOM.nextLong());
            var first = new RevisedDocument(id, 1, octets("first"));
            assertTrue(get(revised.put(first)));
            assertFalse(get(revised.put(first)));
            var second = first.next(octets("second"));
            assertTrue(get(revised.put(second)));
            assertFalse(get(revised.put(first.next(octets("late")))));
            assertFalse(get(revised.put(new RevisedDocument(id, 4, octets("early")))));
            assertEquals(Optional.of(second), get(revised.find(id)));
            assertTrue(get(revised.all()).contains(second));
            assertEquals(Optional.empty(), get(revised.find(new DocumentId("nobody"))));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("stores")
    void letsOneOfManyRacingWritersWin(Store store) {
        var id = new DocumentId("race" + RANDOM.nextLong());
        var first = new RevisedDocument(id, 1, octets("first"));
        assertTrue(get(store.sittings().put(first)));
        var racers =
                IntStream.range(0, 10)
                        .mapToObj(i -> store.sittings().put(first.next(octets("racer " + i))))
                        .toList();
        assertEquals(1, racers.stream().filter(racer -> get(racer)).count());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("stores")
    void takesARosterAgainWithoutDoublingIt(Store store) {
        var sitting = sitting();
        var lines =
                IntStream.range(0, 250)
                        .mapToObj(
                                i ->
                                        new RosterLine(
                                                sitting,
                                                new DocumentId("T%04d".formatted(i)),
                                                octets("candidate " + i)))
                        .toList();
        assertEquals(250, get(store.rosters().put(lines)));
        assertEquals(250, get(store.rosters().put(lines)));
        assertEquals(lines, get(store.rosters().ofSitting(sitting)));
        assertEquals(
                Optional.of(lines.get(7)),
                get(store.rosters().find(sitting, new DocumentId("T0007"))));
        assertEquals(
                Optional.empty(), get(store.rosters().find(sitting(), new DocumentId("T0007"))));
        assertEquals(0, get(store.rosters().put(List.of())));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("stores")
    void neverLetsAnOlderProjectionReplaceANewerOne(Store store) {
        for (var projections : List.of(store.sessions(), store.frames())) {
            var sitting = sitting();
            var session = SessionId.random(RANDOM);
            var other = SessionId.random(RANDOM);
            var third = new SessionProjection(session, sitting, 3, octets("three"));
            var seventh = new SessionProjection(session, sitting, 7, octets("seven"));
            var ofOther = new SessionProjection(other, sitting, 2, octets("two"));
            assertEquals(2, get(projections.project(List.of(third, seventh, ofOther))));
            assertEquals(Optional.of(seventh), get(projections.find(session)));
            assertEquals(0, get(projections.project(List.of(third, seventh))));
            assertEquals(Optional.of(seventh), get(projections.find(session)));
            var later = new SessionProjection(other, sitting, 9, octets("nine"));
            assertEquals(1, get(projections.project(List.of(third, later))));
            assertEquals(Set.of(seventh, later), Set.copyOf(get(projections.ofSitting(sitting))));
            assertEquals(2, get(projections.forget(sitting)));
            assertEquals(List.of(), get(projections.ofSitting(sitting)));
            assertEquals(0, get(projections.project(List.of())));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("stores")
    void keepsOneEntryForEachPlaceInASession(Store store) {
        var session = SessionId.random(RANDOM);
        var log = "example.org/" + RANDOM.nextLong();
        var rival = "example.org/" + RANDOM.nextLong();
        var ours =
                List.of(
                        entry(log, 0, Optional.empty()),
                        entry(log, 1, place(session, 0)),
                        entry(log, 2, place(session, 1)),
                        entry(log, 3, Optional.empty()));
        assertEquals(Set.of(), get(store.entries().insert(ours)));
        assertEquals(Set.of(), get(store.entries().insert(ours)), "a repeat is no refusal");
        var theirs =
                List.of(
                        entry(rival, 0, place(session, 1)),
                        entry(rival, 1, place(session, 2)),
                        entry(rival, 2, Optional.empty()));
        assertEquals(Set.of(0), get(store.entries().insert(theirs)));
        assertEquals(Set.of(0), get(store.entries().insert(theirs)));
        assertEquals(ours, get(store.entries().ofLog(log, 0, 100)));
        assertEquals(ours.subList(2, 3), get(store.entries().ofLog(log, 2, 1)));
        assertEquals(
                List.of(ours.get(1), ours.get(2), theirs.get(1)),
                get(store.entries().ofSession(session)));
        var changed =
                new StoredEntry(log, 1, place(session, 0), octets("x"), Octets.of(new byte[0]));
        assertEquals(Set.of(0), get(store.entries().insert(List.of(changed))));
        assertEquals(Set.of(), get(store.entries().insert(List.of())));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("stores")
    void knowsWhichNodesWereSeen(Store store) {
        var start = Instant.parse("2026-11-21T08:00:00Z").plusSeconds(RANDOM.nextInt(1_000_000));
        var one = new NodeLine(new DocumentId("n1" + start), start, octets("a"));
        var two = new NodeLine(new DocumentId("n2" + start), start.plusSeconds(5), octets("b"));
        get(store.nodes().tell(one));
        get(store.nodes().tell(two));
        assertTrue(get(store.nodes().seenSince(start)).containsAll(List.of(one, two)));
        assertFalse(get(store.nodes().seenSince(start.plusMillis(1))).contains(one));
        var again = new NodeLine(one.node(), start.plusSeconds(9), octets("c"));
        get(store.nodes().tell(again));
        assertTrue(get(store.nodes().seenSince(start.plusSeconds(6))).contains(again));
        assertTrue(get(store.nodes().forget(one.node())));
        assertFalse(get(store.nodes().forget(one.node())));
    }

    private static StoredEntry entry(String log, long index, Optional<StoredEntry.Place> place) {
        return new StoredEntry(
                log,
                index,
                place,
                octets("leaf %d of %s".formatted(index, log)),
                octets(index % 2 == 0 ? "" : "attachment"));
    }

    private static Optional<StoredEntry.Place> place(SessionId session, long ordinal) {
        return Optional.of(new StoredEntry.Place(session, ordinal));
    }

    private static SittingId sitting() {
        return new SittingId("s" + Long.toUnsignedString(RANDOM.nextLong(), 36));
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T get(CompletionStage<T> answer) {
        return answer.toCompletableFuture().join();
    }
}
