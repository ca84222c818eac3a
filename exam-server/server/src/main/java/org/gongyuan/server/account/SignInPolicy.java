package org.gongyuan.server.account;

import java.time.Duration;

/// How long sign-ins last and how many a person may have (`staff-access.md` 2.5).
///
/// @param idle a sign-in that was not used for so long has ended
/// @param longest no sign-in lasts longer
/// @param atOnce how many sign-ins of one person count; a further one ends the oldest
/// @param invitation how long an invitation can be redeemed
public record SignInPolicy(Duration idle, Duration longest, int atOnce, Duration invitation) {

    public SignInPolicy {
        if (!idle.isPositive()
                || idle.compareTo(longest) > 0
                || longest.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException(
                    "sign-ins idle for %s and last %s: idle ends first, and 24 h is the most"
                            .formatted(idle, longest));
        }
        if (atOnce < 1 || atOnce > 5) {
            throw new IllegalArgumentException("1 to 5 sign-ins at once, not " + atOnce);
        }
        if (!invitation.isPositive() || invitation.compareTo(Duration.ofDays(14)) > 0) {
            throw new IllegalArgumentException(
                    "an invitation stands for 14 days at most, not " + invitation);
        }
    }

    /// Fifteen minutes idle, a shift of ten hours, one at a time, three days for an invitation.
    public static SignInPolicy standard() {
        return new SignInPolicy(
                Duration.ofMinutes(15), Duration.ofHours(10), 1, Duration.ofDays(3));
    }

    /// The same with so many sign-ins at once.
    public SignInPolicy atOnce(int many) {
        return new SignInPolicy(idle, longest, many, invitation);
    }
}
