/// A secret split among custodians, *k* of whom put it together again (`item-bank/spec/trust.md`,
/// section 8).
///
/// Shamir's scheme alone tells nobody that a share is wrong; so every share knows its split and its
/// index, commitments to the secret and to each share are published with the split, and a wrong
/// share is named.
package org.gongyuan.trust.share;
