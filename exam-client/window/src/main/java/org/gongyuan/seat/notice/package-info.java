/// What a seat's screen says when the seat cannot be used: a program of its own, without Chromium,
/// because Chromium may be what does not start (`exam-client/spec/seat-window.md` section 9).
package org.gongyuan.seat.notice;
