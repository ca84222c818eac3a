/// Items as the bank holds them: QTI 3.0 checked against the subset this program carries out,
/// their revisions, their assets and shared stimuli, and the keyless view a seat receives
/// (`item-bank/spec/interchange.md`).
///
/// An *item* is one scored task. Nothing here reads QTI 2.x or packages: `bank.interchange` does
/// and hands over 3.0 trees. Scoring rules are `bank.scoring` types.
package org.gongyuan.bank.item;
