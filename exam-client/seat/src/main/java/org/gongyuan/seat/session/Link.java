package org.gongyuan.seat.session;

/// How a seat reaches a server: one line at a time carries frames both ways, in order, or breaks.
public interface Link {

    /// The status of a line that broke, or never came to be, without a word from the other side.
    int ABNORMAL = 1006;

    /// Begins to connect. The line is usable once it says that it is open.
    Line connect(Node node, Listener listener);

    /// One connection, or the attempt to have one.
    interface Line {

        /// Sends one frame. What is sent before the line is open or after it closed is lost.
        void send(byte[] frame);

        /// Closes the line with a status of seat-protocol.md section 2.3. Its listener hears
        /// nothing more.
        void close(int status, String reason);
    }

    /// Is told, on the seat's thread, what happens to one line.
    interface Listener {

        /// The line is open.
        void opened();

        /// A frame came.
        void received(byte[] frame);

        /// The line is gone, or never came to be. Said once, and nothing after it.
        void closed(int status, String reason);

        /// Nobody listens at the node's address, so the line never came to be and the attempt cost
        /// the node nothing. Said instead of [#closed].
        default void absent(String reason) {
            closed(ABNORMAL, reason);
        }
    }
}
