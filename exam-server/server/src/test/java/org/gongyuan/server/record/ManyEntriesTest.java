package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/// A journal of a full day. `-Dgongyuan.entries=10000000` for the size of the specification.
@Timeout(600)
class ManyEntriesTest {

    @TempDir Path folder;

    @Test
    void areAllFoundWhenTheJournalIsOpenedAgain() throws Exception {
        long entries = Integer.getInteger("gongyuan.entries", 100_000);
        var settings =
                JournalSettings.standard(Journals.ORIGIN)
                        .withSegmentBytes(16 << 20)
                        .withReserveSegments(0)
                        .withThresholds(0, 0, 0);
        var free = new Semaphore(4096);
        var freeing =
                new Acknowledgement() {
                    @Override
                    public void durable(long index) {
                        free.release();
                    }

                    @Override
                    public void refused(AppendRefusal why) {
                        throw new AssertionError(why.sentence());
                    }
                };
        try (var journal = Journals.open(JournalFolder.at(folder), settings)) {
            for (var number = 0L; number < entries; number++) {
                free.acquire();
                journal.append(leaf(number), new byte[0], Urgency.RESPONSE, freeing);
            }
            free.acquire(4096);
            var root = journal.root(entries);
            journal.keepHead(entries, root, new byte[0]);
        }
        try (var journal = Journals.open(JournalFolder.at(folder), settings)) {
            assertEquals(entries, journal.size());
            for (var number = 0L; number < entries; number += entries / 50) {
                assertArrayEquals(leaf(number), journal.reader().entry(number).leaf());
            }
        }
    }

    private static byte[] leaf(long number) {
        return ByteBuffer.allocate(300).putLong(0, number).array();
    }
}
