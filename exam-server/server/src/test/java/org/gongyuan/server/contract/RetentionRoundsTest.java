package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingEntry.DeletionAnnounced;
import org.gongyuan.protocol.record.SittingEntry.NoticeBegun;
import org.gongyuan.protocol.record.SittingEntry.RetentionEnded;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.privacy.SharedDeletions;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.Evidence;
import org.gongyuan.server.store.Store;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// A closed sitting with a picture of one room, over the years that its data is kept.
@DisplayName("When the time of personal data is over")
class RetentionRoundsTest {

    private static final String ROOM = "C1/R1";
    private static final String HELD = "objection 4";

    @TempDir private Path folder;
    private StaffSite site;

    @BeforeEach
    void open() throws Exception {
        site = new StaffSite(folder);
        site.exam.openSitting();
        keepAPicture();
        assertTrue(
                site.exam.server.closeSitting(LoopbackExam.SITTING).join()
                        instanceof Closing.Closed);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Hall.Held held() {
        return site.exam.server.hall().sitting(LoopbackExam.SITTING).orElseThrow();
    }

    private void keepAPicture() {
        Evidence evidence = held().evidence();
        var kept = new CompletableFuture<Digest>();
        site.exam
                .server
                .lane()
                .execute(
                        () -> {
                            var session = new SessionId(1, 2);
                            var sealed = evidence.keyOf(ROOM).seal(new byte[9], session.toBytes());
                            evidence.keep(ROOM, session, 1, sealed, kept::complete);
                        });
        assertTrue(kept.join() != null, "the picture is kept");
    }

    private void enter(Function<Instant, SittingEntry> fact) {
        var server = site.exam.server;
        var _ = StaffLog.enter(held().log(), server.lane(), server.clock(), fact);
    }

    /// The node's own round at its start may have done all of it already.
    private void round(Duration passed) throws Exception {
        site.goesOnAfter(passed);
        round();
    }

    private void round() {
        site.exam.server.staffOffice().orElseThrow().retention().round();
    }

    private <E> List<E> entries(Class<E> kind) {
        var index = site.exam.server.staffOffice().orElseThrow().index();
        index.follow();
        return index
                .find(RecordQuery.all(RecordQuery.Where.SITTINGS), OptionalLong.empty(), 200)
                .found()
                .stream()
                .map(found -> found.entry())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private boolean picturesAreKept() {
        return site.exam.server.hall().evidenceRooms(LoopbackExam.SITTING).equals(List.of(ROOM));
    }

    private String waits() {
        return site.exam.server.staffOffice().orElseThrow().retention().plan().stream()
                .filter(one -> one.kept().upon().equals(LoopbackExam.SITTING + "/" + ROOM))
                .findFirst()
                .orElseThrow()
                .waits()
                .orElse("nothing");
    }

    private static LegalHolds holds(Store store) {
        return new LegalHolds(store.legalHolds(), InstantSource.system());
    }

    private long dataFiles(String part) throws Exception {
        try (var files = Files.walk(folder.resolve("data-node-1"))) {
            return files.filter(file -> file.toString().contains(part)).count();
        }
    }

    @Test
    void itGoesAnnouncedAndNeitherWhileItMayBeObjectedToNorUnderALegalHold() throws Exception {
        round(Duration.ofDays(360));
        assertTrue(picturesAreKept(), "a year is not over");
        assertEquals(List.of(), entries(DeletionAnnounced.class));

        round(Duration.ofDays(367));
        assertEquals("no notice of results has begun", waits());
        enter(at -> new NoticeBegun(at, "run-1", at.plus(Duration.ofDays(7))));
        round();
        assertTrue(waits().startsWith("results may be objected to until"), waits());
        assertEquals(List.of(), entries(DeletionAnnounced.class));

        round(Duration.ofDays(375));
        assertEquals(1, entries(DeletionAnnounced.class).size());
        round();
        assertEquals(1, entries(DeletionAnnounced.class).size(), "announced once");
        assertTrue(picturesAreKept(), "announced is not gone");

        var sitting = LoopbackExam.SITTING.text();
        site.goesOnAfter(
                Duration.ofDays(383),
                store -> holds(store).place(sitting, HELD, new StaffId("ma")));
        round();
        assertEquals(HELD, waits());
        assertTrue(picturesAreKept(), "held");
        site.goesOnAfter(Duration.ofDays(384), store -> holds(store).lift(sitting, "decided"));
        round();

        assertFalse(picturesAreKept());
        assertEquals(0, dataFiles("C1.R1.key"), "no key is left");
        assertEquals(0, dataFiles("evidence-000000.seg"), "nor are the pictures");
        var ended = entries(RetentionEnded.class);
        assertEquals(1, ended.size());
        assertEquals(LoopbackExam.SITTING + "/" + ROOM, ended.getFirst().scope());
        assertEquals(3, site.exam.server.hall().keptCandidates(LoopbackExam.SITTING));
        round();
        assertEquals(1, entries(RetentionEnded.class).size(), "ended once");
    }

    @Test
    void aNodeThatWentDownBehindTheEntryGoesOnFromIt() throws Exception {
        enter(at -> new NoticeBegun(at, "run-1", at.plus(Duration.ofDays(7))));
        var threeYears = Duration.ofDays(3 * 366);
        round(threeYears);
        assertEquals(3, site.exam.server.hall().keptCandidates(LoopbackExam.SITTING));
        var scope = LoopbackExam.SITTING.text();
        assertEquals(
                List.of("candidate", "evidence", "responses"),
                entries(DeletionAnnounced.class).stream()
                        .map(DeletionAnnounced::purpose)
                        .sorted()
                        .toList());
        enter(at -> new RetentionEnded(at, "candidate", scope, 3));

        round(threeYears.plusDays(8));

        assertEquals(0, site.exam.server.hall().keptCandidates(LoopbackExam.SITTING));
        assertEquals(
                List.of("candidate", "evidence"),
                entries(RetentionEnded.class).stream()
                        .map(RetentionEnded::purpose)
                        .sorted()
                        .toList());
        site.goesOnAfter(threeYears.plusDays(9));
        var roster = held().sitting().roster();
        assertEquals("（已删除）", roster.withTicket("t-1").orElseThrow().name());
    }

    @Test
    void whatTwoPersonsDecidedAtAnotherNodeWaitsForAHoldThatWasPlacedSince() throws Exception {
        var sitting = LoopbackExam.SITTING.text();
        site.goesOnAfter(
                Duration.ofDays(1),
                store -> {
                    holds(store).place(sitting, HELD, new StaffId("ma"));
                    new SharedDeletions(store.deletions())
                            .decide(
                                    new SharedDeletions.Decided(
                                            sitting,
                                            Instant.EPOCH,
                                            new StaffId("ma"),
                                            new StaffId("lin"),
                                            "node-2"));
                });
        round();
        assertEquals(3, site.exam.server.hall().keptCandidates(LoopbackExam.SITTING), "held");

        site.goesOnAfter(Duration.ofDays(2), store -> holds(store).lift(sitting, "decided"));
        round();
        assertEquals(0, site.exam.server.hall().keptCandidates(LoopbackExam.SITTING));
    }

    @Test
    void whatCannotBeRemovedIsAnAlarmAndKeepsNothingElse() throws Exception {
        enter(at -> new NoticeBegun(at, "run-1", at.plus(Duration.ofDays(7))));
        var threeYears = Duration.ofDays(3 * 366);
        round(threeYears);
        // A folder stands where the key lies: it cannot be written over.
        var key = folder.resolve("data-node-1/keys/evidence/spring-a/C1.R1.key");
        Files.delete(key);
        Files.createDirectories(key.resolve("in the way"));

        round(threeYears.plusDays(8));

        assertEquals(0, site.exam.server.hall().keptCandidates(LoopbackExam.SITTING), "names");
        assertEquals(1, site.exam.server.hall().alarms());
        assertTrue(picturesAreKept());
    }

    /// As a node leaves it that went down between the key and the files, and as a backup brings it
    /// back.
    @Test
    void picturesThatAreLeftOfADestructionThatBrokeOffAreRemovedWithoutAnotherEntry()
            throws Exception {
        var keys = folder.resolve("data-node-1/keys/evidence/spring-a");
        var _ = Files.createFile(keys.resolve("C1.R1.destroyed"));
        Files.delete(keys.resolve("C1.R1.key"));
        assertEquals(1, dataFiles("evidence-000000.seg"));
        long before = site.exam.server.hall().alarms();

        round();

        assertEquals(0, dataFiles("evidence-000000.seg"));
        assertEquals(before, site.exam.server.hall().alarms());
        assertEquals(List.of(), entries(RetentionEnded.class), "that stood there before");
        assertEquals(
                List.of(), site.exam.server.hall().unfinishedRooms(LoopbackExam.SITTING), "once");
    }

    @Test
    void picturesOfADestructionThatBrokeOffAreKeptWhileALegalHoldLiesOnThem() throws Exception {
        var keys = folder.resolve("data-node-1/keys/evidence/spring-a");
        var _ = Files.createFile(keys.resolve("C1.R1.destroyed"));
        var sitting = LoopbackExam.SITTING.text();

        site.goesOnAfter(
                Duration.ofDays(1), store -> holds(store).place(sitting, HELD, new StaffId("ma")));
        round();
        assertEquals(1, dataFiles("C1.R1.key"), "held");
        assertEquals(1, dataFiles("evidence-000000.seg"), "held");

        site.goesOnAfter(Duration.ofDays(2), store -> holds(store).lift(sitting, "decided"));
        round();
        assertEquals(0, dataFiles("C1.R1.key"));
        assertEquals(0, dataFiles("evidence-000000.seg"));
    }

    @Test
    void picturesWhoseKeyIsGoneWithoutAnEntryAreAnAlarm() throws Exception {
        var key = folder.resolve("data-node-1/keys/evidence/spring-a/C1.R1.key");
        Files.delete(key);
        long before = site.exam.server.hall().alarms();

        round();
        round();

        assertEquals(before + 1, site.exam.server.hall().alarms());
        assertEquals(List.of(), entries(RetentionEnded.class));
    }
}
