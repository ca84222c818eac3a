package org.gongyuan.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;

@DisplayName("A roster's table")
class RosterSheetTest {

    @TempDir private Path folder;

    private RosterReport read(byte[] table) throws IOException, SheetRefused {
        return read(table, Map.of());
    }

    private RosterReport read(byte[] table, Map<String, byte[]> photos)
            throws IOException, SheetRefused {
        var file = Files.write(folder.resolve("table"), table);
        var zip = Files.write(folder.resolve("photos"), Tables.zip(photos));
        var room = new Room("R1", 2, 3, Set.of(6));
        try (var archive = PhotoArchive.open(zip)) {
            return new RosterSheet(
                            Suite.INTL_1,
                            room.seats("C1")::contains,
                            Set.of("t-9"),
                            archive,
                            new SecureRandom())
                    .read(Sheet.read(file));
        }
    }

    private RosterReport read(String... rows) throws IOException, SheetRefused {
        return read((Tables.HEADER + "\r\n" + String.join("\r\n", rows)).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030"})
    void isReadInBothEncodings(String charset) throws Exception {
        var report =
                read(
                        (Tables.HEADER
                                        + "\n"
                                        + "t-1,张伟,secret-1,C1/R1/1,\n"
                                        + "t-2,\"李, \"\"娜\"\"\",secret-2,,10\n")
                                .getBytes(Charset.forName(charset)));

        assertEquals(0, report.bad(), report::csv);
        var roster = report.roster().orElseThrow();
        assertEquals("张伟", roster.withTicket("t-1").orElseThrow().name());
        assertEquals("李, \"娜\"", roster.withTicket("t-2").orElseThrow().name());
        assertTrue(roster.proved("t-2", "secret-2").isPresent());
    }

    @Test
    void isReadFromAWorkbook() throws Exception {
        var report =
                read(
                        Tables.workbook(
                                List.of(
                                        List.of("ticket", "name", "secret", "extra_minutes"),
                                        List.of("<v>20260017</v>", "王芳", "secret-1", "<v>5</v>"))));

        assertEquals(1, report.good(), report::csv);
        var one = report.roster().orElseThrow().withTicket("20260017").orElseThrow();
        assertEquals(5, one.accommodation().toMinutes());
    }

    @ParameterizedTest
    @CsvSource({
        "'t-1,张伟,short,,', secret, SECRET",
        "',张伟,secret-1,,', ticket, EMPTY",
        "'t-1,,secret-1,,', name, EMPTY",
        "'t-1,=1+1,secret-1,,', name, FORMULA",
        "'t-1,@x,secret-1,,', name, FORMULA",
        "'t-1,张伟,secret-1,C1/R1,', seat, SEAT",
        "'t-1,张伟,secret-1,C1/R1/7,', seat, SEAT_UNPLANNED",
        "'t-1,张伟,secret-1,C1/R1/6,', seat, SEAT_UNPLANNED",
        "'t-1,张伟,secret-1,,1.5', extra_minutes, MINUTES",
        "'t-1,张伟,secret-1,,1441', extra_minutes, MINUTES",
        "'t-9,张伟,secret-1,,', ticket, STAFF",
    })
    void namesTheCellThatIsWrong(String row, String column, RosterFault fault) throws Exception {
        var report = read("t-5,好人,secret-5,C1/R1/5,", row);

        assertEquals(1, report.good());
        assertEquals(1, report.bad());
        var problem = report.problems().getFirst();
        assertEquals(3, problem.row());
        assertEquals(column, problem.column());
        assertEquals(fault, problem.fault());
        assertFalse(report.csv().contains("short"), "a secret is not told");
    }

    @Test
    void namesWhatIsThereTwiceAndColumnsNobodyKnows() throws Exception {
        var twice = read("t-1,张伟,secret-1,C1/R1/1,", "t-1,李娜,secret-2,C1/R1/1,");
        assertEquals(
                List.of(RosterFault.SEAT_TWICE, RosterFault.TICKET_TWICE),
                twice.problems().stream()
                        .map(RosterReport.Problem::fault)
                        .sorted(java.util.Comparator.comparing(Enum::name))
                        .toList());

        var columns = read("ticket,name,grade\nt-1,张伟,1".getBytes(UTF_8));
        assertEquals(
                Set.of(RosterFault.COLUMN, RosterFault.HEADER),
                Set.copyOf(columns.problems().stream().map(RosterReport.Problem::fault).toList()));
        assertTrue(columns.roster().isEmpty());
    }

    @Test
    void refusesFormulasAndRoundedNumbersOfAWorkbook() throws Exception {
        var report =
                read(
                        Tables.workbook(
                                List.of(
                                        List.of("ticket", "name", "secret"),
                                        List.of(
                                                "t-1",
                                                "<f>HYPERLINK(\"x\")</f><v>1</v>",
                                                "secret-1"),
                                        List.of("<v>12345678901234567</v>", "张伟", "secret-2"))));

        assertEquals(0, report.good());
        assertEquals(
                List.of(RosterFault.FORMULA, RosterFault.ROUNDED),
                report.problems().stream().map(RosterReport.Problem::fault).toList());
    }

    @Test
    void refusesABombADoctypeAndWhatIsNoTable() throws IOException {
        var bomb = Tables.zip(Map.of("xl/workbook.xml", new byte[(200 << 20) + 1]));
        assertTrue(bomb.length < 1 << 20);
        assertThrows(SheetRefused.class, () -> read(bomb));

        var entities =
                Tables.workbook(
                        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>",
                        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row>");
        assertThrows(SheetRefused.class, () -> read(entities));

        assertThrows(SheetRefused.class, () -> read(new byte[] {'P', 'K', 3, 4, 0, 0}));
        assertThrows(SheetRefused.class, () -> read(new byte[] {0, 1, 2, 3, 4}));
        assertThrows(SheetRefused.class, () -> read("a,\"b".getBytes(UTF_8)));
        assertThrows(SheetRefused.class, () -> read(("a" + "x".repeat(2_000)).getBytes(UTF_8)));
    }

    @Test
    void takesPhotosFromNoFileOutsideTheArchive() throws Exception {
        assertThrows(
                SheetRefused.class,
                () -> read("x".getBytes(UTF_8), Map.of("../../etc/passwd", new byte[3])));
        assertThrows(
                SheetRefused.class, () -> read("x".getBytes(UTF_8), Map.of("/a.jpg", new byte[3])));
        var report =
                read(
                        (Tables.HEADER + ",照片\nt-1,张伟,secret-1,,,../a.jpg\nt-2,李娜,secret-2,,,b.jpg")
                                .getBytes(UTF_8),
                        Map.of("photos/b.jpg", new byte[] {1, 2, 3}));
        assertEquals(2, report.bad());
        assertEquals(
                List.of(RosterFault.PHOTO, RosterFault.PHOTO),
                report.problems().stream().map(RosterReport.Problem::fault).toList());
    }

    @Test
    void isToldToNobodyAsAFormula() throws Exception {
        var report = read("t-1,=cmd|' /C calc'!A0,secret-1,,", "t-2,+1,secret-2,,");

        assertEquals(2, report.bad());
        for (var line : report.csv().lines().skip(1).toList()) {
            for (var cell : line.split(",", -1)) {
                assertFalse(cell.matches("\"?[=+@-].*"), line);
            }
        }
    }
}
