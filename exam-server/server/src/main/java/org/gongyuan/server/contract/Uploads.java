package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;

import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.sentence.Sentence;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Bodies that are not held in memory (`staff-contract.md` section 10): they go to the disk as they
/// come, so many at once, each within its bounds. What they are and where they go is told by their
/// kind.
final class Uploads {

    /// The parameter under which a call names the file that its body lies in.
    static final String FILE = "file";

    private final Map<String, Kind> kinds;
    private final Map<String, AtomicInteger> underWay;

    /// What is brought by one operation of the contract.
    interface Kind {

        String operation();

        /// So many come at once.
        int atOnce();

        /// How long one may take.
        Duration longest();

        /// A place for one that is about to come.
        ///
        /// @param given the parameters of the address
        /// @throws NotTaken when it cannot be taken
        Place begin(SignedIn who, Map<String, String> given);
    }

    /// Where a body goes.
    ///
    /// @param least so many bytes it has at least
    /// @param most so many bytes it has at most
    /// @param away clears the place when nothing comes of it
    record Place(Path file, long least, long most, Runnable away) {

        Place {
            requireNonNull(file, "file");
            requireNonNull(away, "away");
            if (least < 0 || least > most) {
                throw new IllegalArgumentException(
                        "a body of %d to %d bytes is none".formatted(least, most));
            }
        }

        private NotTaken tooLong() {
            return least == most
                    ? new NotTaken(409, "refused", Sentence.UPLOAD_TOO_LONG.of(most))
                    : new NotTaken(413, "too-large", Sentence.UPLOAD_TOO_LARGE.of(most));
        }

        private NotTaken tooShort(long bytes) {
            return new NotTaken(409, "refused", Sentence.UPLOAD_TOO_SHORT.of(bytes, least));
        }
    }

    /// A body that is not taken, or not now.
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

    Uploads(List<Kind> kinds) {
        this.kinds = kinds.stream().collect(Collectors.toMap(Kind::operation, Function.identity()));
        underWay =
                kinds.stream().collect(Collectors.toMap(Kind::operation, _ -> new AtomicInteger()));
    }

    /// What an operation brings, if its body is an upload.
    Optional<Kind> of(String operation) {
        return Optional.ofNullable(kinds.get(operation));
    }

    /// Takes a body to its place. Fails by [NotTaken] when it is not taken or does not come whole.
    Future<Void> receive(Vertx vertx, HttpServerRequest from, Kind kind, Place place) {
        var all = requireNonNull(underWay.get(kind.operation()), kind.operation());
        if (all.incrementAndGet() > kind.atOnce()) {
            all.decrementAndGet();
            return Future.failedFuture(new NotTaken(503, "too-many", Sentence.TOO_MANY.of()));
        }
        return vertx.fileSystem()
                .open(
                        place.file().toString(),
                        new OpenOptions().setWrite(true).setPerms("rw-------"))
                .compose(file -> stream(from, file, place))
                .onComplete(_ -> all.decrementAndGet());
    }

    private static Future<Void> stream(HttpServerRequest from, AsyncFile file, Place place) {
        var whole = Promise.<Void>promise();
        var bytes = new long[1];
        from.exceptionHandler(
                _ ->
                        whole.tryFail(
                                new NotTaken(
                                        400,
                                        "not-as-contracted",
                                        Sentence.UPLOAD_BROKEN_OFF.of())));
        from.handler(
                part -> {
                    bytes[0] += part.length();
                    if (bytes[0] > place.most()) {
                        whole.tryFail(place.tooLong());
                        return;
                    }
                    file.write(part).onFailure(whole::tryFail);
                    if (file.writeQueueFull()) {
                        from.pause();
                        file.drainHandler(_ -> from.resume());
                    }
                });
        from.endHandler(
                _ -> {
                    if (bytes[0] < place.least()) {
                        whole.tryFail(place.tooShort(bytes[0]));
                    } else {
                        whole.tryComplete();
                    }
                });
        from.resume();
        return whole.future().eventually(file::close);
    }
}
