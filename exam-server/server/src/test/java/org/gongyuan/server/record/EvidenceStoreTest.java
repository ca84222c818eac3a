package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Sealed pictures of a room.
class EvidenceStoreTest {

    private static final SittingId SITTING = new SittingId("sitting-1");
    private static final SessionId ONE = new SessionId(1, 1);
    private static final SessionId TWO = new SessionId(2, 2);

    private final Random random = new Random(1);

    @TempDir Path root;

    @Test
    void findsPicturesAgainAfterItIsOpenedAnew() throws Exception {
        var picture = Journals.random(random, 900);
        try (var store = open(100_000)) {
            for (var sequence = 0; sequence < 20; sequence++) {
                assertTrue(store.keep(ONE, sequence, Journals.random(random, 500)));
                assertTrue(store.keep(TWO, sequence * 2L, picture));
            }
            assertTrue(store.keep(TWO, 4, picture), "a repeat is kept already");
        }
        try (var store = open(100_000)) {
            assertArrayEquals(picture, store.find(TWO, 4).orElseThrow());
            assertTrue(store.find(TWO, 5).isEmpty());
            assertEquals(20, store.sequences(ONE).size());
            assertEquals(List.of(0L, 2L), store.sequences(TWO).subList(0, 2));
            assertEquals(20 * (500 + 900 + 2 * 32), store.used());
            assertTrue(store.keep(ONE, 20, picture));
        }
    }

    @Test
    void keepsToItsBudget() throws Exception {
        try (var store = open(1000)) {
            assertTrue(store.keep(ONE, 0, new byte[900]));
            assertFalse(store.keep(ONE, 1, new byte[100]));
            assertTrue(store.keep(ONE, 1, new byte[1000 - 932 - 32]));
            assertEquals(1000, store.used());
        }
    }

    @Test
    void cutsAPictureThatWasNotWrittenWhole() throws Exception {
        try (var store = open(100_000)) {
            store.keep(ONE, 0, new byte[100]);
            store.keep(ONE, 1, new byte[100]);
        }
        var file = root.resolve("sitting-1").resolve("A101").resolve("evidence-000000.seg");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
        try (var store = open(100_000)) {
            assertEquals(List.of(0L), store.sequences(ONE));
            assertTrue(store.keep(ONE, 1, new byte[70]));
        }
        try (var store = open(100_000)) {
            assertEquals(70, store.find(ONE, 1).orElseThrow().length);
        }
    }

    @Test
    void leavesNothingWhenDropped() throws Exception {
        var store = open(100_000);
        store.keep(ONE, 0, new byte[100]);
        store.drop();
        assertFalse(Files.exists(root.resolve("sitting-1").resolve("A101")));
    }

    @Test
    void refusesRoomsThatWouldLeaveTheFolder() {
        for (var room : List.of("", "..", "a/b", "a\\b", ".hidden")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> EvidenceStore.open(root, SITTING, room, 1000, 1000));
        }
    }

    private EvidenceStore open(long budget) throws Exception {
        return EvidenceStore.open(root, SITTING, "A101", budget, 4096);
    }
}
