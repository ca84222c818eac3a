package org.gongyuan.seat.program;

import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.session.Ticker;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;

import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;

/// When the program's heap is cleaned as a whole and what it does not need given back to the
/// machine (seat-window.md 2.8). The serial collector does that by itself only once the heap has
/// grown to its bound: pictures and items long gone would stay until then. Chromium draws and takes
/// keys meanwhile.
final class GarbageGivenBack {

    private static final Duration EVERY = Duration.ofMinutes(5);

    /// How much may lie among what is old until it is looked through, in bytes.
    private static final long GROWN = 8L << 20;

    private GarbageGivenBack() {}

    /// Cleans when a stage begins in which the candidate waits.
    static void at(Stage stage) {
        if (stage == Stage.WAITING || stage == Stage.ON_HOLD) {
            System.gc();
        }
    }

    /// Cleans every five minutes from now on.
    static void regularly(Ticker ticker) {
        var _ =
                ticker.after(
                        EVERY,
                        () -> {
                            System.gc();
                            regularly(ticker);
                        });
    }

    /// Cleans from now on whenever the old part of the heap has grown by 8 MiB since it was
    // cleaned.
    static void whenGrown() {
        var _ = whenGrown(System::gc);
    }

    /// @param clean called on a thread of the virtual machine's own, which waits for it
    /// @return ends it
    static Runnable whenGrown(Runnable clean) {
        var pools =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(GarbageGivenBack::isOld)
                        .toList();
        if (pools.isEmpty()) {
            return () -> {};
        }
        var old = pools.getFirst();
        NotificationListener grown =
                (told, _) -> {
                    if (told.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
                        clean.run();
                        watch(old);
                    }
                };
        var memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
        memory.addNotificationListener(grown, null, null);
        watch(old);
        return () -> {
            try {
                memory.removeNotificationListener(grown);
            } catch (ListenerNotFoundException ended) {
                throw new IllegalStateException("it was ended already", ended);
            }
        };
    }

    private static boolean isOld(MemoryPoolMXBean pool) {
        return pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported();
    }

    private static void watch(MemoryPoolMXBean old) {
        long bound = old.getUsage().getUsed() + GROWN;
        long most = old.getUsage().getMax();
        old.setUsageThreshold(most < 0 ? bound : Math.min(bound, most));
    }
}
