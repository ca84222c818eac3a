/// Whole records of sittings written by hand, entry by entry, without a server: good ones to
/// measure the verifier with, and to be tampered with.
package org.gongyuan.rehearsal.record;
