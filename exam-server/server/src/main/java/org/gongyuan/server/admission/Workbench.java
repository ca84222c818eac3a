package org.gongyuan.server.admission;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// Does heavy cryptography outside the core's lane.
public interface Workbench {

    /// Does `job` somewhere and gives what came out to `then` in the lane.
    <T> void work(Supplier<T> job, Consumer<T> then);
}
