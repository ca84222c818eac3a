package org.gongyuan.seat.journal;

import static org.gongyuan.seat.journal.Journals.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.junit.jupiter.api.DisplayName;

import java.time.DateTimeException;
import java.util.HexFormat;

@DisplayName("Whatever lies in a seat's journal folder")
class JournalFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void isOpenedOrRefusedButNeverAFault(byte[] bytes) {
        var folder = new MemoryFolder();
        folder.overwrite("journal-000001", bytes);
        var found = opened(folder);
        assertEquals(true, found != null);
    }

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
