/// Measurement: what a table of points says about items, forms and scores.
///
/// Pure functions over tables. Nothing here reads a file, a clock or a store, nothing knows what an
/// examination is run on, and the same table gives the same numbers every time. Each formula
/// names its source; divisors, bounds and undefined cases are fixed in
/// `item-bank/spec/measurement.md`.
package org.gongyuan.measurement;
