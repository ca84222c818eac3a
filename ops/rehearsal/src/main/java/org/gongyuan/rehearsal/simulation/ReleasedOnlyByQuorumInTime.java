package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The form is released by as many custodians as its manifest asks for and not before its time; no
/// candidate's time starts before the release and the start, and no seat shows an item before its
/// session has started, durably.
final class ReleasedOnlyByQuorumInTime implements Invariant {

    private final Set<Integer> shares = new HashSet<>();
    private final Set<SessionId> started = new HashSet<>();
    private boolean isReleased;
    private int read;
    private int shown;

    @Override
    public Optional<String> brokenBy(World world) {
        var entries = world.record.durable();
        while (read < entries.size()) {
            switch (entries.get(read++).entry()) {
                case SittingEntry.ShareReceived received -> shares.add(received.share());
                case SittingEntry.Released released -> {
                    var used = new HashSet<>(released.shares());
                    if (used.size() < world.quorum || !shares.containsAll(used)) {
                        return Optional.of(
                                "released by shares %s of %s received, %d are needed"
                                        .formatted(used, shares, world.quorum));
                    }
                    if (released.at().isBefore(SmallForm.NOT_BEFORE)) {
                        return Optional.of("released at " + released.at());
                    }
                    isReleased = true;
                }
                case SessionEntry.Started start -> {
                    if (!isReleased || start.at().isBefore(world.starts)) {
                        return Optional.of(
                                "session %s started at %s, the form was %sreleased"
                                        .formatted(
                                                start.session(),
                                                start.at(),
                                                isReleased ? "" : "not "));
                    }
                    started.add(start.session());
                }
                default -> {}
            }
        }
        while (shown < world.shownItems.size()) {
            var items = world.shownItems.get(shown++);
            if (!started.contains(items.session())) {
                return Optional.of("seat %s shows items too early".formatted(items.seat()));
            }
        }
        return Optional.empty();
    }
}
