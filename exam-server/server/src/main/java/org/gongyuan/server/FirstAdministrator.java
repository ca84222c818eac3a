package org.gongyuan.server;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.server.account.SignInPolicy;
import org.gongyuan.server.contract.StaffOffice;
import org.gongyuan.server.node.NodeKeys;
import org.gongyuan.server.store.Store;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/// Makes the first two administrators of staff, one at a time, on the machine of a node that does
/// not run (`staff-access.md` 1.2).
public final class FirstAdministrator {

    private FirstAdministrator() {}

    /// Invites one of them, while nobody else has an account.
    ///
    /// @throws SettingsRefused when the settings give staff no port
    /// @throws IOException when store or key cannot be opened; a running node holds its store
    public static Invitations.Outcome invite(
            ServerSettings settings, Map<String, String> environment, StaffId id, String name)
            throws IOException {
        if (!settings.hasStaffPort()) {
            throw new SettingsRefused(
                    "staff.console is off; set it on, with certificate, key and origin, first");
        }
        var random = new SecureRandom();
        var data =
                settings.optionalPath("data.folder")
                        .orElseThrow(
                                () -> new SettingsRefused("data.folder must be set to a folder"));
        var keys = settings.optionalPath("keys.folder").orElse(data.resolve("keys"));
        var passphrase = environment.getOrDefault("GONGYUAN_KEYS_PASSPHRASE", "").toCharArray();
        try (var store = Store.open(settings.store(data));
                var key = NodeKeys.staffKey(keys, passphrase, random)) {
            return StaffOffice.firstAdministrator(
                    store,
                    key,
                    URI.create(settings.text("staff.origin")),
                    SignInPolicy.standard(),
                    InstantSource.system(),
                    random,
                    id,
                    name);
        }
    }
}
