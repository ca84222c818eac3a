package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.record.Octets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was durable once stays durable, in its place, to the byte, whatever crashes.
final class RecordOnlyGrows implements Invariant {

    private final List<Octets> seen = new ArrayList<>();
    private int crashes;

    @Override
    public Optional<String> brokenBy(World world) {
        var durable = world.record.durable();
        if (durable.size() < seen.size()) {
            return Optional.of(
                    "%d entries were durable, %d are left".formatted(seen.size(), durable.size()));
        }
        if (world.record.crashes() != crashes) {
            crashes = world.record.crashes();
            for (int i = 0; i < seen.size(); i++) {
                if (!durable.get(i).leaf().equals(seen.get(i))) {
                    return Optional.of("entry %d is another than before".formatted(i));
                }
            }
        }
        for (int i = seen.size(); i < durable.size(); i++) {
            seen.add(durable.get(i).leaf());
        }
        return Optional.empty();
    }
}
