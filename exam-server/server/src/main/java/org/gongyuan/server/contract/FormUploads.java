package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.server.node.SealedForms;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes sealed forms in as they stream (`staff-contract.md` 5): to disk as they come, no more than
/// a bound, checked whole before they are said to be here.
final class FormUploads {

    /// The operation whose body is a stream.
    static final String OPERATION = "bringForm";

    /// A sealed form may have so many bytes.
    static final long LARGEST = 1L << 30;

    private static final int AT_ONCE = 4;
    private static final String PART = "part";

    private final SealedForms forms;
    private final FormOperations told;
    private final AtomicInteger underWay = new AtomicInteger();

    FormUploads(SealedForms forms, FormOperations told) {
        this.forms = requireNonNull(forms, "forms");
        this.told = requireNonNull(told, "told");
    }

    /// A request whose body is more than is taken, or cannot be taken now.
    static final class NotTaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String word;

        NotTaken(int status, String word, String sentence) {
            super(sentence);
            this.status = status;
            this.word = word;
        }

        StaffAnswer answer() {
            return StaffAnswer.refused(status, word, getMessage());
        }
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put(OPERATION, this::brought);
    }

    /// A file for a form that is about to come.
    Path begin(Digest manifest) {
        try {
            return forms.begin(manifest);
        } catch (IllegalArgumentException refused) {
            throw new NotTaken(409, "refused", refused.getMessage());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The parameters of the call once the body lies in a file.
    static Map<String, String> parameters(Digest manifest, Path part) {
        return Map.of("form", manifest.hex(), PART, part.toString());
    }

    /// Streams a body into a file. Fails by [NotTaken] when it is too large, and takes the file
    /// away whenever it fails.
    Future<Void> stream(Vertx vertx, HttpServerRequest request, Path part) {
        if (underWay.incrementAndGet() > AT_ONCE) {
            underWay.decrementAndGet();
            return gone(part, new NotTaken(503, "too-many", "others are brought now; try again"));
        }
        return vertx.fileSystem()
                .open(part.toString(), new OpenOptions().setWrite(true))
                .compose(file -> received(request, file))
                .transform(
                        came -> {
                            underWay.decrementAndGet();
                            return came.succeeded()
                                    ? Future.succeededFuture()
                                    : gone(part, came.cause());
                        });
    }

    private static Future<Void> gone(Path part, Throwable because) {
        try {
            var _ = Files.deleteIfExists(part);
        } catch (IOException failed) {
            because.addSuppressed(failed);
        }
        return Future.failedFuture(because);
    }

    private static Future<Void> received(HttpServerRequest request, AsyncFile file) {
        var whole = Promise.<Void>promise();
        var bytes = new long[1];
        request.handler(
                chunk -> {
                    bytes[0] += chunk.length();
                    if (bytes[0] > LARGEST) {
                        whole.tryFail(
                                new NotTaken(
                                        413,
                                        "too-large",
                                        "a sealed form has at most %d bytes".formatted(LARGEST)));
                        return;
                    }
                    file.write(chunk).onFailure(whole::tryFail);
                    if (file.writeQueueFull()) {
                        request.pause();
                        file.drainHandler(_ -> request.resume());
                    }
                });
        request.endHandler(_ -> whole.tryComplete());
        request.exceptionHandler(whole::tryFail);
        request.resume();
        return whole.future()
                .transform(
                        came ->
                                file.close()
                                        .compose(
                                                _ ->
                                                        came.succeeded()
                                                                ? Future.<Void>succeededFuture()
                                                                : Future.failedFuture(
                                                                        came.cause())));
    }

    private StaffAnswer brought(StaffCall call) {
        var manifest = Digest.parse(call.parameter("form"));
        var part = Path.of(call.parameter(PART));
        try {
            var answer = checked(manifest, part);
            var _ = Files.deleteIfExists(part);
            return answer.upon(manifest.hex());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private StaffAnswer checked(Digest manifest, Path part) throws IOException {
        try {
            forms.brought(manifest, part);
            return StaffAnswer.of(201, told.json(manifest).orElseGet(JsonObject::new));
        } catch (FormRefused refused) {
            return StaffAnswer.refused(
                    409,
                    "form-refused",
                    "%s: %s".formatted(refused.reason(), refused.getMessage()));
        } catch (IllegalArgumentException other) {
            return StaffAnswer.refused(409, "form-refused", other.getMessage());
        }
    }
}
