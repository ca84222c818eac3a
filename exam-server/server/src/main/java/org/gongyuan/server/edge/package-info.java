/// The machine around the core: lane, sockets, TLS and ports, on Vert.x. Decides nothing about
/// examinations.
package org.gongyuan.server.edge;
