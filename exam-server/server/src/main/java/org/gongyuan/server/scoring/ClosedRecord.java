package org.gongyuan.server.scoring;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.NotAnEntry;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.SetAsideEntries;
import org.gongyuan.trust.suite.Digest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What scoring needs of the logs of one sitting, read once: every session with its last responses.
/// Refuses a sitting that is not closed.
public final class ClosedRecord {

    private static final Digest NONE = Digest.of(new byte[Digest.LENGTH]);

    private final Map<SessionId, Gathered> sessions = new HashMap<>();
    private final Map<Digest, SessionId> candidates = new HashMap<>();
    private SittingEntry.SittingClosed closed;
    private SittingEntry.SittingOpened opened;

    private ClosedRecord() {}

    /// Reads all logs of a sitting.
    public static ClosedRecord read(Collection<JournalReader> logs) throws ScoringStopped {
        var record = new ClosedRecord();
        for (var log : logs) {
            try {
                var aside = SetAsideEntries.of(log);
                log.read(
                        0,
                        log.size(),
                        entry -> {
                            if (!aside.contains(entry.index())) {
                                record.take(Leaf.read(entry.leaf()), entry.attachment());
                            }
                        });
            } catch (NotAnEntry broken) {
                throw new ScoringStopped(
                        "the record holds what is no entry: " + broken.getMessage(), broken);
            }
        }
        record.check();
        return record;
    }

    private void take(Entry entry, byte[] attachment) {
        switch (entry) {
            case SittingEntry.SittingOpened one -> opened = one;
            case SittingEntry.SittingClosed one -> closed = one;
            case SessionEntry one -> {
                if (one instanceof SessionEntry.Admitted admitted) {
                    candidates.put(admitted.candidate(), admitted.session());
                }
                sessions.computeIfAbsent(one.session(), Gathered::new).take(one, attachment);
            }
            case SittingEntry _ -> {}
        }
    }

    private void check() throws ScoringStopped {
        if (opened == null || closed == null) {
            throw new ScoringStopped("the sitting is not closed; it is scored after its close");
        }
        for (var session : sessions.values()) {
            if (session.isForked) {
                throw new ScoringStopped(
                        ("session %s has two entries of one place; start the nodes of the sitting"
                                        + " once more with their store, so that the one that does"
                                        + " not count is set aside")
                                .formatted(session.session));
            }
            if (session.standing == null) {
                throw new ScoringStopped(
                        "session %s has not ended though the sitting is closed"
                                .formatted(session.session));
            }
        }
    }

    /// The entry that opened the sitting.
    public SittingEntry.SittingOpened opened() {
        return opened;
    }

    /// The session of every candidate who was admitted, by the candidate's commitment.
    public Map<Digest, SessionId> candidates() {
        return Map.copyOf(candidates);
    }

    /// The sessions, rising.
    public List<ClosedSession> sessions() {
        return sessions.values().stream()
                .sorted(Comparator.comparing(one -> one.session, SessionOrder.RISING))
                .map(Gathered::asClosed)
                .toList();
    }

    /// What is found of one session, in whatever order the logs are read.
    private static final class Gathered {

        private final SessionId session;
        private final List<ClosedSession.WrappedKey> keys = new ArrayList<>();
        private final Map<PlacementId, ClosedSession.SealedResponse> last = new TreeMap<>();
        private final BitSet places = new BitSet();
        private boolean isForked;
        private Standing standing;
        private Digest sheet = NONE;

        Gathered(SessionId session) {
            this.session = session;
        }

        void take(SessionEntry entry, byte[] attachment) {
            int place = Math.toIntExact(Math.min(entry.ordinal(), Integer.MAX_VALUE));
            isForked |= places.get(place);
            places.set(place);
            switch (entry) {
                case SessionEntry.Keyed keyed ->
                        keys.add(
                                new ClosedSession.WrappedKey(
                                        keyed.ordinal(), keyed.key(), Octets.of(attachment)));
                case SessionEntry.ResponseSaved saved ->
                        last.merge(
                                saved.placement(),
                                new ClosedSession.SealedResponse(
                                        saved.ordinal(),
                                        saved.seq(),
                                        saved.commitment(),
                                        Octets.of(attachment)),
                                (one, other) -> one.seq() > other.seq() ? one : other);
                case SessionEntry.Submitted submitted -> end(Standing.SUBMITTED, submitted.sheet());
                case SessionEntry.Expired expired -> end(Standing.EXPIRED, expired.sheet());
                case SessionEntry.Voided _ -> end(Standing.VOIDED, NONE);
                case SessionEntry.Transferred _ -> end(Standing.TRANSFERRED, NONE);
                default -> {}
            }
        }

        private void end(Standing how, Digest digest) {
            standing = how;
            sheet = digest;
        }

        ClosedSession asClosed() {
            keys.sort(Comparator.comparingLong(ClosedSession.WrappedKey::ordinal));
            return new ClosedSession(session, standing, sheet, keys, new TreeMap<>(last));
        }
    }
}
