package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.PosturePolicy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The clock rules the record froze when the sitting was opened.
///
/// @param posture how findings about machines are judged; empty when everything is noted
record OpenedRules(
        Instant starts,
        Instant ends,
        Duration duration,
        Instant notBefore,
        Optional<PosturePolicy> posture) {

    /// The same rules, with the policy that was frozen behind them.
    OpenedRules with(PosturePolicy policy) {
        return new OpenedRules(starts, ends, duration, notBefore, Optional.of(policy));
    }
}
