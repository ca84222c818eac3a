package org.gongyuan.server.scoring;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.vectors.VectorFile;
import org.gongyuan.trust.encoding.NotCanonical;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// Orders of staff, rosters and the documents of scoring come from outside: whatever the bytes,
/// they are read or refused, and never a fault. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("Orders, rosters and documents of scoring")
class DocumentsFuzzTest {

    private interface Reading {
        Object of(byte[] bytes) throws DocumentRefused;
    }

    private static final List<Reading> READINGS =
            List.of(
                    StaffOrder::read,
                    StaffOrder.Signed::read,
                    Roster::read,
                    CutScore::parse,
                    Marks::parse,
                    Results::parse,
                    SealedResults::parse);

    /// Where the fuzzer begins: one order of each kind, one as it is sent.
    static List<byte[]> good() {
        return Stream.concat(
                        VectorFile.read("staff-orders/orders.json").stream()
                                .filter(vector -> vector.has("order"))
                                .map(vector -> vector.hex("order"))
                                .limit(12),
                        VectorFile.read("staff-orders/sent.json").stream()
                                .filter(vector -> vector.has("sent"))
                                .map(vector -> vector.hex("sent"))
                                .limit(1))
                .toList();
    }

    @MethodSource("good")
    @FuzzTest(maxDuration = "20s")
    void areReadOrRefused(byte[] bytes) {
        for (var reading : READINGS) {
            try {
                var _ = reading.of(bytes);
            } catch (DocumentRefused | NotCanonical | IllegalArgumentException _) {
                // refused
            }
        }
    }
}
