package org.gongyuan.server.node;

import static org.gongyuan.server.sitting.Sittings.LI;
import static org.gongyuan.server.sitting.Sittings.WANG;
import static org.gongyuan.server.sitting.Sittings.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.server.sitting.DoorOverride;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.server.sitting.Sittings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

@DisplayName("A finding that was let pass before anybody sat at the seat")
class DoorOverridesFileTest {

    @TempDir Path folder;

    private final Sittings sittings = new Sittings(EntryPreset.OPEN, PosturePolicy.STANDARD);

    private boolean isKeptOut(FindingKind kind) {
        var report = new PostureReport(List.of(new PostureReport.Finding(kind, "seen")));
        return sittings.sitting.reportAtDoor(seat(1), report).findings().getFirst().keepsOut();
    }

    private DoorOverridesFile open() throws Exception {
        return new DoorOverridesFile(
                folder.resolve("let-pass"),
                sittings.sitting,
                Others.NONE,
                because -> {
                    throw new AssertionError(because);
                });
    }

    @Test
    void staysLetPassAfterARestartAndNothingElseDoes() throws Exception {
        try (var file = open()) {
            assertTrue(isKeptOut(FindingKind.REMOTE_CONTROL));
            assertEquals(
                    Optional.empty(),
                    sittings.sitting.override(
                            new Scope.At(seat(1)),
                            FindingKind.REMOTE_CONTROL,
                            Cause.FALSE_ALARM,
                            WANG,
                            LI));
            file.awaitWritten();
        }
        sittings.crashAndRestart();
        assertTrue(isKeptOut(FindingKind.REMOTE_CONTROL), "memory alone does not know it");
        try (var _ = open()) {
            assertFalse(isKeptOut(FindingKind.REMOTE_CONTROL));
            assertTrue(isKeptOut(FindingKind.DEBUGGER));
        }
    }

    @Test
    void isReadAsItWasWrittenAndInNoOtherForm() {
        var one = new DoorOverride(seat(1), FindingKind.DEBUGGER, Cause.EXAMINED, WANG, LI);
        assertEquals(one, DoorOverride.read(one.toBytes()));
        var longer = new byte[one.toBytes().length + 1];
        System.arraycopy(one.toBytes(), 0, longer, 0, longer.length - 1);
        assertThrows(RuntimeException.class, () -> DoorOverride.read(longer));
        assertThrows(RuntimeException.class, () -> DoorOverride.read(new byte[] {(byte) 0x80}));
    }
}
