/// A whole sitting from a seed, in one process and in virtual time: the server's core, the seats'
/// core and their journals are the real ones; the network, the disks, the clocks and the people are
/// played. After every event named invariants are looked at.
///
/// Words: *schedule* (what happens when), *line* (a connection that may die), *record* (the node's
/// disk), *machine* (a seat's computer), *lie* (a fault of a program, played to see an invariant
/// break).
package org.gongyuan.rehearsal.simulation;
