package org.gongyuan.server.sitting;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/// A named rule for late entry and early hand-in, as examinations of the field have them
/// (`rules.md` section 2.4). It is frozen when the sitting opens.
public enum EntryPreset {
    /// 人社部发〔2016〕64号: five minutes, and nobody leaves before the end.
    MOHRSS_CLOSED("mohrss-closed", minutes(30), minutes(5), Leaving.AT_THE_END, minutes(0)),
    /// 经济专业 初/中级: five minutes, leaving in the last fifteen.
    ECONOMICS("economics", minutes(30), minutes(5), Leaving.BEFORE_THE_END, minutes(15)),
    /// 高级经济: five minutes, leaving after two hours.
    ECONOMICS_SENIOR(
            "economics-senior", minutes(30), minutes(5), Leaving.AFTER_START, minutes(120)),
    /// 软考 高级综合: leaving in the last thirty minutes.
    SOFTWARE_SENIOR(
            "software-senior", minutes(30), minutes(30), Leaving.BEFORE_THE_END, minutes(30)),
    /// 软考 joined papers: leaving in the last sixty minutes.
    SOFTWARE_JOINED(
            "software-joined", minutes(30), minutes(30), Leaving.BEFORE_THE_END, minutes(60)),
    /// Accountants and tax advisers: thirty minutes, leaving after ninety.
    CPA("cpa", minutes(30), minutes(30), Leaving.AFTER_START, minutes(90)),
    /// 银行业: pictures on site from 45 minutes before, twenty minutes, leaving after thirty.
    BANKING("banking", minutes(45), minutes(20), Leaving.AFTER_START, minutes(30)),
    /// Fifteen minutes, leaving at any time: drills and small examinations.
    OPEN("open", minutes(30), minutes(15), Leaving.AFTER_START, minutes(0));

    private enum Leaving {
        AFTER_START,
        BEFORE_THE_END,
        AT_THE_END
    }

    private final String text;
    private final Duration opensBefore;
    private final Duration lastEntry;
    private final Leaving leaving;
    private final Duration margin;

    EntryPreset(
            String text,
            Duration opensBefore,
            Duration lastEntry,
            Leaving leaving,
            Duration margin) {
        this.text = text;
        this.opensBefore = opensBefore;
        this.lastEntry = lastEntry;
        this.leaving = leaving;
        this.margin = margin;
    }

    /// The preset's name in the record and in configuration.
    public String text() {
        return text;
    }

    /// How long before the start the doors open, unless the plan says otherwise.
    public Duration opensBefore() {
        return opensBefore;
    }

    /// How long after the start a candidate is still admitted.
    public Duration lastEntry() {
        return lastEntry;
    }

    /// How long after the start a candidate may hand in, when time runs for `duration`.
    public Duration earliestHandIn(Duration duration) {
        return switch (leaving) {
            case AFTER_START -> margin.compareTo(duration) < 0 ? margin : duration;
            case BEFORE_THE_END ->
                    margin.compareTo(duration) < 0 ? duration.minus(margin) : Duration.ZERO;
            case AT_THE_END -> duration;
        };
    }

    /// The preset of that name.
    ///
    /// @throws IllegalArgumentException when there is none, with the names there are
    public static EntryPreset named(String text) {
        for (var preset : values()) {
            if (preset.text.equals(text)) {
                return preset;
            }
        }
        throw new IllegalArgumentException(
                "unknown entry preset \"%s\"; known are %s"
                        .formatted(
                                text,
                                Arrays.stream(values())
                                        .map(EntryPreset::text)
                                        .collect(Collectors.joining(", "))));
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
