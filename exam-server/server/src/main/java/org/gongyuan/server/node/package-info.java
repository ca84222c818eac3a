/// What one node is made of, between the core and the machine: the lane in which the core runs, the
/// journal as the record of a sitting, the folders sittings are kept in, and how they come back at
/// start.
///
/// Words: *lane* (the one order in which the core's calls come), *group* (entries that became
/// durable together), *folder* (of a sitting: plan, roster, sealed form, journal).
package org.gongyuan.server.node;
