package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@DisplayName("The frozen limit of more time")
class ExtensionLimitTest {

    private static final String SITTING = "auto-2026-a";

    /// The rules freeze a limit of ten minutes.
    @Test
    void isExceededByItsOwnActAlone(@TempDir Path folder) throws Exception {
        try (var site = new StaffSite(folder)) {
            var exam = new PlannedExam(site, site.firstAdministrator("zhao"));
            PlannedExam.answered(
                    200,
                    site.ask(
                            "POST",
                            PlannedExam.path(SITTING),
                            Optional.of(exam.chen),
                            StaffSite.rules(site.exam.starts, exam.manifest)));
            PlannedExam.answered(200, exam.bring(SITTING, PlannedExam.table(1), false));
            exam.byBoth(PlannedExam.freezing(exam.sitting(SITTING)));
            var opened = exam.byBoth(PlannedExam.opening(exam.sitting(SITTING)));
            assertEquals(true, opened.getBoolean("done"), opened::encode);
            var seat = site.exam.connect(1);
            seat.helloWith("t-1", "secret-1");
            seat.awaits(ServerMessage.Admitted.class);
            seat.ready();
            site.exam.release();
            seat.awaits(ServerMessage.Start.class);

            isDone(true, exam.byBoth(PlannedExam.extending("extend", SITTING, 6)));
            assertEquals(Duration.ofMinutes(6), seat.awaits(ServerMessage.Extend.class).by());
            var over = exam.byBoth(PlannedExam.extending("extend", SITTING, 5));
            isDone(false, over);
            assertTrue(over.getString("told").contains("extend-beyond"), over::encode);

            isDone(true, exam.byBoth(PlannedExam.extending("extend-beyond", SITTING, 5)));
            isDone(
                    true,
                    exam.byBoth(
                            PlannedExam.changing(SITTING, "extension-limit", 600_000, 900_000)));
            isDone(true, exam.byBoth(PlannedExam.extending("extend", SITTING, 4)));
            isDone(false, exam.byBoth(PlannedExam.extending("extend", SITTING, 1)));
            hasEnteredTheActBeforeWhatItGave(site);
        }
    }

    private static void isDone(boolean isDone, JsonObject answer) {
        assertEquals(isDone, answer.getBoolean("done"), answer::encode);
    }

    private static void hasEnteredTheActBeforeWhatItGave(StaffSite site) {
        var reader =
                site.exam
                        .server
                        .hall()
                        .sitting(new SittingId(SITTING))
                        .orElseThrow()
                        .log()
                        .reader();
        var order = new StringBuilder();
        for (long i = 0; i < reader.size(); i++) {
            switch (Leaf.read(reader.entry(i).leaf())) {
                case SittingEntry.LimitExceeded _ -> order.append('L');
                case SessionEntry.Extended e -> order.append(e.by().toMinutes());
                case SittingEntry.RuleChanged _ -> order.append('C');
                default -> {}
            }
        }
        assertEquals("6L5C4", order.toString());
    }
}
