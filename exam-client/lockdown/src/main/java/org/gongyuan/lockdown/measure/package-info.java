/// The machine held for one session and given back afterwards (`exam-client/spec/lockdown.md`
/// sections 1 and 2): measures applied in order, undone in reverse, and what each changes written
/// down before it is changed, so that a machine that lost its power is given back at the next
/// start.
package org.gongyuan.lockdown.measure;
