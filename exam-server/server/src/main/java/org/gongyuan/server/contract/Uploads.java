package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;

import org.gongyuan.protocol.record.StaffId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Files that staff upload (`staff-contract.md` section 10): announced with their size, streamed to
/// the disk under a name of the node's own, used once by who brought them, and gone after an hour.
final class Uploads {

    private static final int MOST_OF_ONE = 4;
    private static final int MOST = 32;
    private static final int NAME = 16;
    private static final Duration LIFE = Duration.ofHours(1);

    private final Path folder;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<String, Upload> known = new ConcurrentHashMap<>();

    private record Upload(
            StaffId person, long bytes, Path file, Instant at, boolean isBegun, boolean isWhole) {}

    /// Uploads into a folder, which is emptied: what lay there is of a node that went down.
    Uploads(Path folder, InstantSource clock, SecureRandom random) {
        this.folder = requireNonNull(folder, "folder");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        try {
            Files.createDirectories(folder);
            try (var left = Files.list(folder)) {
                for (var file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /// Announces one; nothing when there are too many already.
    synchronized Optional<String> begin(StaffId person, long bytes) {
        var now = clock.instant();
        known.forEach(
                (name, one) -> {
                    if (one.at().plus(LIFE).isBefore(now)) {
                        forget(name);
                    }
                });
        long his = known.values().stream().filter(one -> one.person().equals(person)).count();
        if (his >= MOST_OF_ONE || known.size() >= MOST) {
            return Optional.empty();
        }
        var bits = new byte[NAME];
        random.nextBytes(bits);
        var name = HexFormat.of().formatHex(bits);
        known.put(name, new Upload(person, bytes, folder.resolve(name), now, false, false));
        return Optional.of(name);
    }

    /// Takes the bytes of one; fails when it is not this person's, was sent before, or does not
    /// have the size that was announced.
    Future<Void> receive(Vertx vertx, HttpServerRequest from, StaffId person, String name) {
        if (!claim(person, name)) {
            from.resume();
            return Future.failedFuture("no such upload");
        }
        var upload = known.get(name);
        return vertx.fileSystem()
                .open(
                        upload.file().toString(),
                        new OpenOptions().setWrite(true).setCreateNew(true).setPerms("rw-------"))
                .compose(file -> stream(from, file, upload.bytes()))
                .onSuccess(_ -> known.put(name, whole(upload)))
                .onFailure(_ -> forget(name));
    }

    private synchronized boolean claim(StaffId person, String name) {
        var upload = known.get(name);
        if (upload == null || !upload.person().equals(person) || upload.isBegun()) {
            return false;
        }
        known.put(
                name, new Upload(person, upload.bytes(), upload.file(), upload.at(), true, false));
        return true;
    }

    private static Upload whole(Upload one) {
        return new Upload(one.person(), one.bytes(), one.file(), one.at(), true, true);
    }

    private static Future<Void> stream(HttpServerRequest from, AsyncFile file, long due) {
        var done = io.vertx.core.Promise.<Void>promise();
        var count = new long[1];
        from.exceptionHandler(done::tryFail);
        from.handler(
                (Buffer part) -> {
                    count[0] += part.length();
                    if (count[0] > due) {
                        done.tryFail("more bytes than were announced");
                        return;
                    }
                    file.write(part).onFailure(done::tryFail);
                    if (file.writeQueueFull()) {
                        from.pause();
                        file.drainHandler(_ -> from.resume());
                    }
                });
        from.endHandler(
                _ -> {
                    if (count[0] == due) {
                        done.tryComplete();
                    } else {
                        done.tryFail("fewer bytes than were announced");
                    }
                });
        from.resume();
        return done.future().eventually(file::close);
    }

    /// Whether one came whole.
    boolean isWhole(StaffId person, String name) {
        var upload = known.get(name);
        return upload != null && upload.person().equals(person) && upload.isWhole();
    }

    /// The file of one, if it is this person's and came whole.
    Optional<Path> file(StaffId person, String name) {
        return isWhole(person, name) ? Optional.of(known.get(name).file()) : Optional.empty();
    }

    /// Forgets one and deletes its file.
    void forget(String name) {
        var upload = known.remove(name);
        if (upload != null) {
            try {
                var _ = Files.deleteIfExists(upload.file());
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
    }
}
