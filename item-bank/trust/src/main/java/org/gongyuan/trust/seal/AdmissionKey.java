package org.gongyuan.trust.seal;

import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// The key under which a node keeps what it needs to check candidate secrets
/// (`item-bank/spec/trust.md`, section 10.4): thousands of checks cost a millisecond or two, and a
/// stolen roster without this key cannot be searched, however short the secrets are. Who has the
/// key too can try short secrets quickly, so it lies in the key folder, never beside the rosters.
/// For what people choose themselves it is wrong; see [org.gongyuan.trust.password.PasswordHash].
public final class AdmissionKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<AdmissionKey> KIND =
            new SecretKind<>(12, "admission key", AdmissionKey::new);

    private final MacKey checking;

    AdmissionKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
        var derived = derive(LENGTH, "candidate secret");
        try {
            checking = new MacKey(suite, derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /// A new admission key.
    public static AdmissionKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, AdmissionKey::new);
    }

    /// What is kept of the secret that belongs to `ticket`: the same secret of another ticket
    /// leaves something else.
    ///
    /// @param secretDigest the salted digest of the secret, as a roster brings it
    public Digest verifier(String ticket, Digest secretDigest) {
        return Digest.of(
                checking.full(
                        new CborWriter()
                                .array(2)
                                .bytes(ticket.getBytes(StandardCharsets.UTF_8))
                                .bytes(secretDigest.toBytes())
                                .toBytes()));
    }

    /// Whether the secret of this digest is the one that left `verifier` for this ticket; takes
    /// the same time for every verifier.
    public boolean holds(Digest verifier, String ticket, Digest secretDigest) {
        return MessageDigest.isEqual(verifier.toBytes(), verifier(ticket, secretDigest).toBytes());
    }

    @Override
    public void close() {
        super.close();
        checking.close();
    }
}
