/// How seats reach their servers for real: WebSocket over TLS 1.3 with the machine's certificate,
/// on Vert.x event loops; and how seat files are fetched and kept. One process may hold one seat,
/// or thousands of simulated ones that share loops, clients and fetched files.
///
/// Room, seat, loop, line. Specification: `exam-server/spec/seat-protocol.md` sections 1 and 8.
package org.gongyuan.seat.link;
