package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import org.gongyuan.server.admission.Workbench;
import org.gongyuan.server.node.Lane;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Heavy cryptography on fewer threads than there are processors, so that those who are in come
/// first.
public final class ThreadWorkbench implements Workbench, AutoCloseable {

    private final Lane lane;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                    Thread.ofPlatform().daemon().name("admission-", 0).factory());

    /// A workbench that gives back into a lane.
    public ThreadWorkbench(Lane lane) {
        this.lane = requireNonNull(lane, "lane");
    }

    @Override
    public <T> void work(Supplier<T> job, Consumer<T> then) {
        threads.execute(
                () -> {
                    var out = job.get();
                    lane.execute(() -> then.accept(out));
                });
    }

    @Override
    public void close() {
        threads.close();
    }
}
