package org.gongyuan.server.sitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@DisplayName("A roster from a table")
class RosterCsvTest {

    private static final String HEADER = "ticket,name,secret,seat,extra_minutes\n";

    @Test
    void isReadWithFreeSeatingAndMoreTime() {
        var read =
                assertInstanceOf(
                        RosterCsv.Reading.Read.class,
                        read(
                                HEADER
                                        + "t-1,\"王, 小明\",secret-1,C1/R1/1,\r\n"
                                        + "t-2,李华,secret-2,,10\n\n"));
        var roster = Roster.read(read.roster().toBytes());
        assertEquals(2, roster.size());
        assertEquals(read.roster().digest(), roster.digest());
        var first = roster.withTicket("t-1").orElseThrow();
        assertEquals("王, 小明", first.name());
        assertEquals(Optional.of(new SeatId("C1/R1/1")), first.seat());
        assertEquals(
                Candidate.verifier(Suite.INTL_1, first.salt(), "t-1", "secret-1"),
                first.verifier());
        var second = roster.withTicket("t-2").orElseThrow();
        assertEquals(Optional.empty(), second.seat());
        assertEquals(Duration.ofMinutes(10), second.accommodation());
    }

    @Test
    void takesNothingWhenARowIsBadAndNamesEveryBadRow() {
        assertEquals(
                List.of(2, 4, 5, 6),
                badLines(
                        HEADER
                                + "t-1,Wang,short,C1/R1/1,\n"
                                + "t-2,Li,secret-2,C1/R1/2,\n"
                                + "t-2,Li,secret-2,C1/R1/3,\n"
                                + "t-3,Zhao,secret-3,C1/R1/2,\n"
                                + "t-4,Qian,secret-4,desk 4,soon\n"));
        assertEquals(List.of(1), badLines("ticket,name\n"));
        assertEquals(List.of(1), badLines(HEADER));
    }

    private static List<Integer> badLines(String table) {
        var refused = assertInstanceOf(RosterCsv.Reading.Refused.class, read(table));
        return refused.rows().stream().map(RosterCsv.BadRow::line).toList();
    }

    private static RosterCsv.Reading read(String table) {
        return RosterCsv.read(Suite.INTL_1, table.getBytes(UTF_8), new SecureRandom());
    }
}
