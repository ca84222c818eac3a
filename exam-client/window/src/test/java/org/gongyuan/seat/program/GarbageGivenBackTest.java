package org.gongyuan.seat.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayName("What the program left behind in its heap")
class GarbageGivenBackTest {

    private static final int PIECE = 16 << 20;

    @Test
    void isCleanedWhenTheOldPartGrewAndAgainWhenItGrewOnceMore() {
        var old =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .filter(pool -> pool.isUsageThresholdSupported())
                        .findFirst()
                        .orElseThrow();
        var cleaned = new AtomicInteger();
        var end = GarbageGivenBack.whenGrown(cleaned::incrementAndGet);
        var held = new ArrayList<byte[]>();
        for (int times = 1; times <= 2; times++) {
            long bound = old.getUsageThreshold();
            held.add(new byte[PIECE]);
            while (cleaned.get() < times) {
                // Whatever is held becomes old by this, with every collector.
                System.gc();
            }
            while (old.getUsageThreshold() == bound) {
                Thread.onSpinWait();
            }
        }
        end.run();
        assertEquals(2, held.size());
    }
}
