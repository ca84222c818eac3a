/// Cryptographic ground of Gongyuan: suites and typed keys, envelopes and chunked sealing, shares,
/// the Merkle log and canonical encoding. Knows nobody. Specification: `item-bank/spec/trust.md`.
package org.gongyuan.trust;
