package org.gongyuan.server.store;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for an answer of the store, for callers on virtual threads that have nothing else to do.
public final class Answered {

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private Answered() {}

    /// The answer.
    ///
    /// @throws IllegalStateException when none came in time
    public static <T> T by(CompletionStage<T> asked) {
        try {
            return asked.toCompletableFuture().get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException(
                    "the store did not answer within %s".formatted(LONGEST), late);
        } catch (ExecutionException failed) {
            throw new CompletionException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the store", stopped);
        }
    }
}
