package org.gongyuan.server.sitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.message.Fact;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

@DisplayName("A roster from a table")
class RosterCsvTest {

    private static final String HEADER = "ticket,name,secret,seat,extra_minutes\n";
    private static final String WITH_MORE =
            HEADER.strip() + ",photo,fact:科目/Subject,fact:级别/Level\n";

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

    @Test
    void carriesPhotosAndFacts() throws IOException {
        var photo = picture(295, 413);
        var read =
                assertInstanceOf(
                        RosterCsv.Reading.Read.class,
                        read(
                                WITH_MORE
                                        + "t-1,Wang,secret-1,,,wang.png,汽车,初级\n"
                                        + "t-2,Li,secret-2,,,,汽车,\n",
                                Map.of("wang.png", photo)));
        var roster = Roster.read(read.roster().toBytes());
        var first = roster.withTicket("t-1").orElseThrow();
        assertEquals(
                List.of(new Fact("科目", "Subject", "汽车"), new Fact("级别", "Level", "初级")),
                first.facts());
        assertEquals(Octets.of(photo), roster.photo(first).orElseThrow().bytes());
        var second = roster.withTicket("t-2").orElseThrow();
        assertEquals(1, second.facts().size());
        assertEquals(Optional.empty(), roster.photo(second));
    }

    @Test
    void aPhotoThatIsNoneIsRefusedByNameAndReason() throws IOException {
        var files =
                Map.of(
                        "small.png", picture(20, 413),
                        "text.png", "no picture".getBytes(UTF_8),
                        "large.png", new byte[Portrait.LARGEST + 1]);
        var rows =
                assertInstanceOf(
                                RosterCsv.Reading.Refused.class,
                                read(
                                        WITH_MORE
                                                + "t-1,A,secret-1,,,small.png,,\n"
                                                + "t-2,B,secret-2,,,text.png,,\n"
                                                + "t-3,C,secret-3,,,large.png,,\n"
                                                + "t-4,D,secret-4,,,absent.png,,\n"
                                                + "t-5,E,secret-5,,,../passwd,,\n",
                                        files))
                        .rows();
        assertEquals(
                List.of(
                        "photo small.png: a photo is 60 to 2000 pixels wide, not 20",
                        "photo text.png: a photo is a JPEG or a PNG file; this is neither",
                        "photo large.png: a photo has at most 131072 bytes, not 131073",
                        "photo absent.png cannot be read: there is no absent.png",
                        "\"../passwd\" is no plain name of a photo's file"),
                rows.stream().map(RosterCsv.BadRow::because).toList());
    }

    @Test
    void aColumnNobodyKnowsIsRefused() {
        assertEquals(List.of(1), badLines(HEADER.strip() + ",phone\nt-1,A,secret-1,,,1\n"));
        assertEquals(List.of(1), badLines(HEADER.strip() + ",fact:级别\nt-1,A,secret-1,,,1\n"));
        assertEquals(
                List.of(1),
                badLines(HEADER.strip() + ",fact:a/b".repeat(11) + "\nt-1,A,secret-1,,,1\n"));
        assertEquals(List.of(2), badLines(HEADER.strip() + ",photo\nt-1,A,secret-1,,\n"));
    }

    private static byte[] picture(int width, int height) throws IOException {
        var to = new ByteArrayOutputStream();
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        assertTrue(ImageIO.write(image, "png", to));
        return to.toByteArray();
    }

    private static RosterCsv.Reading read(String table, Map<String, byte[]> files) {
        return RosterCsv.read(
                Suite.INTL_1,
                table.getBytes(UTF_8),
                new SecureRandom(),
                name -> {
                    if (!files.containsKey(name)) {
                        throw new IOException("there is no " + name);
                    }
                    return files.get(name);
                });
    }

    private static List<Integer> badLines(String table) {
        var refused = assertInstanceOf(RosterCsv.Reading.Refused.class, read(table));
        return refused.rows().stream().map(RosterCsv.BadRow::line).toList();
    }

    private static RosterCsv.Reading read(String table) {
        return RosterCsv.read(Suite.INTL_1, table.getBytes(UTF_8), new SecureRandom());
    }
}
