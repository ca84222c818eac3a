package org.gongyuan.drill;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.journal.DiskFolder;
import org.gongyuan.seat.journal.JournalEntry;
import org.gongyuan.seat.journal.JournalLock;
import org.gongyuan.seat.journal.SeatJournal;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Comparator;

/// How long a change takes to lie synced in a seat's journal, change after change, in turn with a
/// bare append and sync of as many bytes to a plain file beside it.
final class JournalCost {

    private static final int WARM = 50;
    private static final int CHANGES = 600;
    private static final int PLACEMENTS = 100;
    private static final int SEALED_BYTES = 220;

    private JournalCost() {}

    /// The 99th hundredths, in milliseconds.
    record Cost(double journalP99Ms, double bareP99Ms) {}

    /// Measures in a folder, which is removed.
    static Cost in(Path folder) {
        var random = new SecureRandom();
        var sealed = new byte[SEALED_BYTES];
        random.nextBytes(sealed);
        var ours = new Percentiles();
        var bare = new Percentiles();
        try (var disk = DiskFolder.take(folder.resolve("journal"));
                var plain =
                        FileChannel.open(
                                folder.resolve("plain"),
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE)) {
            var journal = begin(disk, random);
            for (int seq = 1; seq <= WARM + CHANGES; seq++) {
                var given =
                        new JournalEntry.Given(
                                seq,
                                new PlacementId(1 + seq % PLACEMENTS),
                                Octets.of(sealed),
                                Suite.INTL_1.digest(sealed));
                long begun = System.nanoTime();
                journal.add(given);
                journal.commit(() -> {});
                long done = System.nanoTime();
                var bytes = ByteBuffer.allocate(SEALED_BYTES + 96);
                while (bytes.hasRemaining()) {
                    var _ = plain.write(bytes);
                }
                plain.force(false);
                if (seq > WARM) {
                    ours.add((done - begun) / 1e6);
                    bare.add((System.nanoTime() - done) / 1e6);
                }
            }
            if (journal.isBroken()) {
                throw new IllegalStateException("the journal broke");
            }
            journal.leave();
            return new Cost(ours.hundredth(99), bare.hundredth(99));
        } catch (IOException failed) {
            throw new UncheckedIOException("the journal cannot be measured", failed);
        } finally {
            remove(folder);
        }
    }

    private static SeatJournal begin(DiskFolder disk, SecureRandom random) throws IOException {
        var lock =
                JournalLock.fresh(
                        Suite.INTL_1,
                        new SignIn("2026000001", "K7RM2QXD"),
                        Argon2.SIMULATED,
                        random);
        var session = SessionId.parse("00112233445566778899aabbccddeeff");
        try (var key = ResponseKey.generate(Suite.INTL_1, random)) {
            return SeatJournal.begin(
                    disk,
                    lock,
                    new JournalEntry.Begun(
                            new SittingId("2026-rehearsal"),
                            session,
                            new SeatId("C01/R1/01"),
                            Suite.INTL_1.digest(new byte[] {1}),
                            Octets.of(lock.key().wrap(key, session.toBytes()))),
                    Runnable::run,
                    Runnable::run);
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + folder, failed);
        }
    }
}
