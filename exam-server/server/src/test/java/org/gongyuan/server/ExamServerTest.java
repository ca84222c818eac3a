package org.gongyuan.server;

import static org.gongyuan.server.LoopbackExam.SITTING;
import static org.gongyuan.server.LoopbackExam.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.node.RecordRebuild;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.server.store.Store;
import org.gongyuan.server.store.StoreSettings;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@DisplayName("A node on loopback")
class ExamServerTest {

    @TempDir private Path folder;

    @Test
    void holdsASittingFromAdmissionToTheReceipt() throws IOException {
        try (var exam = new LoopbackExam(folder, 2)) {
            exam.openSitting();
            var seat = exam.connect(1);
            seat.helloWith("t-1", "secret-1");
            seat.awaits(ServerMessage.Admitted.class);
            seat.ready();
            exam.release();
            seat.awaits(ServerMessage.Start.class);
            seat.answers(1, "A");
            seat.answers(2, "B");
            seat.answers(1, "C");
            seat.submits();
            var receipt = Receipt.parse(seat.awaits(ServerMessage.Receipt.class).receipt());

            var submitted = assertInstanceOf(SessionEntry.Submitted.class, receipt.entry());
            assertEquals(3, submitted.lastSeq());
            var origin = "test/spring-a/node-1";
            var checkpoint =
                    Checkpoint.open(
                            receipt.checkpoint().getBytes(StandardCharsets.UTF_8),
                            List.of(
                                    new NoteKey(
                                            origin, exam.server.checkpointKey().verifyingKey())));
            assertEquals(origin, checkpoint.origin());
            assertTrue(
                    new InclusionProof(receipt.index(), checkpoint.size(), receipt.proof())
                            .holds(receipt.leaf().toBytes(), checkpoint.root()));

            var status = new JsonObject(exam.get("/sittings/spring-a/status"));
            assertEquals(1, status.getInteger("submitted"));
            assertEquals(1, status.getInteger("absent"));
            assertInstanceOf(Closing.Closed.class, exam.server.closeSitting(SITTING).join());
        }
    }

    @Test
    void servesASeatThatCannotUseWebSockets() throws IOException {
        try (var exam = new LoopbackExam(folder, 1)) {
            exam.openSitting();
            var seat = exam.connectByExchange(1);
            seat.helloWith("t-1", "secret-1");
            seat.awaits(ServerMessage.Admitted.class);
            seat.ready();
            exam.release();
            seat.awaits(ServerMessage.Start.class);
            seat.answers(1, "A");
            seat.answers(2, "B");
            seat.submits();
            var receipt = Receipt.parse(seat.awaits(ServerMessage.Receipt.class).receipt());
            var submitted = assertInstanceOf(SessionEntry.Submitted.class, receipt.entry());
            assertEquals(2, submitted.lastSeq());
        }
    }

    @Test
    void leavesARecordFromWhichTheStoreIsMadeAnew() throws IOException {
        try (var exam = new LoopbackExam(folder, 2);
                var store =
                        Store.open(
                                new StoreSettings.Embedded(folder.resolve("store"), "gongyuan"))) {
            exam.openSitting();
            var seat = exam.connect(1);
            seat.helloWith("t-1", "secret-1");
            seat.awaits(ServerMessage.Admitted.class);
            seat.ready();
            exam.release();
            seat.awaits(ServerMessage.Start.class);
            seat.answers(1, "A");
            seat.answers(1, "B");
            seat.submits();
            seat.awaits(ServerMessage.Receipt.class);

            var rebuild = new RecordRebuild();
            rebuild.read(exam.server.hall().sitting(SITTING).orElseThrow().log().reader());
            assertEquals(1, rebuild.write(SITTING, store.sessions()));

            var found =
                    store.sessions()
                            .find(seat.session())
                            .toCompletableFuture()
                            .join()
                            .orElseThrow();
            var body = new CborReader(found.body().toBytes());
            body.array(6);
            assertEquals(1, body.uint());
            assertEquals("submitted", body.text());
            assertEquals("C1/R1/1", body.text());
            assertEquals(2, body.uint());
            assertEquals(1, body.uint());
        }
    }

    @Test
    void handsOutTheSeatFileFromWhereOneLeftOff() throws IOException {
        try (var exam = new LoopbackExam(folder, 1)) {
            exam.openSitting();
            var path = "/forms/" + exam.exam.manifest.digest().hex();
            var whole = exam.fetch(path, "bytes=0-");
            var rest = exam.fetch(path, "bytes=100-");
            assertEquals(whole.length() - 100, rest.length());
            assertEquals(whole.getBuffer(100, whole.length()), rest);
            assertEquals(5, exam.fetch(path, "bytes=-5").length());
            assertEquals(0, exam.fetch(path, "bytes=99999999-").length());
        }
    }

    @Test
    void takesOrdersSignedByTheRightStaffOnly() throws IOException {
        try (var exam = new LoopbackExam(folder, 1)) {
            exam.openSitting();
            var seat = exam.connect(1);
            seat.helloWith("t-1", "secret-1");
            seat.awaits(ServerMessage.Admitted.class);
            seat.ready();
            exam.release();
            seat.awaits(ServerMessage.Start.class);

            var held =
                    exam.order(
                            new What.Hold(new Scope.At(seat(1)), Cause.POWER_CUT),
                            "wang",
                            Optional.empty());
            assertEquals(1, held.getInteger("done"));
            seat.awaits(ServerMessage.Hold.class);
            exam.order(new What.Resume(new Scope.All()), "wang", Optional.empty());
            seat.awaits(ServerMessage.Resume.class);

            var more = new What.Extend(new Scope.All(), Duration.ofMinutes(5), Cause.POWER_CUT);
            var alone = exam.order(more, "wang", Optional.empty());
            assertTrue(alone.getString("because").contains("two persons"), alone.encode());
            var himself = exam.order(more, "li", Optional.of("li"));
            assertTrue(himself.getString("because").contains("may not approve"), himself.encode());
            var byProctor = exam.order(more, "li", Optional.of("wang"));
            assertTrue(byProctor.getString("because").contains("may not approve"));
            exam.order(more, "wang", Optional.of("li"));
            assertEquals(Duration.ofMinutes(5), seat.awaits(ServerMessage.Extend.class).by());
        }
    }

    @Test
    void goesOnAfterARestartWithEverythingThatWasSaved() throws IOException {
        try (var exam = new LoopbackExam(folder, 1)) {
            exam.openSitting();
            var seat = exam.connect(1);
            seat.helloWith("t-1", "secret-1");
            seat.awaits(ServerMessage.Admitted.class);
            seat.ready();
            exam.release();
            seat.awaits(ServerMessage.Start.class);
            seat.answers(1, "A");
            seat.answers(2, "B");
            while (seat.awaits(ServerMessage.Saved.class).seq() < 2) {
                Thread.onSpinWait();
            }
            var head = seat.head();
            exam.server.close();
            exam.start();

            assertTrue(exam.server.recovered() > 0);
            exam.connect(seat, seat(1));
            seat.helloAgain();
            var standing = seat.awaits(ServerMessage.Admitted.class).standing();
            assertEquals(2, standing.lastSeq());
            assertEquals(head, standing.head());
            seat.ready();
            seat.answers(3, "C");
            seat.submits();
            seat.awaits(ServerMessage.Receipt.class);
        }
    }

    @Test
    void refusesSharesThatAreRepeatedOrForeignAndSoundsTheAlarm() throws IOException {
        try (var exam = new LoopbackExam(folder, 1)) {
            exam.openSitting();
            var node = SealingPublicKey.parse(exam.get("/release/node-key").strip());
            var first = exam.exam.handIn(0, node);
            assertEquals(1, exam.post("/release/shares", first).getInteger("have"));
            assertEquals("repeated-share", exam.post("/release/shares", first).getString("reason"));
            assertEquals(
                    "foreign-share",
                    exam.post("/release/shares", exam.exam.handIn(SharePurpose.MARKING, 1, node))
                            .getString("reason"));
            assertEquals(
                    "unreadable",
                    exam.post("/release/shares", new byte[] {1, 2, 3}).getString("reason"));
            assertEquals(3, exam.server.hall().alarms());
            var status = new JsonObject(exam.get("/sittings/spring-a/status"));
            assertFalse(status.getBoolean("released"));
        }
    }

    @Test
    void tellsItsFiguresAndHealth() throws IOException {
        try (var exam = new LoopbackExam(folder, 1)) {
            exam.openSitting();
            assertTrue(new JsonObject(exam.get("/ready")).getBoolean("ready"));
            assertTrue(new JsonObject(exam.get("/health")).getBoolean("recording"));
            var metrics = exam.get("/metrics");
            for (var name :
                    List.of(
                            "gongyuan_sessions{state=\"running\"}",
                            "gongyuan_responses_saved_total",
                            "gongyuan_record_entries_total",
                            "gongyuan_credit",
                            "gongyuan_alarms_total",
                            "gongyuan_refusals_total{reason=\"proof\"}")) {
                assertTrue(metrics.contains(name), name);
            }
        }
    }
}
