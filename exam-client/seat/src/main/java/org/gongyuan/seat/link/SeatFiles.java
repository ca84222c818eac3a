package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.SeatForm;
import org.gongyuan.seat.session.FormSource;
import org.gongyuan.seat.session.Node;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Seat files of this machine: fetched in pieces, gone on with after a restart, checked before they
/// are handed on, and shared by all seats of the process (seat-protocol.md section 1.3). They hold
/// nothing that can be read before the release.
final class SeatFiles {

    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_WRONG = 416;

    private final Vertx vertx;
    private final Path folder;
    private final Acceptance acceptance;
    private final Map<Digest, Future<SeatForm>> forms = new HashMap<>();

    SeatFiles(Vertx vertx, Path folder, Acceptance acceptance) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.folder = requireNonNull(folder, "folder");
        this.acceptance = requireNonNull(acceptance, "acceptance");
    }

    /// The files as one seat sees them: fetched with its certificate, told on its loop.
    FormSource forSeat(Clients clients, Context loop) {
        return (manifest, size, from, listener) ->
                found(new Wanted(manifest, size, from), clients)
                        .onComplete(
                                done ->
                                        loop.runOnContext(
                                                _ -> {
                                                    if (done.succeeded()) {
                                                        listener.progressed(size);
                                                        listener.complete(
                                                                new FetchedForm(done.result()));
                                                    } else {
                                                        tellFailure(listener, done.cause());
                                                    }
                                                }));
    }

    private static void tellFailure(FormSource.Listener listener, Throwable cause) {
        var because = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        if (cause instanceof FormRefused) {
            listener.refused(because);
        } else {
            listener.failed(because);
        }
    }

    private record Wanted(Digest manifest, long size, Node from) {}

    /// Answers one of the server's refusals.
    private static final class NotFetched extends IOException {

        private static final long serialVersionUID = 1L;

        NotFetched(String because) {
            super(because);
        }
    }

    private Future<SeatForm> found(Wanted wanted, Clients clients) {
        Promise<SeatForm> promise;
        synchronized (forms) {
            var known = forms.get(wanted.manifest());
            if (known != null && !known.failed()) {
                return known;
            }
            promise = Promise.promise();
            forms.put(wanted.manifest(), promise.future());
        }
        vertx.executeBlocking(() -> readIfComplete(wanted))
                .compose(
                        read ->
                                read.map(Future::succeededFuture)
                                        .orElseGet(() -> fetch(wanted, clients)))
                .onComplete(promise);
        return promise.future();
    }

    private Optional<SeatForm> readIfComplete(Wanted wanted) throws IOException, FormRefused {
        Files.createDirectories(folder);
        if (!Files.exists(whole(wanted))) {
            return Optional.empty();
        }
        return Optional.of(read(whole(wanted), wanted));
    }

    private Future<SeatForm> fetch(Wanted wanted, Clients clients) {
        return vertx.executeBlocking(() -> sizeOfPart(wanted))
                .compose(here -> request(wanted, clients, here))
                .compose(_ -> vertx.executeBlocking(() -> complete(wanted)));
    }

    private long sizeOfPart(Wanted wanted) throws IOException {
        var part = part(wanted);
        if (!Files.exists(part)) {
            return 0;
        }
        if (Files.size(part) > wanted.size()) {
            Files.delete(part);
            return 0;
        }
        return Files.size(part);
    }

    private Future<Void> request(Wanted wanted, Clients clients, long here) {
        if (here == wanted.size()) {
            return Future.succeededFuture();
        }
        var options = new RequestOptions();
        options.setMethod(HttpMethod.GET)
                .setHost(wanted.from().host())
                .setPort(wanted.from().port())
                .setURI("/forms/" + wanted.manifest().hex());
        if (here > 0) {
            options.putHeader("Range", "bytes=" + here + "-");
        }
        return clients.requests()
                .request(options)
                .compose(
                        request ->
                                request.send().compose(response -> take(wanted, response, here)));
    }

    private Future<Void> take(Wanted wanted, HttpClientResponse response, long here) {
        long from =
                switch (response.statusCode()) {
                    case PARTIAL -> here;
                    case OK -> 0;
                    default -> -1;
                };
        if (from < 0) {
            var _ = response.end();
            if (response.statusCode() == RANGE_WRONG) {
                return vertx.executeBlocking(
                        () -> {
                            Files.deleteIfExists(part(wanted));
                            throw new NotFetched("the part kept here does not fit");
                        });
            }
            return Future.failedFuture(
                    new NotFetched("the node answered " + response.statusCode()));
        }
        response.pause();
        var open = new OpenOptions().setWrite(true).setCreate(true).setTruncateExisting(from == 0);
        return vertx.fileSystem()
                .open(part(wanted).toString(), open)
                .compose(file -> pipe(response, file.setWritePos(from)));
    }

    private static Future<Void> pipe(HttpClientResponse response, AsyncFile file) {
        return response.pipe().endOnFailure(true).to(file);
    }

    private SeatForm complete(Wanted wanted) throws IOException, FormRefused {
        var part = part(wanted);
        long size = Files.size(part);
        if (size < wanted.size()) {
            throw new NotFetched("%d of %d bytes came".formatted(size, wanted.size()));
        }
        try {
            read(part, wanted).close();
        } catch (FormRefused refused) {
            Files.delete(part);
            throw refused;
        }
        Files.move(part, whole(wanted), StandardCopyOption.ATOMIC_MOVE);
        return read(whole(wanted), wanted);
    }

    private SeatForm read(Path file, Wanted wanted) throws IOException, FormRefused {
        var form = SeatForm.read(file, acceptance);
        if (!form.manifestDigest().equals(wanted.manifest())) {
            form.close();
            throw new FormRefused(
                    FormRefused.Reason.OTHER_FORM, "another form came than asked for");
        }
        return form;
    }

    private Path part(Wanted wanted) {
        return folder.resolve(wanted.manifest().hex() + ".part");
    }

    private Path whole(Wanted wanted) {
        return folder.resolve(wanted.manifest().hex() + ".seat");
    }
}
