package org.gongyuan.server.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.server.time.ClockAtRestart.Sign;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

@DisplayName("The clock of a node that starts again")
class ClockAtRestartTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Instant LAST_ENTRY = NOON.minusSeconds(3);
    private static final Duration DOWN = Duration.ofSeconds(40);

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -30, 0, 30, 3_600, 86_400})
    void goesOnByTheUptimeWhateverTheWallClockSays(long wallAhead) {
        var clock = clock(NOON.plus(DOWN).plusSeconds(wallAhead));

        atRestart(clock, "run-1", Optional.empty()).goOn(LAST_ENTRY, true);

        assertEquals(NOON.plus(DOWN), clock.instant());
    }

    @Test
    void countsTheTimeThatReadingTheLogsTook() {
        var nanos = new AtomicLong();
        var clock = new ServerClock(() -> NOON.plusSeconds(5), nanos::get);
        var restart = atRestart(clock, "run-1", Optional.empty());

        nanos.set(Duration.ofSeconds(42).toNanos());
        restart.goOn(LAST_ENTRY, true);

        assertEquals(NOON.plus(DOWN).plusSeconds(42), clock.instant());
    }

    @Test
    void takesTheWallClockWhenNobodysTimeRuns() {
        var clock = clock(NOON.plus(Duration.ofDays(1)));

        atRestart(clock, "run-1", Optional.empty()).goOn(LAST_ENTRY, false);

        assertEquals(NOON.plus(Duration.ofDays(1)), clock.instant());
    }

    @Test
    void believesTheWallClockOfAMachineThatWasStartedAnewForAWhile() {
        var clock = clock(NOON.plus(ClockAtRestart.LONGEST_GAP));

        atRestart(clock, "run-2", Optional.empty()).goOn(LAST_ENTRY, true);

        assertEquals(NOON.plus(ClockAtRestart.LONGEST_GAP), clock.instant());
    }

    @Test
    void doesNotGoOnFromAGapThatNobodyConfirmed() {
        var wall = NOON.plus(ClockAtRestart.LONGEST_GAP).plusMillis(1);

        var doubt =
                assertThrows(
                        ClockInDoubt.class,
                        () ->
                                atRestart(clock(wall), "run-2", Optional.empty())
                                        .goOn(LAST_ENTRY, true));

        assertTrue(doubt.getMessage().contains("clock.confirmed = " + wall), doubt.getMessage());
    }

    @Test
    void goesOnWhenAPersonFoundTheClockRightJustNow() {
        var wall = NOON.plus(Duration.ofHours(2));
        var clock = clock(wall);
        atRestart(clock, "run-2", Optional.of(wall.minusSeconds(60))).goOn(LAST_ENTRY, true);
        assertEquals(wall, clock.instant());

        var stale = Optional.of(wall.minus(Duration.ofMinutes(16)));
        assertThrows(
                ClockInDoubt.class,
                () -> atRestart(clock(wall), "run-2", stale).goOn(LAST_ENTRY, true));
    }

    @Test
    void isNeverBeforeTheLastEntryOrTheLastSign() {
        var behind = clock(NOON.minus(Duration.ofHours(1)));
        atRestart(behind, "run-2", Optional.empty()).goOn(LAST_ENTRY, true);
        assertEquals(NOON, behind.instant());

        var later = clock(NOON.minus(Duration.ofHours(1)));
        atRestart(later, "run-2", Optional.empty()).goOn(NOON.plusSeconds(9), false);
        assertEquals(NOON.plusSeconds(9), later.instant());
    }

    @Test
    void knowsNothingOfTimeFromAnUptimeThatRanBackwards() {
        var clock = clock(NOON.plus(Duration.ofHours(1)));
        var sign = new Sign(NOON, Optional.of(new Uptime.Reading("run-1", DOWN)));
        var now = Optional.of(new Uptime.Reading("run-1", Duration.ZERO));
        var atRestart = new ClockAtRestart(clock, Optional.of(sign), now, Optional.empty());

        assertThrows(ClockInDoubt.class, () -> atRestart.goOn(LAST_ENTRY, true));
    }

    private static ClockAtRestart atRestart(
            ServerClock clock, String boot, Optional<Instant> confirmed) {
        var then = new Uptime.Reading("run-1", Duration.ofHours(5));
        var now = new Uptime.Reading(boot, Duration.ofHours(5).plus(DOWN));
        return new ClockAtRestart(
                clock, Optional.of(new Sign(NOON, Optional.of(then))), Optional.of(now), confirmed);
    }

    private static ServerClock clock(Instant wall) {
        return new ServerClock(() -> wall, () -> 77);
    }
}
