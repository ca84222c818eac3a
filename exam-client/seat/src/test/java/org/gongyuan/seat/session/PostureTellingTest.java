package org.gongyuan.seat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

@DisplayName("What was found about the machine")
class PostureTellingTest {

    private static final Suite SUITE = Suite.INTL_1;
    private static final PostureReport CLEAN = new PostureReport(List.of());
    private static final PostureReport FOUND =
            new PostureReport(
                    List.of(new PostureReport.Finding(FindingKind.NOT_LOOKED_AT, "seen")));

    private final List<SeatMessage> sent = new ArrayList<>();
    private final PostureTelling posture = new PostureTelling(sent::add);

    @Test
    void isAnnouncedByItsDigestAndSaidOnceTheConnectionIsUp() {
        posture.found(CLEAN, false);

        assertEquals(SUITE.digest(CLEAN.toBytes()), posture.announce(SUITE));
        assertEquals(List.of(), sent);
        posture.tell();

        assertEquals(List.of(said(CLEAN)), sent);
    }

    @Test
    void isNothingToAnnounceBeforeAnybodyLooked() {
        assertEquals(Digest.of(new byte[Digest.LENGTH]), posture.announce(SUITE));
        posture.tell();

        assertEquals(List.of(), sent);
    }

    @Test
    void thatChangesWhileTheSeatComesInIsSaidAfterWhatWasAnnounced() {
        posture.found(CLEAN, true);
        sent.clear();
        posture.announce(SUITE);
        posture.found(FOUND, true);
        assertEquals(List.of(), sent);

        posture.tell();

        assertEquals(List.of(said(CLEAN), said(FOUND)), sent);
    }

    @Test
    void thatChangesLaterIsSaidAtOnce() {
        posture.announce(SUITE);
        posture.tell();
        posture.found(FOUND, true);

        assertEquals(List.of(said(FOUND)), sent);
    }

    @Test
    void isSaidToNobodyBeforeTheSeatIsLetIn() {
        posture.found(FOUND, false);

        assertEquals(List.of(), sent);
    }

    private static SeatMessage said(PostureReport report) {
        return new SeatMessage.Posture(Octets.of(report.toBytes()));
    }
}
