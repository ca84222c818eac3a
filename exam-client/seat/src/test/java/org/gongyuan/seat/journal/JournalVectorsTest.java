package org.gongyuan.seat.journal;

import static org.gongyuan.seat.journal.Journals.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import java.util.stream.Stream;

/// Files of section 2 as they were once written, good and damaged. Each says what must be found:
/// how many responses, and which damage where.
@DisplayName("The vectors of the seat's journal")
class JournalVectorsTest {

    private static final Path VECTORS = Path.of("src/test/resources/vectors/seat-journal");

    @ParameterizedTest
    @MethodSource("vectors")
    void areReadAsTheySay(Path vector) throws IOException {
        var due = new Properties();
        try (var reader = Files.newBufferedReader(vector)) {
            due.load(reader);
        }
        var folder = new MemoryFolder();
        folder.overwrite("journal-000001", Base64.getDecoder().decode(due.getProperty("file")));

        var found = opened(folder);

        var expect = due.getProperty("expect");
        var damage =
                switch (found) {
                    case JournalOpening.Opened opened -> {
                        assertEquals("opened", expect);
                        var memory = opened.journal().memory();
                        assertEquals(Long.parseLong(due.getProperty("given")), memory.lastSeq());
                        assertEquals(due.getProperty("head"), memory.head().hex());
                        yield opened.damage();
                    }
                    case JournalOpening.NotOpened not -> {
                        assertEquals("not-opened", expect);
                        yield not.damage();
                    }
                    case JournalOpening.Nothing() -> throw new AssertionError("nothing found");
                };
        var named =
                damage.stream()
                        .map(place -> place.kind() + "@" + place.offset())
                        .findFirst()
                        .orElse("none");
        assertEquals(due.getProperty("damage"), named);
    }

    @Test
    void areMostlyRefusals() throws IOException {
        long refusals = vectors().filter(vector -> !vector.toString().contains("good")).count();
        assertTrue(refusals >= 12, refusals + " refusals");
        assertInstanceOf(JournalOpening.Nothing.class, opened(new MemoryFolder()));
    }

    static Stream<Path> vectors() throws IOException {
        try (var files = Files.list(VECTORS)) {
            return files.sorted().toList().stream();
        }
    }
}
