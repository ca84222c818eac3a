package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;

import java.time.Duration;
import java.time.Instant;

/// What a sitting is opened with; frozen from then on.
///
/// @param notice how long results are announced before they are published
/// @param posture how findings about the seats' machines are judged
public record SittingPlan(
        SittingId sitting,
        Rules rules,
        EntryPreset preset,
        Duration notice,
        PosturePolicy posture,
        StaffId proposer,
        StaffId approver) {

    public SittingPlan {
        requireNonNull(sitting, "sitting");
        requireNonNull(rules, "rules");
        requireNonNull(preset, "preset");
        requireNonNull(posture, "posture");
        requireNonNull(proposer, "proposer");
        requireNonNull(approver, "approver");
        if (notice.isNegative()) {
            throw new IllegalArgumentException("the notice period is negative: " + notice);
        }
    }

    /// A plan by a preset: the doors open before `starts` as the preset says, the sitting ends when
    /// the time of those who began in time is over.
    public static SittingPlan by(
            EntryPreset preset,
            SittingId sitting,
            Instant starts,
            Duration duration,
            Instant notBefore,
            Duration notice,
            PosturePolicy posture,
            StaffId proposer,
            StaffId approver) {
        return new SittingPlan(
                sitting,
                new Rules(
                        starts.minus(preset.opensBefore()),
                        starts,
                        starts.plus(duration),
                        duration,
                        preset.lastEntry(),
                        preset.earliestHandIn(duration),
                        notBefore),
                preset,
                notice,
                posture,
                proposer,
                approver);
    }
}
