/// Drills that break one thing each: what was shown as saved is held against what the record holds
/// afterwards.
package org.gongyuan.rehearsal.fault;
