package org.gongyuan.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.ServerSettings;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.Conflicts.Kind;
import org.gongyuan.server.duty.Conflicts.Part;
import org.gongyuan.server.node.NodeKeys;
import org.gongyuan.server.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Wang taught candidates of the sitting, Li has a relative among them, Sun declared nothing.
@DisplayName("Who declared a conflict")
class DeclaredConflictsTest {

    private static final SittingId SPRING = new SittingId("spring-a");
    private static final SittingId AUTUMN = new SittingId("autumn-a");

    @TempDir private Path folder;
    private Map<String, String> settings;

    @BeforeEach
    void declare() throws Exception {
        settings = new HashMap<>();
        settings.put("node.body", "caam.example");
        settings.put("seat.certificates", "off");
        settings.put("data.folder", folder.resolve("data").toString());
        settings.put("staff.console", "on");
        settings.put("staff.certificate", folder.resolve("pem").toString());
        settings.put("staff.key", folder.resolve("key").toString());
        settings.put("staff.origin", "https://staff.example.org");
        var read = ServerSettings.of(settings);
        var data = folder.resolve("data");
        try (var store = Store.open(read.store(data));
                var key =
                        NodeKeys.staffKey(data.resolve("keys"), new char[0], new SecureRandom())) {
            var conflicts = new Conflicts(store.conflicts(), key);
            declare(conflicts, "wang", Kind.TAUGHT);
            declare(conflicts, "li", Kind.RELATIVE);
        }
    }

    private static void declare(Conflicts conflicts, String person, Kind kind) {
        conflicts.declare(
                new Conflicts.Declared(
                        new StaffId(person),
                        kind,
                        SPRING,
                        Optional.empty(),
                        Instant.EPOCH,
                        new StaffId(person)));
    }

    private Optional<String> refusal(SittingId sitting, Part part, String... persons)
            throws Exception {
        return DeclaredConflicts.refusal(
                ServerSettings.of(settings), "", sitting, List.of(persons), part);
    }

    @Test
    void marksNothingOfThatSitting() throws Exception {
        assertTrue(refusal(SPRING, Part.SCORING, "sun", "wang").orElseThrow().contains("wang"));
        assertTrue(refusal(SPRING, Part.SCORING, "li").isPresent());
        assertTrue(refusal(SPRING, Part.STANDARD, "wang").isPresent());
        assertTrue(refusal(SPRING, Part.CERTIFICATE, "wang").isPresent());
    }

    @Test
    void givesNoShareWhenARelativeSitsThereAndMayWhenHeTaught() throws Exception {
        assertTrue(refusal(SPRING, Part.RELEASE, "li").isPresent());
        assertEquals(Optional.empty(), refusal(SPRING, Part.RELEASE, "wang"));
    }

    @Test
    void marksAnotherSitting() throws Exception {
        assertEquals(Optional.empty(), refusal(AUTUMN, Part.SCORING, "wang", "li", "sun"));
        assertEquals(Optional.empty(), refusal(SPRING, Part.SCORING, "sun"));
    }

    @Test
    void isNotAskedWhereStaffHaveNoPort() throws Exception {
        settings.put("staff.console", "off");
        assertEquals(Optional.empty(), refusal(SPRING, Part.SCORING, "wang"));
    }
}
