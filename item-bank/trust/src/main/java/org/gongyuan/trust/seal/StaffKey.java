package org.gongyuan.trust.seal;

import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Arrays;

/// The key under which a node keeps what it knows of its staff (`item-bank/spec/trust.md`, section
/// 10.6): personal fields sealed one by one, and a keyed hash by which a person is found again. A
/// stolen store without this key names nobody.
public final class StaffKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<StaffKey> KIND =
            new SecretKind<>(13, "staff key", StaffKey::new);

    private final MacKey finding;

    StaffKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
        var derived = derive(LENGTH, "staff look-up");
        try {
            finding = new MacKey(suite, derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /// A new staff key.
    public static StaffKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, StaffKey::new);
    }

    /// The keyed hash by which `value` is found; what it is of, `what`, goes into it, so that one
    /// and the same text as a name and as an address is found apart.
    public Digest lookUp(String what, String value) {
        return Digest.of(finding.full(new CborWriter().array(2).text(what).text(value).toBytes()));
    }

    @Override
    public void close() {
        super.close();
        finding.close();
    }
}
