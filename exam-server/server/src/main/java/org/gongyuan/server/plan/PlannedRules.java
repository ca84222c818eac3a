package org.gongyuan.server.plan;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The rules of one planned sitting.
///
/// @param notice how long results are announced before they are published
/// @param limit how much time a session may get beyond its own by the ordinary act
/// @param form the sealed form's manifest
public record PlannedRules(
        EntryPreset preset,
        Instant starts,
        Duration length,
        Duration notice,
        PosturePolicy posture,
        Duration limit,
        Digest form) {

    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration LONGEST_NOTICE = Duration.ofDays(366);

    public PlannedRules {
        requireNonNull(preset, "preset");
        requireNonNull(posture, "posture");
        requireNonNull(form, "form");
        if (!starts.equals(Instant.ofEpochMilli(starts.toEpochMilli()))) {
            throw new IllegalArgumentException(Sentence.STARTS_NOT_WHOLE.of(starts));
        }
        within("length", length, Duration.ofMinutes(1), LONGEST);
        within("notice", notice, Duration.ZERO, LONGEST_NOTICE);
        within("extension limit", limit, Duration.ZERO, LONGEST);
    }

    private static void within(String what, Duration given, Duration least, Duration most) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    Sentence.RULE_OUT_OF_BOUNDS.of(what, given, least, most));
        }
    }

    /// The value of a rule as the record writes it: instants and times in milliseconds.
    public String value(Rule rule) {
        return switch (rule) {
            case PRESET -> preset.text();
            case STARTS -> Long.toString(starts.toEpochMilli());
            case LENGTH -> Long.toString(length.toMillis());
            case NOTICE -> Long.toString(notice.toMillis());
            case POSTURE -> String.join(" ", posture.words());
            case EXTENSION_LIMIT -> Long.toString(limit.toMillis());
            case FORM -> form.hex();
        };
    }

    /// All rules, `NAME=VALUE`. How machines are judged has an entry of its own in the record.
    public List<String> words() {
        return java.util.Arrays.stream(Rule.values())
                .filter(rule -> rule != Rule.POSTURE)
                .map(rule -> rule.word() + "=" + value(rule))
                .toList();
    }

    /// The same with one rule changed.
    ///
    /// @throws IllegalArgumentException when the rule never changes, or not to this value
    public PlannedRules with(Rule rule, String value) {
        var millis = millis(rule, value);
        if (millis <= millis(rule, value(rule))) {
            throw new IllegalArgumentException(
                    Sentence.RULE_ONLY_LONGER.of(rule.word(), value(rule), value));
        }
        return switch (rule) {
            case STARTS ->
                    new PlannedRules(
                            preset,
                            Instant.ofEpochMilli(millis),
                            length,
                            notice,
                            posture,
                            limit,
                            form);
            case NOTICE ->
                    new PlannedRules(
                            preset,
                            starts,
                            length,
                            Duration.ofMillis(millis),
                            posture,
                            limit,
                            form);
            case EXTENSION_LIMIT ->
                    new PlannedRules(
                            preset,
                            starts,
                            length,
                            notice,
                            posture,
                            Duration.ofMillis(millis),
                            form);
            default -> throw new IllegalArgumentException(Sentence.RULE_STAYS.of(rule.word()));
        };
    }

    private static long millis(Rule rule, String value) {
        if (!rule.mayChange(false)) {
            throw new IllegalArgumentException(Sentence.RULE_STAYS.of(rule.word()));
        }
        if (!value.matches("[0-9]{1,15}")) {
            throw new IllegalArgumentException(Sentence.RULE_IN_MILLIS.of(rule.word(), value));
        }
        return Long.parseLong(value);
    }
}
