/// Putting a form together from a QTI assessment test or a list of items, by two persons.
/// Specification: `item-bank/spec/forms.md`, section 2.
package org.gongyuan.bank.assembly;
