/// The program at a candidate's seat, `gongyuan-seat`: reads its settings, opens the window, sits
/// one candidate and ends. Wiring only; what it wires is in the other packages.
///
/// Specification: `exam-client/spec/seat-window.md`; every setting is explained in
/// `ops/deployment/gongyuan-seat.conf`.
package org.gongyuan.seat.program;
