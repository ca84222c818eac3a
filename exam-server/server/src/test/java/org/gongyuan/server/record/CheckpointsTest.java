package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.EntryBundle;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.log.TilePath;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// What a node signs about its record, and what outsiders read of it (`journal.md` section 8).
@Timeout(60)
class CheckpointsTest {

    private static final SigningKeyPair PAIR =
            SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.CHECKPOINT, new SecureRandom());
    private static final NoteSigner SIGNER = new NoteSigner(Journals.ORIGIN, PAIR);

    @TempDir Path folder;

    @Test
    void signsOnlyWhatIsNew() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            var checkpoints = new Checkpoints(journal, List.of(SIGNER));
            assertEquals(Optional.empty(), checkpoints.sign());
            Journals.append(journal, 0, 10);
            var first = checkpoints.sign().orElseThrow();
            assertEquals(10, first.size());
            assertEquals(first, checkpoints.sign().orElseThrow());
            var read = Checkpoint.open(first.note().toBytes(), List.of(SIGNER.key()));
            assertEquals(new Checkpoint(Journals.ORIGIN, 10, journal.root(10)), read);
        }
    }

    @Test
    void provesThatAnEntryIsInTheRecordAndThatTheRecordOnlyGrew() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            var checkpoints = new Checkpoints(journal, List.of(SIGNER));
            Journals.append(journal, 0, 10);
            var early = checkpoints.include(3);
            assertEquals(10, early.checkpoint().size());
            Journals.append(journal, 10, 500);
            assertEquals(10, checkpoints.include(9).checkpoint().size());
            var late = checkpoints.include(444);
            assertTrue(
                    late.proof().holds(Journals.leaf(444), late.checkpoint().checkpoint().root()));
            assertFalse(
                    late.proof().holds(Journals.leaf(443), late.checkpoint().checkpoint().root()));
            assertTrue(
                    journal.consistency(10, 510)
                            .holds(
                                    early.checkpoint().checkpoint().root(),
                                    late.checkpoint().checkpoint().root()));
        }
    }

    @Test
    void goesOnFromTheCheckpointOfAnEarlierRun() throws Exception {
        SignedCheckpoint signed;
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            Journals.append(journal, 0, 10);
            signed = new Checkpoints(journal, List.of(SIGNER)).sign().orElseThrow();
        }
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            var checkpoints = new Checkpoints(journal, List.of(SIGNER));
            assertEquals(signed.checkpoint(), checkpoints.latest().orElseThrow().checkpoint());
            assertEquals(signed.checkpoint(), checkpoints.sign().orElseThrow().checkpoint());
        }
    }

    @Test
    void publishesTilesFromWhichTheRecordIsMadeAnew() throws Exception {
        var tiles = folder.resolve("tiles");
        try (var journal = Journals.open(JournalFolder.at(folder.resolve("journal")))) {
            var checkpoints = new Checkpoints(journal, List.of(SIGNER));
            var publication = new TilePublication(journal, tiles);
            Journals.append(journal, 0, 300);
            publication.publish(checkpoints.sign().orElseThrow());
            Journals.append(journal, 300, 400);
            new TilePublication(journal, tiles).publish(checkpoints.sign().orElseThrow());
        }
        var checkpoint =
                Checkpoint.open(
                        Files.readAllBytes(tiles.resolve("checkpoint")), List.of(SIGNER.key()));
        assertEquals(700, checkpoint.size());
        var tree = new MerkleTree();
        for (var tile : TilePath.of(700)) {
            if (tile.level() == 0) {
                EntryBundle.decode(Files.readAllBytes(tiles.resolve(tile.entriesPath())))
                        .forEach(tree::append);
            }
        }
        assertEquals(checkpoint.root(), tree.root());
        for (var tile : TilePath.of(700)) {
            assertArrayEquals(
                    tree.tile(tile), Files.readAllBytes(tiles.resolve(tile.path())), tile.path());
        }
    }

    @Test
    void refusesToPublishBehindTilesOfALongerLog() throws Exception {
        var tiles = folder.resolve("tiles");
        try (var journal = Journals.open(JournalFolder.at(folder.resolve("long")))) {
            Journals.append(journal, 0, 20);
            new TilePublication(journal, tiles)
                    .publish(new Checkpoints(journal, List.of(SIGNER)).sign().orElseThrow());
        }
        try (var journal = Journals.open(JournalFolder.at(folder.resolve("short")))) {
            Journals.append(journal, 0, 5);
            var refusal =
                    assertThrows(IOException.class, () -> new TilePublication(journal, tiles));
            assertTrue(refusal.getMessage().contains("20 entries"), refusal.getMessage());
        }
    }
}
