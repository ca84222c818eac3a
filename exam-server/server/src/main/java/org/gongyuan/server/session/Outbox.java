package org.gongyuan.server.session;

import org.gongyuan.protocol.message.ServerMessage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What a seat must hear even if it was away: numbered, kept until seen (`session.md` section 5.2).
final class Outbox {

    private static final long STEP = 1L << 16;
    private static final int LONGEST = 200;

    /// By number; a message is made when it is told, because it carries the time of that moment.
    private final NavigableMap<Long, LongFunctionOfNow> told = new TreeMap<>();
    private long last;

    /// Keeps what follows from the entry of that ordinal, and gives its number.
    long add(long ordinal, LongFunctionOfNow words) {
        return keep(ordinal * STEP, words);
    }

    /// Keeps something that has no entry. Its number is below that of every entry that is not
    /// durable yet: a seat shows numbers only as they rise.
    long addFree(long durableOrdinal, LongFunctionOfNow words) {
        return keep(Math.max(last, durableOrdinal * STEP) + 1, words);
    }

    /// Keeps something that has no entry under the number it had before the node restarted.
    void addAgain(long number, LongFunctionOfNow words) {
        keep(number, words);
    }

    /// Forgets what the seat has shown.
    void seen(long number) {
        told.headMap(number, true).clear();
        last = Math.max(last, Math.min(number, Long.MAX_VALUE - 2 * STEP));
    }

    long last() {
        return last;
    }

    /// Everything above a number, as it reads now.
    List<ServerMessage> after(long number, Instant now) {
        var messages = new ArrayList<ServerMessage>();
        told.tailMap(number, false).forEach((n, words) -> messages.add(words.at(n, now)));
        return messages;
    }

    private long keep(long number, LongFunctionOfNow words) {
        if (told.size() == LONGEST) {
            told.pollFirstEntry();
        }
        told.put(number, words);
        last = Math.max(last, number);
        return number;
    }

    /// Makes the message from its number and the present instant.
    @FunctionalInterface
    interface LongFunctionOfNow {
        ServerMessage at(long number, Instant now);
    }
}
