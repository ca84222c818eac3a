package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.PatternStates.State;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Reads a regular expression of XML Schema into states (RP 5.7), back to front: each part is built
/// when what follows it is known.
final class PatternReader {

    /// Longest pattern, most states, largest count in `{n,m}`, deepest nesting (RP 5.7).
    private static final int LONGEST = 2_000;

    private static final int MOST_STATES = 20_000;
    private static final int LARGEST_COUNT = 1_000;
    private static final int DEEPEST = 50;
    private static final int UNBOUNDED = -1;

    /// A pattern read but not yet turned into states.
    private sealed interface Node {

        record One(IntPredicate reads) implements Node {}

        record Sequence(List<Node> parts) implements Node {}

        record Choice(List<Node> branches) implements Node {}

        record Repeated(Node part, int least, int most) implements Node {}
    }

    private final String pattern;
    private final List<State> states = new ArrayList<>();
    private int at;
    private int depth;

    private PatternReader(String pattern) {
        this.pattern = pattern;
    }

    static PatternStates read(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "pattern of %d characters is longer than %d"
                            .formatted(pattern.length(), LONGEST));
        }
        var reader = new PatternReader(pattern);
        var node = reader.choice();
        if (reader.at < pattern.length()) {
            throw reader.wrong("a ) closes nothing");
        }
        var last = reader.add(new State(null, State.NONE, State.NONE));
        var start = reader.build(node, last);
        return new PatternStates(reader.states, start);
    }

    private Node choice() {
        if (++depth > DEEPEST) {
            throw wrong("brackets are nested deeper than " + DEEPEST);
        }
        var branches = new ArrayList<Node>();
        branches.add(sequence());
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            branches.add(sequence());
        }
        depth--;
        return branches.size() == 1 ? branches.getFirst() : new Node.Choice(branches);
    }

    private Node sequence() {
        var parts = new ArrayList<Node>();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            parts.add(repeated(atom()));
        }
        return new Node.Sequence(parts);
    }

    private Node atom() {
        var character = pattern.codePointAt(at);
        return switch (character) {
            case '(' -> bracketed();
            case '*', '+', '?', '{', '}', ']' ->
                    throw wrong("%c must be written \\%c here".formatted(character, character));
            default -> new Node.One(new PatternCharacters(pattern, at).readAnd(end -> at = end));
        };
    }

    private Node bracketed() {
        at++;
        var inner = choice();
        if (at >= pattern.length()) {
            throw wrong("a ( is not closed");
        }
        at++;
        return inner;
    }

    private Node repeated(Node part) {
        if (at >= pattern.length()) {
            return part;
        }
        return switch (pattern.charAt(at)) {
            case '*' -> times(part, 0, UNBOUNDED);
            case '+' -> times(part, 1, UNBOUNDED);
            case '?' -> times(part, 0, 1);
            case '{' -> counted(part);
            default -> part;
        };
    }

    private Node times(Node part, int least, int most) {
        at++;
        return new Node.Repeated(part, least, most);
    }

    private Node counted(Node part) {
        at++;
        var least = count();
        var most = least;
        if (at < pattern.length() && pattern.charAt(at) == ',') {
            at++;
            most = at < pattern.length() && pattern.charAt(at) == '}' ? UNBOUNDED : count();
        }
        if (at >= pattern.length() || pattern.charAt(at) != '}') {
            throw wrong("a { is not closed");
        }
        if (most != UNBOUNDED && most < least) {
            throw wrong("{%d,%d} counts backwards".formatted(least, most));
        }
        return times(part, least, most);
    }

    private int count() {
        var from = at;
        var number = 0;
        while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
            number = number * 10 + pattern.charAt(at++) - '0';
            if (number > LARGEST_COUNT) {
                throw wrong("a count is larger than " + LARGEST_COUNT);
            }
        }
        if (at == from) {
            throw wrong("a count is missing");
        }
        return number;
    }

    /// The state to start from so that `node` is read and then `next` is reached.
    private int build(Node node, int next) {
        return switch (node) {
            case Node.One(var reads) -> add(new State(reads, next, State.NONE));
            case Node.Sequence(var parts) -> {
                var start = next;
                for (var part : parts.reversed()) {
                    start = build(part, start);
                }
                yield start;
            }
            case Node.Choice(var branches) -> {
                var start = build(branches.getLast(), next);
                for (var index = branches.size() - 2; index >= 0; index--) {
                    start = add(new State(null, build(branches.get(index), next), start));
                }
                yield start;
            }
            case Node.Repeated(var part, var least, var most) -> {
                var start = next;
                if (most == UNBOUNDED) {
                    start = add(new State(null, next, State.NONE));
                    var again = build(part, start);
                    states.set(start, new State(null, next, again));
                } else {
                    for (var more = least; more < most; more++) {
                        start = add(new State(null, build(part, start), next));
                    }
                }
                for (var more = 0; more < least; more++) {
                    start = build(part, start);
                }
                yield start;
            }
        };
    }

    private int add(State state) {
        if (states.size() >= MOST_STATES) {
            throw new IllegalArgumentException(
                    "pattern \"%s\" needs more than %d states".formatted(pattern, MOST_STATES));
        }
        states.add(state);
        return states.size() - 1;
    }

    private IllegalArgumentException wrong(String because) {
        return PatternCharacters.wrong(pattern, at, because);
    }
}
