/// Rehearsals of examinations: the commands `ops/demo`, `ops/bench` and `ops/fault`.
///
/// Nobody in the product knows this module. Specification of its figures: `ops/bench/README.md`.
package org.gongyuan.rehearsal;
