package org.gongyuan.server.admission;

/// The transport under one connection: whole frames, in order.
public interface SeatWire {

    /// Sends a frame. The array belongs to the wire from here on.
    void send(byte[] frame);

    /// Ends the connection, after what was sent.
    void close(int status, String reason);
}
