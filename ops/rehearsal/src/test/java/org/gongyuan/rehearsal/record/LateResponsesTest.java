package org.gongyuan.rehearsal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Check;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Verifier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What was on its way at the deadline is still taken, for five seconds and no longer (V13).
@DisplayName("A response after the deadline in force")
class LateResponsesTest {

    private static final Duration GRACE = Duration.ofSeconds(5);

    @TempDir private Path temporary;

    @Test
    void isInTimeAtTheVeryEndOfTheFiveSeconds() throws IOException {
        assertEquals(Set.of(), failedWhenLateBy(GRACE));
    }

    @Test
    void isLateAMillisecondBehindThem() throws IOException {
        assertEquals(Set.of(Check.V13), failedWhenLateBy(GRACE.plusMillis(1)));
    }

    /// The last response of the session whose time ran out comes this long after its deadline.
    private Set<Check> failedWhenLateBy(Duration late) throws IOException {
        var sitting = new WrittenSitting(7, 20, 6, temporary);
        var expired =
                sitting.entries.stream()
                        .filter(SessionEntry.Expired.class::isInstance)
                        .map(SessionEntry.Expired.class::cast)
                        .findFirst()
                        .orElseThrow();
        var saved =
                sitting.entries.stream()
                        .filter(SessionEntry.ResponseSaved.class::isInstance)
                        .map(SessionEntry.ResponseSaved.class::cast)
                        .filter(one -> one.session().equals(expired.session()))
                        .reduce((_, last) -> last)
                        .orElseThrow();
        var deadline = sitting.runs.get(expired.session()).deadline;
        sitting.entries.remove(saved);
        sitting.entries.add(
                sitting.entries.indexOf(expired),
                new SessionEntry.ResponseSaved(
                        deadline.plus(late),
                        saved.session(),
                        saved.ordinal(),
                        saved.seq(),
                        saved.placement(),
                        saved.commitment(),
                        saved.prev(),
                        saved.sealed()));
        var folder = temporary.resolve("bundle");
        new WrittenBundle(sitting).write(folder);
        var failed = EnumSet.noneOf(Check.class);
        try (var bundle = Bundle.open(folder)) {
            Verifier.verify(bundle, Optional.empty()).findings().stream()
                    .filter(Finding.Fails.class::isInstance)
                    .forEach(one -> failed.add(one.check()));
        }
        return failed;
    }
}
