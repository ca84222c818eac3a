package org.gongyuan.seat.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.camera.look.Cascade;
import org.gongyuan.seat.presentation.CameraPolicy;
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
import java.time.Duration;
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

    @Test
    void thatAreNotThereAreNamedWithWhatToDoAndNotByAClassOfJava() throws IOException {
        var absent = folder.resolve("nowhere.conf");
        var because = assertThrows(NotSet.class, () -> ProgramSettings.read(absent)).getMessage();
        assertEquals(
                "there are no settings at %s; copy gongyuan-seat.conf there and fill it in"
                        .formatted(absent),
                because);
        var bytes = Files.write(folder.resolve("gbk.conf"), new byte[] {(byte) 0xbf, (byte) 0xbc});
        because = assertThrows(NotSet.class, () -> ProgramSettings.read(bytes)).getMessage();
        assertTrue(because.contains("no UTF-8 text"), because);
        because = assertThrows(NotSet.class, () -> ProgramSettings.read(folder)).getMessage();
        assertFalse(because.contains("Exception"), because);
    }

    @Test
    void nameTheInputMethodsOrNone() throws IOException, NotSet {
        assertEquals(List.of("libpinyin"), read(DUE).inputMethods());
        var lines = new ArrayList<>(DUE);
        lines.add("input.methods = table:wubi-haifeng86, libpinyin");
        assertEquals(List.of("table:wubi-haifeng86", "libpinyin"), read(lines).inputMethods());
        lines.set(lines.size() - 1, "input.methods = none");
        assertEquals(List.of(), read(lines).inputMethods());
    }

    @Test
    void holdEverythingUnlessTheCentreSaysOtherwise() throws IOException, NotSet {
        assertEquals(HoldSettings.usual(), read(DUE).hold());
        var lines = new ArrayList<>(DUE);
        lines.addAll(
                List.of(
                        "lock.measures = one-monitor, keys",
                        "lock.helper = /opt/helper --quiet",
                        "lock.monitors = blank",
                        "look.allowed = fcitx5",
                        "look.every = 60"));
        var hold = read(lines).hold();
        assertEquals(
                List.of("pointer", "screen-awake", "clipboard", "usb", "sysrq", "egress"),
                hold.leftOut());
        assertEquals(HoldSettings.OtherMonitors.BLANKED, hold.others());
        assertEquals(List.of("/opt/helper", "--quiet"), hold.helper().command());
        assertTrue(hold.allowed().containsAll(List.of("fcitx5", "ibus-daemon")));
        assertEquals(Duration.ofMinutes(1), hold.lookEvery());
    }

    @Test
    void mayNameACameraAndWhatBelongsToIt() throws IOException, NotSet {
        assertEquals(new CameraSettings.Source.None(), read(DUE).camera().source());
        var lines = new ArrayList<>(DUE);
        lines.addAll(
                List.of(
                        "camera = 2",
                        "camera.cascade = lbp",
                        "camera.no-face = 30",
                        "camera.pictures = consent",
                        "face.finder = yunet.onnx",
                        "face.describer = sface.onnx",
                        "face.bound = 0.4"));
        var camera = read(lines).camera();
        assertEquals(new CameraSettings.Source.Numbered(2), camera.source());
        assertEquals(Cascade.LBP, camera.cascade());
        assertEquals(Duration.ofSeconds(30), camera.noFaceAfter());
        assertEquals(new CameraPolicy(true, true, true), camera.policy());
        assertEquals(folder.resolve("sface.onnx"), camera.faces().orElseThrow().describer());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "face.finder = a.onnx; belong together",
                "face.bound = 0.4; belong together",
                "camera.pictures = perhaps; perhaps",
            })
    void ofACameraAreRefusedByNameAndValue(String line, String said) {
        var lines = new ArrayList<>(DUE);
        lines.add("camera = 0");
        lines.add(line);
        var refused = assertThrows(NotSet.class, () -> read(lines));
        assertTrue(refused.getMessage().contains(said), refused.getMessage());
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
                "input.methods = lib/pinyin; lib/pinyin",
                "input.methods = none libpinyin; none stands alone",
                "lock.measures = keys doors; doors",
                "lock.monitors = dim; known are refuse, blank",
                "look.allowed = a-name-of-sixteen; the kernel knows programs by their first 15",
                "look.every = 2; outside 5..300",
                "look.every = often; outside 5..300",
                "files.folder = here; together or not at all",
                "files.signer = nobody; files.signer",
                "seat = ; the setting seat is missing",
                "camera = 64; camera 64 is outside 0..63",
                "camera.cascade = hog; hog",
                "camera.no-face = 2; 2",
                "camera.no-face = soon; soon",
                "camera.pictures = consent; camera is none"
            })
    void areRefusedByNameAndValue(String line, String said) {
        var lines = new ArrayList<>(DUE);
        lines.add(line);
        var refused = assertThrows(NotSet.class, () -> read(lines));
        assertTrue(refused.getMessage().contains(said), refused.getMessage());
    }
}
