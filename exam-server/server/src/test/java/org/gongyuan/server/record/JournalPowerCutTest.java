package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// A node that loses its power while it writes. More seeds: `-Dgongyuan.seeds=1000`.
@Timeout(120)
class JournalPowerCutTest {

    private static final int ROUNDS = 5;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("gongyuan.seeds", 60));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void losesNothingItAcknowledgedAndInventsNothing(int seed) throws Exception {
        var random = new Random(seed);
        var disk = new SimulatedDisk(random);
        var acknowledged = new ConcurrentSkipListMap<Long, Long>();
        var given = 0L;
        for (var round = 0; round < ROUNDS; round++) {
            var opening = Journals.opening(disk);
            var journal = Journals.ready(opening).journal();
            found(journal, acknowledged, given);
            if (random.nextInt(3) == 0) {
                disk.shortWrites();
            }
            var count = random.nextInt(1, 400);
            for (var i = 0; i < count; i++) {
                var number = given++;
                journal.append(
                        Journals.leaf(number),
                        Journals.attachment(number),
                        Urgency.RESPONSE,
                        new Noting(acknowledged, number));
                if (random.nextInt(20) == 0) {
                    LockSupport.parkNanos(random.nextInt(200_000));
                }
                if (random.nextInt(60) == 0) {
                    keepHead(journal);
                }
            }
            LockSupport.parkNanos(random.nextInt(300_000));
            disk.powerCut();
            journal.close();
            disk.powerOn();
        }
        var opening = Journals.opening(disk);
        try (var journal = Journals.ready(opening).journal()) {
            found(journal, acknowledged, given);
            var at = journal.size();
            assertEquals(at, journal.append(Journals.leaf(at), Urgency.RESPONSE).join());
        }
    }

    private static void keepHead(Journal journal) throws Exception {
        var size = journal.size();
        journal.keepHead(size, journal.root(size), "a note".getBytes(StandardCharsets.UTF_8));
    }

    private static void found(
            Journal journal, ConcurrentSkipListMap<Long, Long> acknowledged, long given) {
        var reader = journal.reader();
        var numbers = Journals.numbers(reader);
        acknowledged.forEach(
                (index, number) -> {
                    assertTrue(index < numbers.size(), "entry %d is gone".formatted(index));
                    assertEquals(number, numbers.get(index.intValue()));
                });
        assertEquals(
                numbers.size(), numbers.stream().distinct().count(), "an entry is there twice");
        reader.read(
                0,
                reader.size(),
                entry -> {
                    var number = Journals.numberOf(entry);
                    assertTrue(number < given, "an entry nobody gave");
                    assertArrayEquals(Journals.leaf(number), entry.leaf());
                    assertArrayEquals(Journals.attachment(number), entry.attachment());
                });
    }

    private record Noting(ConcurrentSkipListMap<Long, Long> acknowledged, long number)
            implements Acknowledgement {

        @Override
        public void durable(long index) {
            acknowledged.put(index, number);
        }

        @Override
        public void refused(AppendRefusal why) {
            // What is not acknowledged may be lost.
        }
    }
}
