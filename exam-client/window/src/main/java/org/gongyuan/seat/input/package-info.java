/// Chinese typed at the seat: the machine's input method, spoken to by the seat's program because
/// Chromium in its window cannot (seat-page.md section 13).
package org.gongyuan.seat.input;
