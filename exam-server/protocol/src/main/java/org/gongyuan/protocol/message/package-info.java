/// What seat and server say to each other: frames, messages, refusals.
///
/// Frame, hello, keyed, admitted, standing, outbox, credit. Specification:
/// `exam-server/spec/seat-protocol.md`.
package org.gongyuan.protocol.message;
