package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/// The bytes of `journal.md`, version 1, good and damaged.
class JournalVectorsTest {

    static List<JournalVectors.Vector> vectors() {
        return JournalVectors.all();
    }

    @Test
    void areWhatTheJournalWrites() throws Exception {
        assertSame("three-entries", JournalVectors.written());
        assertSame("two-segments", JournalVectors.writtenInTwoSegments());
    }

    private static void assertSame(String vector, SimulatedDisk written) throws Exception {
        var good = JournalVectors.named(vector);
        for (var file : good.files().entrySet()) {
            assertArrayEquals(file.getValue(), written.bytes(file.getKey()), file.getKey());
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void areAnsweredAsTheySay(JournalVectors.Vector vector) throws Exception {
        var opening = Journals.opening(vector.disk(), JournalVectors.SETTINGS);
        var answer =
                switch (opening) {
                    case JournalOpening.Ready(var journal, var report) -> {
                        journal.close();
                        yield "ready %d%s"
                                .formatted(
                                        report.entries(),
                                        report.tornTail().isPresent() ? " torn" : "");
                    }
                    case JournalOpening.Damaged(_, var report) ->
                            "damaged %d %s"
                                    .formatted(
                                            report.entries(),
                                            report.damages().getFirst().getClass().getSimpleName());
                };
        assertEquals(vector.expect(), answer, vector.description());
    }
}
