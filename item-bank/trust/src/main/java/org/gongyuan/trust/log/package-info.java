/// The append-only log (`item-bank/spec/trust.md`, section 9): the Merkle tree of RFC 6962 and RFC
/// 9162 over SHA-256 in every suite, its proofs, and the C2SP forms in which outsiders read it:
/// tiles, checkpoints, signed notes.
package org.gongyuan.trust.log;
