package org.gongyuan.seat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.seat.journal.MemoryFolder;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// `seat-protocol.md` 12.3, the seat's side.
@DisplayName("What a seat found about its machine")
class PostureOfASeatTest {

    private final VirtualTime time = new VirtualTime();
    private final PretendServer server = new PretendServer(Suite.INTL_1, time);
    private final TestSeat seat = new TestSeat(server, time, new MemoryFolder());

    private static PostureReport found(FindingKind... kinds) {
        return new PostureReport(
                Arrays.stream(kinds).map(kind -> new PostureReport.Finding(kind, "seen")).toList());
    }

    private static Digest digest(PostureReport report) {
        return Suite.INTL_1.digest(report.toBytes());
    }

    private static SeatMessage.Posture told(PostureReport report) {
        return new SeatMessage.Posture(Octets.of(report.toBytes()));
    }

    private void isIn() {
        seat.goesIn();
        time.pass(Duration.ofSeconds(1));
    }

    @Test
    void isAnnouncedInItsHelloAndToldBeforeItIsReady() {
        var report = found(FindingKind.VIRTUAL_MACHINE);
        seat.session.posture(report);
        isIn();
        assertEquals(List.of(digest(report)), server.announced);
        assertEquals(List.of(told(report)), server.postures);
        assertEquals(List.of(1), server.toldWhenReady);
    }

    @Test
    void isAnnouncedAsNothingWhenItHasNotLooked() {
        isIn();
        assertEquals(List.of(Digest.of(new byte[Digest.LENGTH])), server.announced);
        assertEquals(List.of(), server.postures);
    }

    @Test
    void isToldAsItWasAnnouncedAndThenAsItIsNow() {
        var before = found(FindingKind.SEVERAL_MONITORS);
        var now = found();
        seat.session.posture(before);
        seat.signIn();
        // Found between hello and admission.
        time.passUntil(() -> !server.announced.isEmpty());
        seat.session.posture(now);
        time.passUntil(() -> seat.session.stage() == Stage.CONFIRMING);
        seat.session.confirm();
        time.pass(Duration.ofSeconds(1));
        assertEquals(digest(before), server.announced.getFirst());
        assertEquals(told(before), server.postures.getFirst(), "what was announced comes first");
        assertEquals(told(now), server.postures.getLast());
    }

    @Test
    void isToldAtOnceInASessionAndAnnouncedAgainAfterALostLine() {
        isIn();
        var report = found(FindingKind.REMOTE_CONTROL);
        seat.session.posture(report);
        time.pass(Duration.ofSeconds(1));
        assertEquals(List.of(told(report)), server.postures);
        server.cut();
        time.pass(Duration.ofMinutes(1));
        assertEquals(digest(report), server.announced.getLast());
        assertEquals(List.of(told(report), told(report)), server.postures);
    }
}
