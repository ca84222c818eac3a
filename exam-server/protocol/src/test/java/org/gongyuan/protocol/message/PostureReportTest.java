package org.gongyuan.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.PostureReport.Finding;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.trust.encoding.CborWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;

@DisplayName("A report of what was found about a seat's machine")
class PostureReportTest {

    @Test
    void comesBackAsItWasSent() {
        var report =
                new PostureReport(
                        List.of(
                                new Finding(FindingKind.NOT_LOCKED, "egress: no helper"),
                                new Finding(FindingKind.NOT_LOOKED_AT, "disk"),
                                new Finding(FindingKind.NOT_LOOKED_AT, "monitors")));
        assertEquals(report, PostureReport.read(report.toBytes()));
        assertEquals(
                List.of(FindingKind.NOT_LOOKED_AT, FindingKind.NOT_LOCKED),
                report.kinds(),
                "each kind once, in the order of the list");
    }

    @Test
    void mayHaveFoundNothing() {
        assertEquals(
                List.of(), PostureReport.read(new PostureReport(List.of()).toBytes()).findings());
    }

    @Test
    void isRefusedWithAWordThatIsNotOfTheList() {
        refused(
                new CborWriter().array(2).uint(1).array(1).array(2).text("ghost").text(""),
                "ghost");
    }

    @Test
    void isRefusedInAnotherVersion() {
        refused(new CborWriter().array(2).uint(2).array(0), "version");
    }

    @Test
    void isRefusedWithEvidenceOfSeveralLines() {
        refused(
                new CborWriter().array(2).uint(1).array(1).array(2).text("drill").text("a\nb"),
                "one line");
    }

    @Test
    void isRefusedWithSomethingBehindIt() {
        refused(new CborWriter().array(2).uint(1).array(0).uint(0), "posture report");
    }

    @Test
    void hasABound() {
        var one = new Finding(FindingKind.DRILL, "");
        assertThrows(
                IllegalArgumentException.class,
                () -> new PostureReport(Collections.nCopies(PostureReport.MOST + 1, one)));
        var many = new CborWriter().array(2).uint(1).array(PostureReport.MOST + 1);
        for (int i = 0; i <= PostureReport.MOST; i++) {
            many.array(2).text("drill").text("");
        }
        refused(many, "at most 40");
    }

    private static void refused(CborWriter bytes, String said) {
        var refused = assertThrows(NotAMessage.class, () -> PostureReport.read(bytes.toBytes()));
        assertTrue(refused.getMessage().contains(said), refused.getMessage());
    }
}
