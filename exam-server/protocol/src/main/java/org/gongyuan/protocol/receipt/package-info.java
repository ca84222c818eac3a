/// What a candidate keeps after handing in, and anyone can check against the record.
///
/// Specification: `exam-server/spec/seat-protocol.md` section 11.
package org.gongyuan.protocol.receipt;
