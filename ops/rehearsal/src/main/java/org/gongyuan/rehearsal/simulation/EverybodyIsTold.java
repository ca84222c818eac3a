package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.trust.suite.Digest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;

/// In the end the sitting is closed, its counts are those of the record, and everybody who still
/// sits in front of a machine that works has been told that it is over.
final class EverybodyIsTold implements Invariant {

    @Override
    public Optional<String> brokenBy(World world) {
        return Optional.empty();
    }

    @Override
    public Optional<String> brokenInTheEndBy(World world) {
        var admitted = new HashSet<>();
        var absent = new HashSet<>();
        var annulled = new HashSet<>();
        var sessions = new HashMap<Digest, SessionId>();
        int closed = 0;
        SittingEntry.SittingClosed closing = null;
        for (var kept : world.record.durable()) {
            switch (kept.entry()) {
                case SessionEntry.Admitted e -> {
                    admitted.add(e.candidate());
                    sessions.put(e.candidate(), e.session());
                }
                case SessionEntry.Submitted _, SessionEntry.Expired _ -> closed++;
                case SessionEntry.Voided e -> {
                    closed++;
                    annulled.add(e.session());
                }
                case SessionEntry.Transferred e -> {
                    closed++;
                    annulled.add(e.session());
                }
                case SittingEntry.Absent e -> absent.add(e.candidate());
                case SittingEntry.SittingClosed e -> closing = e;
                default -> {}
            }
        }
        if (closing == null) {
            return Optional.of("the sitting was never closed");
        }
        boolean agrees =
                closing.admitted() == admitted.size()
                        && closing.absent() == absent.size()
                        && closed == admitted.size()
                        && closing.expected() == world.candidates.size()
                        && closing.expected() == admitted.size() + absent.size();
        if (!agrees) {
            return Optional.of(
                    "%s, but %d were admitted, %d absent, %d closed"
                            .formatted(closing, admitted.size(), absent.size(), closed));
        }
        for (var machine : world.machines) {
            var person = machine.person();
            if (person.isEmpty() || machine.isCutOff() || machine.stage().isEmpty()) {
                continue;
            }
            var session = sessions.get(person.get().enrolled().commitment(SmallForm.SUITE));
            var stage = machine.stage().get();
            if (session != null && stage != Stage.CLOSED && !annulled.contains(session)) {
                return Optional.of(
                        "%s sits at %s, which is still %s"
                                .formatted(person.get(), machine.seat(), stage));
            }
        }
        return Optional.empty();
    }
}
