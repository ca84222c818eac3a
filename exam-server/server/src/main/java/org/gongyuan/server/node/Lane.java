package org.gongyuan.server.node;

import org.gongyuan.server.time.Timers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The one order in which everything happens that moves sessions: tasks run one at a time, in the
/// order given. Admission, sessions, timers and staff acts share it, so that they need no locks.
///
/// A node has one lane for all its sittings. One response costs it some ten microseconds; what is
/// heavy (key exchange, proofs, reading back) is done elsewhere and comes back as a task.
public interface Lane extends Executor, Timers {

    /// Whether the caller is in the lane already.
    boolean isHere();

    /// Runs a task now if the caller is in the lane, else in its turn.
    default void enter(Runnable task) {
        if (isHere()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /// What a task in the lane finds out.
    default <T> CompletableFuture<T> ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        enter(
                () -> {
                    try {
                        answer.complete(question.get());
                    } catch (RuntimeException failed) {
                        answer.completeExceptionally(failed);
                    }
                });
        return answer;
    }
}
