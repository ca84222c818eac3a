package org.gongyuan.server.session;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;

import java.time.Instant;

/// The seat that is connected for a session just now.
public interface SeatLink {

    /// Says something, in order. What is said after the connection has gone is lost.
    void tell(ServerMessage message);

    /// Ends the connection.
    void close(Ending ending);

    /// When the connection was made.
    Instant since();

    /// The form key for this seat alone (`seat-protocol.md` section 7.2).
    byte[] sealed(FormKey key);

    /// The response key for this seat alone.
    byte[] sealed(ResponseKey key);

    /// The response key that the seat handed in.
    ResponseKey responseKey(byte[] sealed) throws SealBroken;

    /// The picture that the seat sent.
    byte[] picture(long seq, byte[] sealed) throws SealBroken;

    /// Why a connection is ended, with its WebSocket status.
    enum Ending {
        /// Done.
        DONE(1000, "done"),
        /// The node stops or its record has stopped.
        GOING_AWAY(1001, "going-away"),
        /// What was sent is not this protocol.
        NOT_A_MESSAGE(4400, "not-a-message"),
        /// Not let in.
        REFUSED(4403, "refused"),
        /// Silent for too long.
        SILENT(4408, "silent"),
        /// A newer connection of the same session is served.
        REPLACED(4409, "replaced");

        private final int status;
        private final String word;

        Ending(int status, String word) {
            this.status = status;
            this.word = word;
        }

        /// The WebSocket close status.
        public int status() {
            return status;
        }

        /// The reason's word.
        public String word() {
            return word;
        }
    }
}
