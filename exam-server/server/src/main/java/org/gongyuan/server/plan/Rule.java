package org.gongyuan.server.plan;

import org.gongyuan.server.sentence.Sentence;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A rule of a sitting that two persons freeze (`staff-access.md` 7.3). What may change afterwards
/// changes to nobody's disadvantage: to a later start, a longer notice, a higher limit.
public enum Rule {
    PRESET(Change.NEVER),
    STARTS(Change.BEFORE_OPENING),
    LENGTH(Change.NEVER),
    NOTICE(Change.ALWAYS),
    POSTURE(Change.NEVER),
    EXTENSION_LIMIT(Change.ALWAYS),
    FORM(Change.NEVER);

    private enum Change {
        NEVER,
        BEFORE_OPENING,
        ALWAYS
    }

    private final Change change;

    Rule(Change change) {
        this.change = change;
    }

    /// The rule's name in the record.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether two persons may change it once it is frozen.
    public boolean mayChange(boolean isOpened) {
        return change == Change.ALWAYS || (change == Change.BEFORE_OPENING && !isOpened);
    }

    /// The rule of that name.
    public static Rule named(String word) {
        for (var rule : values()) {
            if (rule.word().equals(word)) {
                return rule;
            }
        }
        throw new IllegalArgumentException(
                Sentence.RULE_UNKNOWN.of(
                        word,
                        Arrays.stream(values()).map(Rule::word).collect(Collectors.joining(", "))));
    }
}
