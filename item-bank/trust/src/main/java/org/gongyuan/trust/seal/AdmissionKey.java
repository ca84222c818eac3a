package org.gongyuan.trust.seal;

import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// The key under which nodes keep what they need to check candidate secrets
/// (`item-bank/spec/trust.md`, section 10.4). Right for secrets the system drew itself with at
/// least 64 bits, checked by the thousand in one minute: a stolen store without this key cannot be
/// searched, and one with it still has to guess 64 bits. For what people choose themselves it is
/// wrong; see [org.gongyuan.trust.password.PasswordHash].
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
    public Digest verifier(String ticket, char[] secret) {
        var message = message(ticket, secret);
        try {
            return Digest.of(checking.full(message));
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    /// Whether `secret` is the one that left `verifier` for this ticket.
    public boolean holds(Digest verifier, String ticket, char[] secret) {
        return MessageDigest.isEqual(verifier.toBytes(), verifier(ticket, secret).toBytes());
    }

    @Override
    public void close() {
        super.close();
        checking.close();
    }

    private static byte[] message(String ticket, char[] secret) {
        var bytes = Argon2.utf8(secret);
        var writer = new CborWriter();
        try {
            return writer.array(2)
                    .bytes(ticket.getBytes(StandardCharsets.UTF_8))
                    .bytes(bytes)
                    .toBytes();
        } finally {
            Arrays.fill(bytes, (byte) 0);
            var _ = writer.reset();
        }
    }
}
