package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import org.gongyuan.server.node.Lane;

import java.time.Duration;

/// The lane as one event loop of Vert.x. The first listener for seats runs on the same loop, so on
/// a small node a response goes from socket to journal without changing threads.
public final class VertxLane implements Lane {

    private final Vertx vertx;
    private final Context context;
    private volatile Thread thread;

    /// The lane on the event loop of a context.
    public VertxLane(Vertx vertx, Context context) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.context = requireNonNull(context, "context");
        if (!context.isEventLoopContext()) {
            throw new IllegalArgumentException("a lane is an event loop");
        }
    }

    /// The event loop's context, for what shall run in the lane.
    public Context context() {
        return context;
    }

    @Override
    public boolean isHere() {
        return Thread.currentThread().equals(thread);
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(
                _ -> {
                    thread = Thread.currentThread();
                    task.run();
                });
    }

    @Override
    public Timer after(Duration delay, Runnable then) {
        var timer = new VertxTimer(then);
        enter(() -> timer.set(Math.max(1, delay.toMillis())));
        return timer;
    }

    private final class VertxTimer implements Timer {

        private final Runnable then;
        private boolean cancelled;
        private long id = -1;

        private VertxTimer(Runnable then) {
            this.then = then;
        }

        private void set(long millis) {
            if (!cancelled) {
                id = vertx.setTimer(millis, _ -> then.run());
            }
        }

        @Override
        public void cancel() {
            enter(
                    () -> {
                        cancelled = true;
                        if (id >= 0) {
                            vertx.cancelTimer(id);
                        }
                    });
        }
    }
}
