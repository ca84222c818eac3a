/// Response processing: from what a candidate gave to outcome variables and points.
///
/// Declarations and processing rules are plain values without XML; `bank.interchange` reads QTI
/// into them. [org.gongyuan.bank.scoring.ItemScoring] scores one item,
/// [org.gongyuan.bank.scoring.SheetScorer] a whole answer sheet, both as pure functions: the same
/// input gives the same bytes on every machine.
///
/// Specifications: `item-bank/spec/response-processing.md` (cited as "RP" with a section number)
/// and `item-bank/spec/score-cli.md`. Knows only the JDK, `trust.encoding` and a JSON parser.
package org.gongyuan.bank.scoring;
