/// Measurements under load: each figure with the floor or ceiling measured in the same run, and
/// their ratio.
///
/// Only here may a bare cipher or hash be called: as the ceiling ours is held against.
package org.gongyuan.rehearsal.load;
