/// The server owns time: one clock per node that only moves forward, and timers on it
/// (`exam-server/spec/seat-protocol.md` section 1.4).
package org.gongyuan.server.time;
