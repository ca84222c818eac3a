/// The exam record: entries, commitments and chains that seat, server and verifier compute alike.
///
/// Entry, leaf, session entry, sitting entry, chain, commitment, cause. What an entry holds is
/// public after the exam;
/// what is secret travels beside it as an attachment. Specification:
/// `exam-server/spec/exam-record.md`.
package org.gongyuan.protocol.record;
