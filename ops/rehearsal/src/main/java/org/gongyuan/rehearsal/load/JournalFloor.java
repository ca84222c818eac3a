package org.gongyuan.rehearsal.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// The floor under durable saves: 64 writers of 300 bytes, one thread that gathers what waits,
/// appends it to a plain pre-allocated file, syncs, and lets them go on. No frame, no checksum, no
/// tree of ours.
final class JournalFloor {

    private static final int WRITERS = 64;
    private static final int BYTES = 300;
    private static final long MILLIS = 2_000;
    private static final int ROUNDS = 3;
    private static final long FILE = 256L << 20;

    private JournalFloor() {}

    /// Durable appends a second on this disk: the median of some rounds.
    static double appendsPerSecond() {
        var rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rates[i] = round();
        }
        return Rounds.median(rates);
    }

    private static double round() {
        Path file = null;
        try {
            file = Files.createTempFile("gongyuan-floor", ".bin");
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                var zeros = ByteBuffer.allocate(1 << 20);
                for (long at = 0; at < FILE; at += zeros.capacity()) {
                    channel.write(zeros.clear(), at);
                }
                channel.force(true);
                return append(channel);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the floor cannot be measured", failed);
        } finally {
            if (file != null) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException _) {
                    file.toFile().deleteOnExit();
                }
            }
        }
    }

    private static double append(FileChannel channel) throws IOException {
        var queue = new ArrayBlockingQueue<CompletableFuture<Boolean>>(4 * WRITERS);
        var isOver = new AtomicBoolean();
        var done = new AtomicLong();
        var writers =
                IntStream.range(0, WRITERS)
                        .mapToObj(
                                _ ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            while (!isOver.get()) {
                                                                var one =
                                                                        new CompletableFuture<
                                                                                Boolean>();
                                                                if (!queue.offer(one)) {
                                                                    throw new IllegalStateException(
                                                                            "the queue is full");
                                                                }
                                                                one.join();
                                                                done.incrementAndGet();
                                                            }
                                                        }))
                        .toList();
        var group = new ArrayList<CompletableFuture<Boolean>>();
        var bytes = ByteBuffer.allocateDirect(4 * WRITERS * BYTES);
        long at = 0;
        long begun = System.nanoTime();
        long warm = begun + MILLIS * 500_000;
        long end = begun + MILLIS * 1_000_000;
        long before = 0;
        long counted = begun;
        while (System.nanoTime() < end) {
            if (before == 0 && System.nanoTime() > warm) {
                before = done.get();
                counted = System.nanoTime();
            }
            at = group(channel, queue, group, bytes, at);
        }
        double rate = (done.get() - before) * 1e9 / (System.nanoTime() - counted);
        isOver.set(true);
        while (writers.stream().anyMatch(Thread::isAlive)) {
            at = group(channel, queue, group, bytes, at);
        }
        return rate;
    }

    private static long group(
            FileChannel channel,
            ArrayBlockingQueue<CompletableFuture<Boolean>> queue,
            List<CompletableFuture<Boolean>> group,
            ByteBuffer bytes,
            long at)
            throws IOException {
        group.clear();
        queue.drainTo(group);
        if (group.isEmpty()) {
            Thread.onSpinWait();
            return at;
        }
        bytes.clear().limit(group.size() * BYTES);
        long place = at + bytes.limit() > FILE ? 0 : at;
        long next = place + channel.write(bytes, place);
        channel.force(false);
        group.forEach(one -> one.complete(true));
        return next;
    }
}
