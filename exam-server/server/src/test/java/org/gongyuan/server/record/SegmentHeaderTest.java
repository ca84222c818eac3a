package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The header of a segment (`journal.md` section 2).
@DisplayName("A segment's header")
class SegmentHeaderTest {

    @Test
    void isReadAsItWasWritten() {
        var read =
                assertInstanceOf(
                        SegmentHeader.Reading.Header.class,
                        decoded(JournalSettings.LARGEST_SEGMENT));

        assertEquals(JournalSettings.LARGEST_SEGMENT, read.header().segmentBytes());
        assertEquals(3, read.header().number());
        assertEquals(17, read.header().firstIndex());
    }

    /// Recovery gives a shortened segment its bytes back: a size without bound would fill the disk.
    @ParameterizedTest
    @ValueSource(longs = {0, -1, 16 * 1024 - 1, (1L << 30) + 1, 1L << 60})
    void isRefusedWhenItSaysASizeNoSegmentHas(long segmentBytes) {
        var broken = assertInstanceOf(SegmentHeader.Reading.Broken.class, decoded(segmentBytes));

        assertTrue(broken.reason().contains(Long.toString(segmentBytes)), broken.reason());
    }

    private static SegmentHeader.Reading decoded(long segmentBytes) {
        var header =
                new SegmentHeader(
                        "example.org/vectors/node-1",
                        3,
                        17,
                        segmentBytes,
                        0,
                        new byte[SegmentHeader.ROOT_LENGTH]);
        return SegmentHeader.decode(header.encode().array());
    }
}
