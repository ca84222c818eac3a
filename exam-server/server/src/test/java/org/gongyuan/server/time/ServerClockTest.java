package org.gongyuan.server.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

@DisplayName("The server's clock")
class ServerClockTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(77);
    private final ServerClock clock = new ServerClock(wall::get, nanos::get);

    @Test
    void doesNotFollowStepsOfTheWallClock() {
        wall.set(NOON.plus(Duration.ofHours(1)));
        assertEquals(NOON, clock.instant());
        assertEquals(Duration.ofHours(1), clock.drift());
        wall.set(NOON.minus(Duration.ofHours(1)));
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertEquals(NOON.plusSeconds(3), clock.instant());
    }

    @Test
    void isNeverBeforeAnEntryThatWasWritten() {
        clock.atLeast(NOON.plusSeconds(50));
        assertEquals(NOON.plusSeconds(50), clock.instant());
        clock.atLeast(NOON.plusSeconds(20));
        assertEquals(NOON.plusSeconds(50), clock.instant());
    }
}
