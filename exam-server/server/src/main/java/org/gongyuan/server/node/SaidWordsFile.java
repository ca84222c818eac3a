package org.gongyuan.server.node;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.sitting.SaidWords;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// What was said to the candidates of one sitting, in the file `said`: payloads of canonical CBOR
/// `[words, [[session, outbox number], …]]`. Written on a thread of its own, in order.
final class SaidWordsFile implements SaidWords, AutoCloseable {

    /// So many sessions fit into a payload.
    private static final int AT_ONCE = 10_000;

    private record Said(String words, Map<SessionId, Long> numbers) {}

    private final AppendedFile file;
    private final List<Said> before = new ArrayList<>();
    private final Consumer<String> alarm;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("said").factory());

    /// Opens the file of a sitting.
    ///
    /// @param alarm told when words could not be kept
    SaidWordsFile(Path path, Consumer<String> alarm) throws IOException {
        this.alarm = alarm;
        this.file = AppendedFile.open(path, payload -> before.add(read(payload)));
    }

    /// Says again, to a sitting that is brought back, what was said before.
    void sayAgain(Sitting sitting) {
        before.forEach(said -> sitting.orders().saidBefore(said.words, said.numbers));
        before.clear();
    }

    @Override
    public void keep(String words, Map<SessionId, Long> numbers) {
        writer.execute(
                () -> {
                    try {
                        var part = new LinkedHashMap<SessionId, Long>();
                        for (var one : numbers.entrySet()) {
                            part.put(one.getKey(), one.getValue());
                            if (part.size() == AT_ONCE) {
                                file.append(bytes(words, part));
                                part.clear();
                            }
                        }
                        if (!part.isEmpty()) {
                            file.append(bytes(words, part));
                        }
                    } catch (IOException failed) {
                        alarm.accept(
                                "words to candidates could not be kept; whoever has not seen them"
                                        + " would miss them after a restart: "
                                        + failed.getMessage());
                    }
                });
    }

    /// Waits until all that was given to keep is on the disk.
    void awaitWritten() {
        CompletableFuture.runAsync(() -> {}, writer).join();
    }

    private static byte[] bytes(String words, Map<SessionId, Long> numbers) {
        var to = new CborWriter(64 + words.length() * 3 + numbers.size() * 30);
        to.array(2).text(words).array(numbers.size());
        numbers.forEach((session, number) -> to.array(2).bytes(session.toBytes()).uint(number));
        return to.toBytes();
    }

    private static Said read(byte[] payload) {
        var from = new CborReader(payload);
        from.array(2);
        var words = from.text();
        int count = from.array();
        var numbers = new LinkedHashMap<SessionId, Long>();
        for (int i = 0; i < count; i++) {
            from.array(2);
            numbers.put(SessionId.of(from.bytes()), from.uint());
        }
        from.end();
        return new Said(words, numbers);
    }

    @Override
    public void close() {
        writer.close();
        try {
            file.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the words said were not left in order", failed);
        }
    }
}
