package org.gongyuan.lockdown.posture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.toMap;

import org.gongyuan.protocol.record.FindingKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

class PostureTest {

    @TempDir Path folder;
    private FakeMachine fake;

    @BeforeEach
    void anOrdinaryMachine() throws IOException {
        fake = new FakeMachine(folder);
    }

    /// What is found, but for the checks of the display, of which there is none here.
    private Map<FindingKind, String> found() {
        return new Posture(fake.machine(), Optional.empty(), FakeMachine.SEAT)
                .look(Set.of("ibus-daemon")).stream()
                        .filter(finding -> finding.kind() != FindingKind.NOT_LOOKED_AT)
                        .collect(toMap(Finding::kind, Finding::evidence));
    }

    @Test
    void anOrdinaryMachineHasNothingToTell() {
        assertEquals(Map.of(), found());
    }

    @Test
    void aCheckThatCannotBeMadeIsAFindingAndTheOthersAreMade() throws IOException {
        fake.maker("QEMU", "Standard PC");
        var all = new Posture(fake.machine(), Optional.empty(), FakeMachine.SEAT).look(Set.of());
        assertEquals(
                2,
                all.stream().filter(f -> f.kind() == FindingKind.NOT_LOOKED_AT).count(),
                "monitors and the display's programs: " + all);
        assertTrue(all.stream().anyMatch(f -> f.kind() == FindingKind.VIRTUAL_MACHINE));
        Files.delete(folder.resolve("proc/cpuinfo"));
        fake.maker("LENOVO", "ThinkCentre");
        var without =
                new Posture(fake.machine(), Optional.empty(), FakeMachine.SEAT).look(Set.of());
        assertTrue(
                without.stream().anyMatch(f -> f.evidence().startsWith("virtual machine: ")),
                without.toString());
    }

    @Test
    void aVirtualMachineIsSeenByItsMakerOrItsProcessor() throws IOException {
        fake.maker("VMware, Inc.", "VMware Virtual Platform");
        assertTrue(found().get(FindingKind.VIRTUAL_MACHINE).contains("vmware"));
        fake.maker("LENOVO", "ThinkCentre").processor("fpu vme hypervisor lahf_lm");
        assertTrue(found().get(FindingKind.VIRTUAL_MACHINE).contains("hypervisor"));
        fake.processor("fpu nohypervisorhere");
        assertEquals(Map.of(), found());
    }

    @Test
    void aRemoteControlIsSeenByItsNameAndByItsPort() throws IOException {
        fake.program(400, 1, 0, "AnyDesk", "/usr/bin/anydesk --service");
        assertTrue(found().get(FindingKind.REMOTE_CONTROL).contains("AnyDesk (400)"));
        fake = new FakeMachine(folder.resolve("other")).listensAt(5901);
        assertEquals("port 5901", found().get(FindingKind.REMOTE_CONTROL));
        fake.listensAt(8443);
        assertEquals(Map.of(), found());
    }

    @Test
    void aDebuggerIsSeen() throws IOException {
        fake.tracedBy(4711);
        assertEquals("traced by process 4711", found().get(FindingKind.DEBUGGER));
        fake.tracedBy(0)
                .program(
                        FakeMachine.SEAT,
                        90,
                        1001,
                        "java",
                        "java -agentlib:jdwp=transport=dt_socket");
        assertEquals("started with a debugging agent", found().get(FindingKind.DEBUGGER));
    }

    @Test
    void anotherProgramOfTheSeatsUserIsSeenAndItsSessionIsNot() throws IOException {
        fake.program(500, 1, 1001, "ibus-daemon", "ibus-daemon -d")
                .program(501, 1, 1002, "firefox", "firefox")
                .program(102, 101, 1001, "jcef_helper", "jcef_helper --type=gpu");
        assertEquals(Map.of(), found());
        fake.program(502, 1, 1001, "xterm", "xterm");
        assertEquals("xterm (502)", found().get(FindingKind.OTHER_PROGRAM));
    }

    @Test
    void aProgramThatEndsWhileItIsReadIsLeftOut() throws IOException {
        Files.createDirectories(folder.resolve("proc/777"));
        assertEquals(Map.of(), found());
    }

    @Test
    void theClockMayBeTwoMinutesOff() {
        assertEquals(Optional.empty(), Posture.clock(Duration.ofMinutes(-2)));
        assertEquals(
                "121 s behind the server's",
                Posture.clock(Duration.ofSeconds(-121)).orElseThrow().evidence());
        assertEquals(
                "3600 s ahead of the server's",
                Posture.clock(Duration.ofHours(1)).orElseThrow().evidence());
    }

    @Test
    void aDiskThatIsNotThereIsAFinding() {
        assertEquals(
                FindingKind.NOT_LOOKED_AT,
                Posture.disk(folder.resolve("absent")).orElseThrow().kind());
    }

    @Test
    void theEvidenceIsOneLineWithinItsBound() {
        var finding = new Finding(FindingKind.DEBUGGER, "traced\nby " + "x".repeat(600));
        assertEquals(Finding.LONGEST, finding.evidence().length());
        assertTrue(finding.evidence().startsWith("traced by x"));
    }

    private static byte[] digest(Path file) throws IOException {
        var crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        var digest = new byte[32];
        digest[0] = (byte) crc.getValue();
        digest[1] = (byte) (crc.getValue() >> 8);
        digest[2] = (byte) (crc.getValue() >> 16);
        return digest;
    }

    @Test
    void ourOwnFilesAreThoseThatWereSigned() throws IOException {
        var program = Files.createDirectories(folder.resolve("seat/lib")).getParent();
        Files.writeString(program.resolve("seat.jar"), "code");
        Files.writeString(program.resolve("lib/cef.so"), "native");
        Files.writeString(program.resolve("lib/page.js"), "page");
        var manifest = FileManifest.read(FileManifest.of(program, PostureTest::digest).text());
        assertEquals(Optional.empty(), manifest.check(program, PostureTest::digest));
        Files.writeString(program.resolve("seat.jar"), "edited");
        Files.delete(program.resolve("lib/cef.so"));
        Files.writeString(program.resolve("lib/more.so"), "added");
        var elsewhere = Files.writeString(folder.resolve("elsewhere"), "added");
        Files.createSymbolicLink(program.resolve("lib/link.jar"), elsewhere);
        var finding = manifest.check(program, PostureTest::digest).orElseThrow();
        assertEquals(FindingKind.FILES_CHANGED, finding.kind());
        assertEquals(
                "lib/cef.so is missing, seat.jar is changed, lib/link.jar is added, lib/more.so is"
                        + " added",
                finding.evidence());
    }

    @Test
    void aManifestThatIsNoneIsRefusedWithItsLine() {
        var digest = "0".repeat(64);
        for (var wrong :
                new String[] {
                    "",
                    "other/1\n",
                    "gongyuan-seat-files/1\nabc  seat.jar\n",
                    "gongyuan-seat-files/1\n" + digest + "  ../seat.jar\n",
                    "gongyuan-seat-files/1\n" + digest + "  /etc/passwd\n",
                    "gongyuan-seat-files/1\n" + digest + "  a/../b\n",
                    "gongyuan-seat-files/1\n" + digest + "  b\n" + digest + "  a\n",
                    "gongyuan-seat-files/1\n" + digest + "  a\n" + digest + "  a\n"
                }) {
            var refused = assertThrows(IOException.class, () -> FileManifest.read(wrong), wrong);
            assertTrue(refused.getMessage().startsWith("line "), refused.getMessage());
        }
    }
}
