package org.gongyuan.trust.seal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;

/// What stands in the place of a share when a custodian types a passphrase that does not open his
/// key file (`item-bank/spec/trust.md` 10.8): 32 bytes that follow from the passphrase. Of a
/// mistyped one nobody knows them; of the one he agreed on for when he is forced, the node knows
/// the mark. Which of the two it is cannot be told from the file, from the program, or from what is
/// sent.
public final class SecondPhrase implements AutoCloseable {

    private final Suite suite;
    private final byte[] value;

    private SecondPhrase(Suite suite, byte[] value) {
        this.suite = requireNonNull(suite, "suite");
        this.value = value;
    }

    static SecondPhrase of(Suite suite, byte[] hash) {
        return new SecondPhrase(
                suite, Derivation.expand(suite, hash, Secret.LENGTH, "second phrase"));
    }

    /// What the node keeps of it.
    public Digest mark() {
        return mark(suite, value);
    }

    /// The mark of what was handed in as the value of a share.
    public static Digest mark(Suite suite, byte[] value) {
        var encoded =
                new CborWriter()
                        .array(3)
                        .text("gongyuan.org/second-phrase/1")
                        .text(suite.id())
                        .bytes(value)
                        .toBytes();
        try {
            return suite.digest(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /// A copy of what is handed in. Whoever asks wipes it.
    public byte[] exposeForSharing() {
        return value.clone();
    }

    @Override
    public void close() {
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public String toString() {
        return "SecondPhrase[secret]";
    }
}
