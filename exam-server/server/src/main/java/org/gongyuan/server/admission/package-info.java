/// How a seat comes in: greeting, queue, proof, keys, and what then flows on its connection
/// (`exam-server/spec/seat-protocol.md` sections 2, 3 and 5).
///
/// Words: *doors* (where seats come in), *connection*, *proof* (secret or return signature),
/// *tries*,
/// *queue* with honest places. No sockets here: a wire arrives as a port.
package org.gongyuan.server.admission;
