package org.gongyuan.seat.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.seat.session.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@DisplayName("The settings of a seat")
class ProgramSettingsTest {

    private static final List<String> DUE =
            List.of(
                    "seat = C1/R1/7",
                    "nodes = exam-1:7443, exam-2:7443",
                    "machine.certificate = m.pem",
                    "machine.key = m.key",
                    "centre.authority = a.pem",
                    "folder = kept",
                    "temporary = /run/seat",
                    "chromium = /usr/lib/gongyuan-seat/chromium");

    @TempDir Path folder;

    @BeforeEach
    void files() throws IOException {
        for (var name : List.of("m.pem", "m.key", "a.pem")) {
            var _ = Files.writeString(folder.resolve(name), "pem");
        }
    }

    private ProgramSettings read(List<String> lines) throws IOException, NotSet {
        var file = folder.resolve("seat.conf");
        var _ = Files.write(file, lines);
        return ProgramSettings.read(file);
    }

    @Test
    void nameTheSeatItsNodesAndItsFolders() throws IOException, NotSet {
        var settings = read(DUE);
        assertEquals("C1/R1/7", settings.seat().text());
        assertEquals(List.of(new Node("exam-1", 7443), new Node("exam-2", 7443)), settings.nodes());
        assertEquals(folder.resolve("kept"), settings.folder());
        assertEquals("zh-CN", settings.language());
        assertTrue(settings.tools().scratch());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "colour = red; unknown setting colour",
                "nodes = exam-1; exam-1",
                "nodes = exam-1:70000; 70000",
                "machine.key = none.key; none.key",
                "language = fr; fr",
                "zone = Mars/Olympus; Mars/Olympus",
                "calculator = abacus; abacus",
                "tools = scratch phone; phone",
                "forms.ceiling = cosmic; cosmic",
                "forms.signers = xyz; forms.signers",
                "seat = ; the setting seat is missing"
            })
    void areRefusedByNameAndValue(String line, String said) {
        var lines = new ArrayList<>(DUE);
        lines.add(line);
        var refused = assertThrows(NotSet.class, () -> read(lines));
        assertTrue(refused.getMessage().contains(said), refused.getMessage());
    }
}
