package org.gongyuan.server.session;

import org.gongyuan.protocol.message.ServerMessage;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/// What a seat must hear even if it was away: numbered, kept until seen (`session.md` section 5.2).
final class Outbox {

    private static final long STEP = 1L << 16;
    private static final int LONGEST = 200;

    private final Deque<Told> told = new ArrayDeque<>();
    private long last;

    /// One thing to tell; made when it is told, because it carries the time of that moment.
    private record Told(long number, Function<Instant, ServerMessage> words) {}

    /// Keeps what follows from the entry of that ordinal, and gives its number.
    long add(long ordinal, LongFunctionOfNow words) {
        return keep(ordinal * STEP, words);
    }

    /// Keeps something that has no entry. Its number is below that of every entry that is not
    /// durable yet: a seat shows numbers only as they rise.
    long addFree(long durableOrdinal, LongFunctionOfNow words) {
        return keep(Math.max(last, durableOrdinal * STEP) + 1, words);
    }

    /// Forgets what the seat has shown.
    void seen(long number) {
        while (!told.isEmpty() && told.peekFirst().number <= number) {
            told.removeFirst();
        }
        last = Math.max(last, Math.min(number, Long.MAX_VALUE - 2 * STEP));
    }

    long last() {
        return last;
    }

    /// Everything above a number, as it reads now.
    List<ServerMessage> after(long number, Instant now) {
        var messages = new ArrayList<ServerMessage>();
        for (var one : told) {
            if (one.number > number) {
                messages.add(one.words.apply(now));
            }
        }
        return messages;
    }

    private long keep(long number, LongFunctionOfNow words) {
        if (told.size() == LONGEST) {
            told.removeFirst();
        }
        told.addLast(new Told(number, now -> words.at(number, now)));
        last = Math.max(last, number);
        return number;
    }

    /// Makes the message from its number and the present instant.
    @FunctionalInterface
    interface LongFunctionOfNow {
        ServerMessage at(long number, Instant now);
    }
}
