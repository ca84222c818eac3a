package org.gongyuan.bank.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/// A pattern as a graph of states (RP 5.7): each step reads one character or forks.
final class PatternStates {

    /// One state. A fork has no `reads`; the last state has neither.
    record State(IntPredicate reads, int next, int orElse) {

        static final int NONE = -1;

        boolean isLast() {
            return reads == null && next == NONE;
        }
    }

    private final State[] states;
    private final int start;

    PatternStates(List<State> states, int start) {
        this.states = states.toArray(State[]::new);
        this.start = start;
    }

    boolean matches(String text) {
        var live = new int[states.length];
        var coming = new int[states.length];
        var seen = new int[states.length];
        Arrays.fill(seen, -1);
        var pending = new int[2 * states.length + 1];
        var count = enter(start, live, 0, seen, 0, pending);
        var step = 0;
        for (var at = 0; at < text.length() && count > 0; ) {
            var character = text.codePointAt(at);
            at += Character.charCount(character);
            step++;
            var arrived = 0;
            for (var index = 0; index < count; index++) {
                var state = states[live[index]];
                if (state.reads != null && state.reads.test(character)) {
                    arrived = enter(state.next, coming, arrived, seen, step, pending);
                }
            }
            var swap = live;
            live = coming;
            coming = swap;
            count = arrived;
        }
        for (var index = 0; index < count; index++) {
            if (states[live[index]].isLast()) {
                return true;
            }
        }
        return false;
    }

    /// Adds a state and all that forks lead to from it, each once per step.
    private int enter(int first, int[] live, int count, int[] seen, int step, int[] pending) {
        var waiting = 0;
        pending[waiting++] = first;
        var size = count;
        while (waiting > 0) {
            var index = pending[--waiting];
            if (seen[index] == step) {
                continue;
            }
            seen[index] = step;
            var state = states[index];
            if (state.reads != null || state.isLast()) {
                live[size++] = index;
                continue;
            }
            pending[waiting++] = state.next;
            if (state.orElse != State.NONE) {
                pending[waiting++] = state.orElse;
            }
        }
        return size;
    }
}
