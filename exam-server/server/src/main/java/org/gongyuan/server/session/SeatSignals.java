package org.gongyuan.server.session;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// What the seats of one session observed so far, for the proctor: each signal, how often and when
/// last (`session.md` 9.5). The words are the seat's, so their number is bounded: signals beyond
/// [#MOST] are counted together as [#OTHERS].
final class SeatSignals {

    /// So many words are told apart; the seat's program has some thirty.
    static final int MOST = 48;

    /// What stands for the words beyond.
    static final String OTHERS = "others";

    /// Longer words are cut: none of ours is.
    private static final int LONGEST_WORD = 40;

    /// Most sessions observe nothing that needs room.
    private TreeMap<String, ObservedSignal> bySignal;

    /// One more of a signal is durable.
    void add(String signal, Instant at) {
        if (bySignal == null) {
            bySignal = new TreeMap<>();
        }
        var word = signal.length() > LONGEST_WORD ? signal.substring(0, LONGEST_WORD) : signal;
        var isKnown = bySignal.containsKey(word) || bySignal.size() < MOST;
        bySignal.merge(
                isKnown ? word : OTHERS,
                new ObservedSignal(isKnown ? word : OTHERS, 1, at),
                (before, one) ->
                        new ObservedSignal(before.signal(), before.times() + 1, one.last()));
    }

    /// By word.
    List<ObservedSignal> all() {
        return bySignal == null ? List.of() : List.copyOf(bySignal.values());
    }
}
