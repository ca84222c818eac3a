package org.gongyuan.server;

import static org.gongyuan.server.LoopbackExam.SITTING;
import static org.gongyuan.server.LoopbackExam.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

@DisplayName("A seat that tells a real node what was found about its machine")
class PostureAtTheDoorTest {

    private static final byte[] REPORT =
            new PostureReport(
                            List.of(
                                    new PostureReport.Finding(
                                            FindingKind.REMOTE_CONTROL, "x11vnc (311)")))
                    .toBytes();
    private static final byte[] POSTURE = new SeatMessage.Posture(Octets.of(REPORT)).toBody();

    @TempDir Path folder;

    private static ServerMessage.Judged.Finding judged(LoopbackExam.HttpAnswer answer) {
        assertEquals(200, answer.status());
        return assertInstanceOf(
                        ServerMessage.Judged.class, ServerMessage.read(answer.body().getBytes()))
                .findings()
                .getFirst();
    }

    @Test
    void isJudgedOverriddenByTwoAndStarted() throws IOException {
        try (var exam = new LoopbackExam(folder, 1)) {
            exam.openSitting(exam.server, PosturePolicy.STANDARD);
            assertTrue(judged(exam.tellAtTheDoor(seat(1), "C1/R1/1", POSTURE)).keepsOut());

            var override =
                    new What.Disregard(
                            new Scope.At(seat(1)), FindingKind.REMOTE_CONTROL, Cause.EXAMINED);
            var alone = exam.order(override, "wang", Optional.empty());
            assertTrue(alone.getString("because").contains("two persons"), alone.encode());
            assertEquals(1, exam.order(override, "wang", Optional.of("li")).getInteger("done"));
            assertFalse(judged(exam.tellAtTheDoor(seat(1), "C1/R1/1", POSTURE)).keepsOut());

            var seat = exam.connect(1);
            seat.helloWith("t-1", "secret-1");
            seat.awaits(ServerMessage.Admitted.class);
            seat.tell(new SeatMessage.Posture(Octets.of(REPORT)));
            seat.ready();
            exam.release();
            seat.awaits(ServerMessage.Start.class);

            var listed =
                    new JsonObject(exam.get("/sittings/" + SITTING + "/posture"))
                            .getJsonArray("seats")
                            .getJsonObject(0);
            assertEquals("C1/R1/1", listed.getString("seat"));
            assertFalse(listed.getBoolean("keptOut"));
            var finding = listed.getJsonArray("findings").getJsonObject(0);
            assertEquals("x11vnc (311)", finding.getString("evidence"));
            assertEquals("refuse", finding.getString("judged"));
            assertTrue(finding.getBoolean("overridden"));
        }
    }

    @Test
    void isRefusedWhenItIsNotThatSeatOrNoReport() throws IOException {
        try (var exam = new LoopbackExam(folder, 1)) {
            exam.openSitting();
            assertEquals(403, exam.tellAtTheDoor(seat(1), "C1/R1/2", POSTURE).status());
            assertEquals(400, exam.tellAtTheDoor(seat(1), "nowhere", POSTURE).status());
            assertEquals(400, exam.tellAtTheDoor(seat(1), "C1/R1/1", new byte[] {1}).status());
            assertEquals(
                    400,
                    exam.tellAtTheDoor(seat(1), "C1/R1/1", new SeatMessage.Ping(1).toBody())
                            .status());
            assertEquals(400, exam.tellAtTheDoor(seat(1), "C1/R1/1", new byte[40_000]).status());
        }
    }
}
