/// Classical statistics of a form and its items: difficulty, discrimination, reliability, error.
///
/// Words: a *table* holds one row of points for each candidate and one column for each item;
/// *difficulty* is the mean share of the maximum, so that an easy item has a high one; the *rest*
/// is a candidate's total without the item looked at; a *spread* names which divisor its variance
/// has, n or n − 1.
///
/// A figure that the table cannot give (one item, one candidate, no spread) is empty, never zero
/// and never NaN. Specification: `item-bank/spec/measurement.md` section 1.
package org.gongyuan.measurement.statistics;
