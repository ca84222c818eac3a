package org.gongyuan.server.custody;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingEntry.ShareAlarmRaised;
import org.gongyuan.server.release.ShareWatch;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/// Alarms about refused shares, for the security administrator alone (`staff-access.md` 8.5).
/// Whether a share was mistyped or its custodian was forced is sealed: in the record, in the store
/// and in the time they take all alarms are alike.
public final class ShareAlarms implements ShareWatch {

    /// How many alarms are shown.
    private static final int MOST_SHOWN = 200;

    /// Every alarm is sealed at this length, whatever it tells.
    private static final int PADDED = 512;

    private static final int NAME_BYTES = 12;
    private static final Duration SEEN_FOR = Duration.ofSeconds(2);

    private final RevisedDocuments documents;
    private final StaffKey key;
    private final CustodianKeys keys;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Consumer<Function<Instant, SittingEntry>> record;
    private final Executor workers;
    private final Consumer<String> failed;
    private volatile Seen seen = new Seen(Instant.EPOCH, List.of());

    /// One alarm, opened.
    ///
    /// @param upon the sitting, or the rehearsal
    /// @param person whose key it is, where that is known
    /// @param isForced whether what was given is his second phrase
    /// @param isSeen whether a security administrator has looked into it
    public record Alarm(
            String id,
            Instant at,
            String upon,
            Digest custodian,
            String person,
            String reason,
            boolean isForced,
            boolean isSeen) {

        @Override
        public String toString() {
            return "Alarm[%s, %s]".formatted(id, upon);
        }
    }

    private record Seen(Instant at, List<Alarm> all) {}

    /// Alarms kept in these documents.
    ///
    /// @param record where alarms are entered; returns once that is durable
    /// @param workers do what waits
    /// @param failed told when an alarm could not be kept
    public ShareAlarms(
            RevisedDocuments documents,
            StaffKey key,
            CustodianKeys keys,
            InstantSource clock,
            SecureRandom random,
            Consumer<Function<Instant, SittingEntry>> record,
            Executor workers,
            Consumer<String> failed) {
        this.documents = requireNonNull(documents, "documents");
        this.key = requireNonNull(key, "key");
        this.keys = requireNonNull(keys, "keys");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        this.record = requireNonNull(record, "record");
        this.workers = requireNonNull(workers, "workers");
        this.failed = requireNonNull(failed, "failed");
    }

    @Override
    public void refused(String upon, Digest custodian, String reason, Optional<Digest> mark) {
        var at = clock.instant();
        workers.execute(
                () -> {
                    try {
                        raise(at, upon, custodian, reason, mark);
                    } catch (RuntimeException broken) {
                        failed.accept(
                                "an alarm about a share for %s was not kept: %s"
                                        .formatted(upon, broken.getMessage()));
                    }
                });
    }

    private void raise(
            Instant at, String upon, Digest custodian, String reason, Optional<Digest> mark) {
        var whose = keys.of(custodian);
        boolean isForced =
                whose.isPresent() && mark.isPresent() && whose.get().mark().equals(mark.get());
        var name = new byte[NAME_BYTES];
        random.nextBytes(name);
        var id = new DocumentId(HexFormat.of().formatHex(name));
        var alarm =
                new Alarm(
                        id.text(),
                        at,
                        upon,
                        custodian,
                        whose.map(one -> one.person().text()).orElse(""),
                        reason,
                        isForced,
                        false);
        var sealed = sealed(alarm);
        record.accept(
                entered ->
                        new ShareAlarmRaised(entered, upon, Suite.INTL_1.digest(sealed.toBytes())));
        var _ = Answered.by(documents.put(new RevisedDocument(id, 1, sealed)));
        seen = new Seen(Instant.EPOCH, List.of());
    }

    /// The latest alarms, the newest first.
    public List<Alarm> all() {
        var known = seen;
        var now = clock.instant();
        if (known.at().plus(SEEN_FOR).isBefore(now) || known.at().isAfter(now)) {
            var all = new ArrayList<Alarm>();
            for (var document : Answered.by(documents.all())) {
                all.add(read(document));
            }
            all.sort(Comparator.comparing(Alarm::at).reversed());
            known = new Seen(now, shown(all));
            seen = known;
        }
        return known.all();
    }

    /// The latest, and every custodian who was forced until somebody has looked into it: whoever
    /// forced him could otherwise bury it under mistyped shares.
    private static List<Alarm> shown(List<Alarm> newestFirst) {
        var shown = new ArrayList<Alarm>();
        for (int i = 0; i < newestFirst.size(); i++) {
            var alarm = newestFirst.get(i);
            if (i < MOST_SHOWN || (alarm.isForced() && !alarm.isSeen())) {
                shown.add(alarm);
            }
        }
        return List.copyOf(shown);
    }

    /// Notes that somebody has looked into an alarm; false when there is none such.
    public boolean see(String id) {
        var found = Answered.by(documents.find(new DocumentId(id)));
        if (found.isEmpty()) {
            return false;
        }
        var alarm = read(found.get());
        var looked =
                new Alarm(
                        alarm.id(),
                        alarm.at(),
                        alarm.upon(),
                        alarm.custodian(),
                        alarm.person(),
                        alarm.reason(),
                        alarm.isForced(),
                        true);
        boolean isKept = Answered.by(documents.put(found.get().next(sealed(looked))));
        seen = new Seen(Instant.EPOCH, List.of());
        return isKept
                || read(Answered.by(documents.find(new DocumentId(id))).orElseThrow()).isSeen();
    }

    private Octets sealed(Alarm alarm) {
        var plain =
                new CborWriter()
                        .array(7)
                        .uint(alarm.at().toEpochMilli())
                        .text(alarm.upon())
                        .bytes(alarm.custodian().toBytes())
                        .text(alarm.person())
                        .text(alarm.reason())
                        .bool(alarm.isForced())
                        .bool(alarm.isSeen())
                        .toBytes();
        if (plain.length > PADDED - 2) {
            throw new IllegalStateException(
                    "an alarm of %d bytes, at most %d".formatted(plain.length, PADDED - 2));
        }
        var padded = Arrays.copyOf(plain, PADDED);
        padded[PADDED - 2] = (byte) (plain.length >> 8);
        padded[PADDED - 1] = (byte) plain.length;
        return Octets.of(key.seal(padded, associated(alarm.id())));
    }

    private Alarm read(RevisedDocument document) {
        byte[] padded;
        try {
            padded = key.open(document.body().toBytes(), associated(document.id().text()));
        } catch (SealBroken broken) {
            throw new IllegalStateException(
                    "alarm %s in the store does not open under this node's staff key"
                            .formatted(document.id()),
                    broken);
        }
        int length = ((padded[PADDED - 2] & 0xff) << 8) | (padded[PADDED - 1] & 0xff);
        var from = new CborReader(Arrays.copyOf(padded, length));
        from.array(7);
        var alarm =
                new Alarm(
                        document.id().text(),
                        Instant.ofEpochMilli(from.uint()),
                        from.text(),
                        Digest.of(from.bytes(Digest.LENGTH)),
                        from.text(),
                        from.text(),
                        from.bool(),
                        from.bool());
        from.end();
        return alarm;
    }

    private static byte[] associated(String id) {
        return new CborWriter().array(2).text("alarm about a share").text(id).toBytes();
    }
}
