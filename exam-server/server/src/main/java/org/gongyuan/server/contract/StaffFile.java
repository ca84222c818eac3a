package org.gongyuan.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/// A text that a person takes away as a file. It is written while it is made, and no faster than it
/// is taken; one that breaks off is cut off, so that nobody takes it for whole.
///
/// @param name of the file
record StaffFile(String name, Content content) {

    private static final Logger LOG = LoggerFactory.getLogger(StaffFile.class);
    private static final int AT_ONCE = 32 << 10;
    private static final int PATIENCE_SECONDS = 60;

    StaffFile {
        requireNonNull(content, "content");
        if (!name.matches("[a-z0-9][a-z0-9.-]{0,80}")) {
            throw new IllegalArgumentException(
                    "a file's name is a-z, 0-9, dot and hyphen, not \"%s\"".formatted(name));
        }
    }

    /// Writes the file, line by line.
    interface Content {

        /// Writes all lines to `to`.
        void write(To to) throws IOException, InterruptedException;
    }

    /// Where lines go.
    interface To {

        /// Takes one line, without its end.
        void line(String text) throws IOException, InterruptedException;
    }

    void send(HttpServerResponse response, ExecutorService workers) {
        response.setChunked(true)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        workers.execute(
                () -> {
                    try {
                        var out = new Out(response);
                        content.write(out::line);
                        out.flush();
                        await(response.end());
                    } catch (IOException | RuntimeException broken) {
                        LOG.warn("the file {} broke off: {}", name, broken.toString());
                        response.reset();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                        response.reset();
                    }
                });
    }

    private static void await(io.vertx.core.Future<Void> written) {
        written.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static final class Out {

        private final HttpServerResponse response;
        private Buffer some = Buffer.buffer(AT_ONCE + 4096);

        private Out(HttpServerResponse response) {
            this.response = response;
        }

        private void line(String text) {
            some.appendBytes(text.getBytes(UTF_8)).appendByte((byte) '\n');
            if (some.length() >= AT_ONCE) {
                flush();
            }
        }

        private void flush() {
            if (some.length() > 0) {
                var full = some;
                some = Buffer.buffer(AT_ONCE + 4096);
                await(response.write(full));
            }
        }
    }
}
