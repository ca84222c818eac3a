/// The seat's own memory of a session: every change of a response is here, encrypted and synced,
/// before it is sent, and stays until the server has saved it. It survives a power cut and is wiped
/// when the session is over.
///
/// Journal, frame, group, damage, recovery, sign-in key. Specification:
/// `exam-client/spec/seat-journal.md`.
package org.gongyuan.seat.journal;
