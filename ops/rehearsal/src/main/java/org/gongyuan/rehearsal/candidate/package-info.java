/// Simulated candidates: what they know, how they work, what happens to them.
///
/// Answer book, ability, habit. A simulated candidate sits at the real seat core of
/// `exam-client/seat`.
package org.gongyuan.rehearsal.candidate;
