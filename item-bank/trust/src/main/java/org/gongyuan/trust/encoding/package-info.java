/// Canonical CBOR, the one way Gongyuan turns values into bytes (`item-bank/spec/trust.md`, section
/// 1).
///
/// One value has one encoding, so a digest, a MAC or a signature over the bytes speaks of the
/// value. The writer can write nothing else and the reader refuses everything else, by offset and
/// reason. Neither builds a tree: callers write and read item by item in the order of their own
/// format.
package org.gongyuan.trust.encoding;
