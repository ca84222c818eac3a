package org.gongyuan.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.seal.PasskeyKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Base64;

/// The passkeys by which members of staff stood for what the record of a sitting says, beside that
/// record, for its bundle (`bundle.md` 4.3).
final class StaffKeyFile {

    private StaffKeyFile() {}

    /// Keeps the passkey of a proof, if it is by one.
    static void keep(Hall hall, Hall.Held held, StaffId person, Octets proof) {
        if (!(ActProof.read(proof.toBytes()) instanceof ActProof.Asserted asserted)) {
            return;
        }
        var key = PasskeyKey.decode(asserted.key().toBytes());
        var line =
                "%s %s\n"
                        .formatted(
                                person,
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(key.toBytes()));
        try {
            var _ =
                    Files.writeString(
                            held.folder().staffKeys(),
                            line,
                            UTF_8,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
        } catch (IOException failed) {
            hall.alarm(
                    "the passkey of %s is not kept for the bundle of sitting %s: %s"
                            .formatted(person, held.sitting().id(), failed.getMessage()));
        }
    }
}
