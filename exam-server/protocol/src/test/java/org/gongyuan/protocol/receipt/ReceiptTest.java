package org.gongyuan.protocol.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;

@DisplayName("A candidate's receipt")
class ReceiptTest {

    private static final Digest DIGEST = Suite.INTL_1.digest(new byte[] {1});
    private static final SessionEntry.Submitted SUBMITTED =
            new SessionEntry.Submitted(
                    Instant.EPOCH,
                    SessionId.parse("00112233445566778899aabbccddeeff"),
                    9,
                    5,
                    DIGEST,
                    DIGEST,
                    Octets.of(new byte[64]));

    private final Receipt receipt =
            new Receipt(
                    Octets.of(Leaf.of(SUBMITTED)),
                    12,
                    List.of(DIGEST, DIGEST),
                    "origin\n13\nroot\n");

    @Test
    void comesBackFromItsText() {
        assertEquals(receipt, Receipt.parse(receipt.toText()));
    }

    @Test
    void survivesWindowsLineEnds() {
        assertEquals(receipt, Receipt.parse(receipt.toText().replace("\n", "\r\n")));
    }

    @Test
    void vouchesForTheSubmission() {
        assertEquals(SUBMITTED, receipt.entry());
    }

    @Test
    void vouchesForNothingElse() {
        var absent = Leaf.of(new SittingEntry.Absent(Instant.EPOCH, DIGEST));
        var forged = new Receipt(Octets.of(absent), 12, List.of(), "checkpoint");

        assertThrows(NotAReceipt.class, forged::entry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gongyuan-receipt/2\nleaf AA\nindex 0\nproof \ncheckpoint AA",
                "gongyuan-receipt/1\nleaf AA\nindex 0\nproof \ncheckpoint AA\nmore",
                "gongyuan-receipt/1\nleaf AA\nindex -1\nproof \ncheckpoint AA",
                "gongyuan-receipt/1\nleaf AA\nindex x\nproof \ncheckpoint AA",
                "gongyuan-receipt/1\nleaf !!\nindex 0\nproof \ncheckpoint AA",
                "gongyuan-receipt/1\nleaf AA\nindex 0\nproof AAAA\ncheckpoint AA",
                "gongyuan-receipt/1\nindex 0\nleaf AA\nproof \ncheckpoint AA"
            })
    void isRefusedWhenItIsNotOne(String text) {
        assertThrows(NotAReceipt.class, () -> Receipt.parse(text));
    }
}
