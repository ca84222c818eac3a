package org.gongyuan.seat.journal;

import static org.gongyuan.seat.journal.Journals.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

@DisplayName("Whatever lies in a seat's journal folder")
class JournalFuzzTest {

    /// Where the fuzzer begins: a journal as it stands on the disk of a killed seat.
    static List<byte[]> journals() throws IOException {
        var folder = new MemoryFolder();
        var journal = Journals.begun(folder);
        Journals.give(journal, 3, () -> {});
        entries().forEach(journal::add);
        journal.commit(() -> {});
        return List.of(folder.afterKill().read("journal-000001"));
    }

    private static List<JournalEntry> entries() {
        return List.of(
                new JournalEntry.Confirmed(),
                new JournalEntry.Shown(65_536),
                new JournalEntry.Clock(true, Journals.NOON, Duration.ofMinutes(40)),
                new JournalEntry.Observed(1, "focus-lost", Journals.NOON, Octets.of(new byte[3])),
                new JournalEntry.HandingIn(true));
    }

    static List<byte[]> entriesWritten() {
        var change = Journals.change(Suite.INTL_1, 1);
        return Stream.concat(
                        entries().stream(),
                        Stream.of(
                                change,
                                new JournalEntry.Kept(change),
                                new JournalEntry.Rebased(1, change.commitment()),
                                new JournalEntry.Saved(1, change.commitment(), Journals.NOON)))
                .map(
                        entry -> {
                            var to = new CborWriter();
                            entry.write(to);
                            return to.toBytes();
                        })
                .toList();
    }

    @MethodSource("journals")
    @FuzzTest(maxDuration = "20s")
    void isOpenedOrRefusedButNeverAFault(byte[] bytes) {
        var folder = new MemoryFolder();
        folder.overwrite("journal-000001", bytes);
        var found = opened(folder);
        assertEquals(true, found != null);
    }

    @MethodSource("entriesWritten")
    @FuzzTest(maxDuration = "20s")
    void isAnEntryThatIsWrittenTheSameWayOrNone(byte[] bytes) {
        try {
            var from = new CborReader(bytes);
            var entry = JournalEntry.read(from);
            from.end();
            var to = new CborWriter();
            entry.write(to);
            assertEquals(HexFormat.of().formatHex(bytes), HexFormat.of().formatHex(to.toBytes()));
        } catch (IllegalArgumentException
                | NotCanonical
                | DateTimeException
                | ArithmeticException _) {
            // refused
        }
    }
}
