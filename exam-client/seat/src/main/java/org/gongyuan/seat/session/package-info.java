/// One candidate's session as a seat drives it: sign in, confirm, wait, answer, hand in. Plain Java
/// without threads, sockets or clocks of its own: those come through the ports `Link`, `Ticker` and
/// `FormSource`, so that a whole sitting can be simulated in virtual time.
///
/// Everything in this package is used by one thread at a time, the seat's own. Specification:
/// `exam-server/spec/seat-protocol.md`.
package org.gongyuan.seat.session;
