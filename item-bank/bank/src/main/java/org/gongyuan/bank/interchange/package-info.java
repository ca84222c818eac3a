/// Items in and out: QTI 2.0 to 3.0 files and content packages read, converted to 3.0 and checked;
/// QTI 3.0 packages written (`item-bank/spec/interchange.md`). What was found is told item by item
/// in an import report (`item-bank/spec/import-report.md`); nothing is dropped in silence.
package org.gongyuan.bank.interchange;
