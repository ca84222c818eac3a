/// Assembled forms: one fixed version of an exam in sections and placements, how it is put together
/// by two persons from a QTI assessment test or a list, and the plan in which order one seat shows
/// it. Specification: `item-bank/spec/forms.md`.
package org.gongyuan.bank.form;
