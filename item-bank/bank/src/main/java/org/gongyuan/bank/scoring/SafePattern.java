package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Objects;

/// A regular expression of XML Schema (part 2, appendix F) as `patternMatch` uses it (RP 5.7).
///
/// It is run as a set of states moving over the text together, so time grows with the length of the
/// text times the size of the pattern and no text can make it stall. `^` and `$` are plain
/// characters; a pattern always speaks of the whole text.
public final class SafePattern {

    private final String pattern;
    private final PatternStates states;

    private SafePattern(String pattern, PatternStates states) {
        this.pattern = pattern;
        this.states = states;
    }

    /// Reads a pattern.
    ///
    /// @throws IllegalArgumentException naming the pattern, the place and what is wrong there
    public static SafePattern of(String pattern) {
        requireNonNull(pattern, "pattern");
        return new SafePattern(pattern, PatternReader.read(pattern));
    }

    /// Whether the whole text is described by the pattern.
    public boolean matches(String text) {
        return states.matches(text);
    }

    /// The pattern as written.
    public String pattern() {
        return pattern;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SafePattern that && that.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(pattern);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
