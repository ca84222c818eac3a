package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// Journals for tests: small segments, entries that say what they are.
final class Journals {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));
    static final String ORIGIN = "example.org/log/node-1/2026-11-21";
    static final JournalSettings SMALL =
            JournalSettings.standard(ORIGIN)
                    .withSegmentBytes(32 * 1024)
                    .withReserveSegments(2)
                    .withThresholds(0, 0, 0);

    private Journals() {}

    static Journal open(JournalFiles files) throws IOException, InterruptedException {
        return open(files, SMALL);
    }

    static Journal open(JournalFiles files, JournalSettings settings)
            throws IOException, InterruptedException {
        return ready(opening(files, settings)).journal();
    }

    static JournalOpening opening(JournalFiles files) throws IOException, InterruptedException {
        return opening(files, SMALL);
    }

    static JournalOpening opening(JournalFiles files, JournalSettings settings)
            throws IOException, InterruptedException {
        return Journal.open(files, settings, CLOCK);
    }

    static JournalOpening.Ready ready(JournalOpening opening) {
        return assertInstanceOf(
                JournalOpening.Ready.class, opening, () -> opening.report().toString());
    }

    static JournalOpening.Damaged damaged(JournalOpening opening) {
        return assertInstanceOf(
                JournalOpening.Damaged.class, opening, () -> opening.report().toString());
    }

    /// A leaf that begins with `number`, of a length that follows from it.
    static byte[] leaf(long number) {
        var leaf = new byte[40 + (int) (number * 37 % 300)];
        for (var i = 0; i < leaf.length; i++) {
            leaf[i] = (byte) (number * 31 + i);
        }
        return ByteBuffer.wrap(leaf).putLong(number).array();
    }

    static byte[] attachment(long number) {
        var bytes = new byte[(int) (number % 5 * 50)];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (number + i);
        }
        return bytes;
    }

    static long numberOf(JournalEntry entry) {
        return ByteBuffer.wrap(entry.leaf()).getLong();
    }

    /// Appends entries `from .. from + count - 1`, numbered as they will be indexed, and waits.
    static void append(Journal journal, long from, int count) {
        var waiting = new ArrayList<CompletableFuture<Long>>();
        for (var number = from; number < from + count; number++) {
            waiting.add(journal.append(leaf(number), attachment(number), Urgency.RESPONSE));
        }
        waiting.forEach(CompletableFuture::join);
    }

    static List<Long> numbers(JournalReader reader) {
        var numbers = new ArrayList<Long>();
        reader.read(0, reader.size(), entry -> numbers.add(numberOf(entry)));
        return numbers;
    }

    static byte[] random(RandomGenerator random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
