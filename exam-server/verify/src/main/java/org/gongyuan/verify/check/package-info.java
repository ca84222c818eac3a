/// The independent verifier: numbered checks over a published bundle, each returning findings.
///
/// Check, finding (holds, fails, not reached), trail, stage. It knows the record's format, `trust`
/// and item scoring, never the server that wrote the record. Specification:
/// `exam-server/spec/verification.md`.
package org.gongyuan.verify.check;
