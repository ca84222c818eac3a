/// Reads a published bundle with code of its own: files, index, logs, keys, and the documents of a
/// form and a score run. Every document is read positionally and strictly; what is not exactly one
/// is refused.
///
/// Specification: `exam-server/spec/bundle.md`.
package org.gongyuan.verify.bundle;
