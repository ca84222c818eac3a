package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.record.SessionEntry;

import java.util.Optional;

/// The server says "saved" only of a response whose entry is durable at that moment.
final class SavedMeansDurable implements Invariant {

    private int looked;

    @Override
    public Optional<String> brokenBy(World world) {
        while (looked < world.toldSaved.size()) {
            var told = world.toldSaved.get(looked++);
            if (told.entry() >= told.durable()) {
                return Optional.of(
                        "response %d of session %s was said to be saved as entry %d when %d were durable"
                                .formatted(
                                        told.seq(), told.session(), told.entry(), told.durable()));
            }
            boolean isIt =
                    world.record.durable().get((int) told.entry()).entry()
                                    instanceof SessionEntry.ResponseSaved saved
                            && saved.session().equals(told.session())
                            && saved.seq() == told.seq();
            if (!isIt) {
                return Optional.of(
                        "entry %d is not response %d of session %s"
                                .formatted(told.entry(), told.seq(), told.session()));
            }
        }
        return Optional.empty();
    }
}
