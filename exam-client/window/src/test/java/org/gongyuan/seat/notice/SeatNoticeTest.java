package org.gongyuan.seat.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The sentence a seat's screen shows when its program was refused.
class SeatNoticeTest {

    @Test
    void isTheProgramsOwnLastSentenceWithoutItsName() {
        assertEquals(
                "/etc/gongyuan-seat/seat.conf: the setting seat is missing",
                SeatNotice.sentence(
                        """
                        Gtk-WARNING: something of a library
                        gongyuan-seat: THIS IS A DRILL, not an examination.
                        gongyuan-seat: /etc/gongyuan-seat/seat.conf: the setting seat is missing
                        SLF4J(W): something of another
                        """));
    }

    @Test
    void isTheLastLineWhenTheProgramSaidNothingOfItsOwn() {
        assertEquals(
                "the runtime is broken",
                SeatNotice.sentence("first\n  the runtime is broken  \n\n"));
    }

    @Test
    void isEmptyWhenNothingWasSaid() {
        assertEquals("", SeatNotice.sentence(""));
    }

    @Test
    void hasNoControlCharactersAndAnEnd() {
        assertEquals("a b", SeatNotice.sentence("a\tb"));
        var long1 = SeatNotice.sentence("x".repeat(SeatNotice.LONGEST + 1));
        assertTrue(long1.endsWith(" …"), long1);
        assertEquals(SeatNotice.LONGEST + 2, long1.length());
    }
}
