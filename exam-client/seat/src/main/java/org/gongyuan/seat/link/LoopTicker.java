package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import org.gongyuan.seat.session.Ticker;

import java.time.Duration;

/// Real time on one event loop: the machine's monotonic clock, and alarms that ring on the loop.
final class LoopTicker implements Ticker {

    private static final long MILLI = 1_000_000L;

    private final Vertx vertx;
    private final Context loop;

    LoopTicker(Vertx vertx, Context loop) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.loop = requireNonNull(loop, "loop");
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable then) {
        long millis = Math.max(1, Math.ceilDiv(delay.toNanos(), MILLI));
        var alarm = new LoopAlarm(then);
        if (loop.equals(Vertx.currentContext())) {
            alarm.set(millis);
        } else {
            loop.runOnContext(_ -> alarm.set(millis));
        }
        return alarm;
    }

    private final class LoopAlarm implements Alarm {

        private final Runnable then;
        private long timer = -1;
        private volatile boolean isCancelled;

        LoopAlarm(Runnable then) {
            this.then = then;
        }

        void set(long millis) {
            if (!isCancelled) {
                timer = vertx.setTimer(millis, _ -> ring());
            }
        }

        private void ring() {
            if (!isCancelled) {
                isCancelled = true;
                then.run();
            }
        }

        @Override
        public void cancel() {
            isCancelled = true;
            if (timer >= 0) {
                var _ = vertx.cancelTimer(timer);
            }
        }
    }
}
