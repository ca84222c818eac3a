package org.gongyuan.server.session;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.server.record.Urgency;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The exam record of one sitting at this node, as the core needs it. Calls and call-backs come in
/// the core's lane.
public interface SittingLog {

    /// An attachment with nothing in it.
    byte[] NOTHING = {};

    /// Stands for the index of an entry in another node's log.
    long NOT_HERE = 1L << 48;

    /// Gives an entry to the record. Whether it is taken is decided at once; a taken entry keeps
    /// its place in the order of calls, and `durable` is told its index once it cannot be lost any
    /// more, in that order too. After the record has stopped nothing is told any more.
    Taking append(Entry entry, byte[] attachment, Urgency urgency, LongConsumer durable);

    /// Makes the receipt for the entry of that index, with proof and signed checkpoint.
    void receipt(long index, Consumer<String> then);

    /// Reads attachments back, in the order asked for.
    void attachments(long[] indices, Consumer<byte[][]> then);

    /// Keeps what travels beside an entry of another node's log; gives the index to ask for it
    /// with.
    long keepForeign(byte[] attachment);

    /// Whether the record took an entry, and if not, why.
    enum Taking {
        TAKEN("taken"),
        /// Too many entries wait; it will pass.
        BUSY("busy"),
        /// The disk is too full for an entry of this urgency.
        FULL("full"),
        /// The record takes nothing any more.
        STOPPED("stopped");

        private final String word;

        Taking(String word) {
            this.word = word;
        }

        /// The reason as `not-saved` gives it.
        public String word() {
            return word;
        }
    }
}
