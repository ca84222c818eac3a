package org.gongyuan.command;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.ServerSettings;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.node.NodeKeys;
import org.gongyuan.server.store.Store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// What members of staff declared at a node's staff port, asked before somebody takes part in what
/// is done on the command line (`staff-access.md` 5.4). Where staff have no port nothing was
/// declared.
final class DeclaredConflicts {

    private DeclaredConflicts() {}

    /// Why one of these persons may not take that part in the sitting, if so.
    static Optional<String> refusal(
            ServerSettings settings,
            String passphrase,
            SittingId sitting,
            List<String> persons,
            Conflicts.Part part)
            throws IOException {
        if (!settings.hasStaffPort() || persons.isEmpty()) {
            return Optional.empty();
        }
        Path data = settings.path("data.folder");
        var keys = settings.optionalPath("keys.folder").orElse(data.resolve("keys"));
        try (var store = Store.open(settings.store(data));
                var key = NodeKeys.staffKey(keys, passphrase.toCharArray(), new SecureRandom())) {
            var conflicts = new Conflicts(store.conflicts(), key);
            for (var person : persons) {
                var declared = conflicts.bars(new StaffId(person), sitting, part);
                if (declared.isPresent()) {
                    return Optional.of(
                            "%s may not take part in this: declared as %s at sitting %s"
                                    .formatted(person, declared.get().kind().word(), sitting));
                }
            }
            return Optional.empty();
        }
    }
}
