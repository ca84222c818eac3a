package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

/// What a segment's header says of the next segment (`journal.md` section 2.1).
@DisplayName("What a segment says of the next one")
class SuccessorTest {

    private static final Successor FIFTH = new Successor(5, 1234);

    private final byte[] header = header(FIFTH);

    @Test
    void isReadAsItWasWritten() {
        assertEquals(new Successor.Reading.Named(FIFTH), read(4));
    }

    @Test
    void isNothingWhereThereAreZeros() {
        Arrays.fill(header, Successor.AT, Successor.AT + Successor.LENGTH, (byte) 0);

        assertEquals(new Successor.Reading.None(), read(4));
    }

    @Test
    void isNotBelievedWhicheverBitIsAnother() {
        for (int at = Successor.AT; at < Successor.AT + Successor.LENGTH; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                header[at] ^= (byte) (1 << bit);
                assertInstanceOf(Successor.Reading.Broken.class, read(4), "byte " + at);
                header[at] ^= (byte) (1 << bit);
            }
        }
    }

    @Test
    void isNotBelievedInAnotherSegmentOrLog() {
        assertInstanceOf(Successor.Reading.Broken.class, read(5));
        assertInstanceOf(
                Successor.Reading.Broken.class,
                Successor.read(header, "example.org/log/node-2/2026-11-21", 4));
    }

    @Test
    void leavesTheHeaderWhole() {
        var whole = new SegmentHeader(Journals.ORIGIN, 4, 1000, 32 * 1024, 0, new byte[32]);
        var bytes = whole.encode().array();
        System.arraycopy(header, Successor.AT, bytes, Successor.AT, Successor.LENGTH);

        assertInstanceOf(SegmentHeader.Reading.Header.class, SegmentHeader.decode(bytes));
        for (int at = 0; at < SegmentHeader.LENGTH; at++) {
            if (at < Successor.AT || at >= Successor.AT + Successor.LENGTH) {
                bytes[at] ^= 1;
                var found = SegmentHeader.decode(bytes);
                assertTrue(found instanceof SegmentHeader.Reading.Broken, "byte " + at);
                bytes[at] ^= 1;
            }
        }
    }

    private Successor.Reading read(long segment) {
        return Successor.read(header, Journals.ORIGIN, segment);
    }

    private static byte[] header(Successor successor) {
        var bytes = new byte[SegmentHeader.LENGTH];
        successor.encode(Journals.ORIGIN).get(bytes, Successor.AT, Successor.LENGTH);
        return bytes;
    }
}
