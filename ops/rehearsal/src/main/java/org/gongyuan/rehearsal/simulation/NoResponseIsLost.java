package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.suite.Digest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Every response a seat showed as saved is in the record, with the same commitment, at any later
/// time; what a seat showed as kept by itself is there when its machine comes back; and in the end
/// the answer sheet of everybody holds, for every placement, at least the last change that was
/// shown as saved, and after a hand-in the last change of all.
final class NoResponseIsLost implements Invariant {

    private record Key(SessionId session, long seq) {}

    private final Map<Key, Digest> durable = new HashMap<>();
    private int read;
    private int crashes;
    private int shown;
    private int returned;

    @Override
    public Optional<String> brokenBy(World world) {
        boolean lookAgain = world.record.crashes() != crashes;
        if (lookAgain) {
            crashes = world.record.crashes();
            durable.clear();
            read = 0;
            shown = 0;
        }
        var entries = world.record.durable();
        while (read < entries.size()) {
            if (entries.get(read++).entry() instanceof SessionEntry.ResponseSaved saved) {
                durable.put(new Key(saved.session(), saved.seq()), saved.commitment());
            }
        }
        while (shown < world.shownSaved.size()) {
            var promise = world.shownSaved.get(shown++);
            var kept = durable.get(new Key(promise.session(), promise.seq()));
            if (kept == null || !promise.commitment().map(kept::equals).orElse(true)) {
                return Optional.of(
                        "response %d of session %s was shown as saved, the record holds %s"
                                .formatted(
                                        promise.seq(),
                                        promise.session(),
                                        kept == null ? "none" : "another"));
            }
        }
        while (returned < world.cameBack.size()) {
            var back = world.cameBack.get(returned++);
            if (back.showsNow() < back.shownSafe()) {
                return Optional.of(
                        "seat %s had shown change %d of placement %s as kept and came back with %d"
                                .formatted(
                                        back.seat(),
                                        back.shownSafe(),
                                        back.placement(),
                                        back.showsNow()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> brokenInTheEndBy(World world) {
        for (var candidate : world.candidates) {
            var sheet = OpenedSheet.of(candidate.enrolled(), world.record.durable());
            if (sheet.isEmpty()) {
                if (candidate.shownSaved() > 0) {
                    return Optional.of(candidate + " has no sheet");
                }
                continue;
            }
            int promised =
                    sheet.get().isHandedIn() ? candidate.changes().size() : candidate.shownSaved();
            for (var due : candidate.lastOf(promised).entrySet()) {
                int found = sheet.get().changes().getOrDefault(due.getKey(), 0);
                if (found < due.getValue()) {
                    return Optional.of(
                            "%s: placement %s should be at change %d, the sheet has %d"
                                    .formatted(candidate, due.getKey(), due.getValue(), found));
                }
            }
        }
        return Optional.empty();
    }
}
