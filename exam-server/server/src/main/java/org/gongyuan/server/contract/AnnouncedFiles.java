package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.sentence.Sentence;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/// Files that staff announce with their size, send, and then use once for something
/// (`staff-contract.md` section 10). They lie under names of the node's own, are their sender's
/// alone, and are gone after an hour.
final class AnnouncedFiles implements Uploads.Kind {

    private static final int MOST_OF_ONE = 4;
    private static final int MOST = 32;
    private static final int NAME = 16;
    private static final Duration LIFE = Duration.ofHours(1);

    private final Path folder;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Duration longest;
    private final Map<String, Announced> known = new ConcurrentHashMap<>();

    private enum Stage {
        ANNOUNCED,
        UNDER_WAY,
        WHOLE
    }

    private record Announced(StaffId person, long bytes, Path file, Instant at, Stage stage) {

        private Announced in(Stage next) {
            return new Announced(person, bytes, file, at, next);
        }
    }

    /// Files in a folder, which is emptied: what lay there is of a node that went down.
    ///
    /// @param longest within which one must have come whole
    AnnouncedFiles(Path folder, InstantSource clock, SecureRandom random, Duration longest) {
        this.folder = requireNonNull(folder, "folder");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        this.longest = requireNonNull(longest, "longest");
        try {
            Files.createDirectories(folder);
            try (var left = Files.list(folder)) {
                for (var file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("beginUpload", this::announce);
        operations.put(operation(), this::came);
    }

    @Override
    public String operation() {
        return "putUpload";
    }

    @Override
    public int atOnce() {
        return MOST;
    }

    @Override
    public Duration longest() {
        return longest;
    }

    private StaffAnswer announce(StaffCall call) {
        return announce(call.person().person(), call.body().getLong("bytes"))
                .map(name -> StaffAnswer.of(201, new JsonObject().put("upload", name)))
                .orElseGet(() -> StaffAnswer.refused(409, "refused", Sentence.UPLOADS_WAIT.of()));
    }

    private synchronized Optional<String> announce(StaffId person, long bytes) {
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
        known.put(name, new Announced(person, bytes, folder.resolve(name), now, Stage.ANNOUNCED));
        return Optional.of(name);
    }

    /// One is sent by who announced it, and once.
    @Override
    public synchronized Uploads.Place begin(SignedIn who, Map<String, String> given) {
        var name = given.get("upload");
        var one = known.get(name);
        if (one == null || !one.person().equals(who.person()) || one.stage() != Stage.ANNOUNCED) {
            throw new Uploads.NotTaken(409, "refused", Sentence.UPLOAD_ANEW.of());
        }
        known.put(name, one.in(Stage.UNDER_WAY));
        return new Uploads.Place(one.file(), one.bytes(), one.bytes(), () -> forget(name));
    }

    private synchronized StaffAnswer came(StaffCall call) {
        var name = call.parameter("upload");
        var one = known.computeIfPresent(name, (_, sent) -> sent.in(Stage.WHOLE));
        return (one == null ? StaffAnswer.notFound() : StaffAnswer.done()).upon(name);
    }

    /// The file of one, if it is this person's and came whole.
    Optional<Path> file(StaffId person, String name) {
        return Optional.ofNullable(known.get(name))
                .filter(one -> one.person().equals(person) && one.stage() == Stage.WHOLE)
                .map(Announced::file);
    }

    /// Forgets one and deletes its file.
    void forget(String name) {
        var one = known.remove(name);
        if (one != null) {
            try {
                var _ = Files.deleteIfExists(one.file());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
