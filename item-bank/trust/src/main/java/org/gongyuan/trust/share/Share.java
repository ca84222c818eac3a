package org.gongyuan.trust.share;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.SecondPhrase;
import org.gongyuan.trust.seal.Secret;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;

/// One custodian's part of a split secret (`item-bank/spec/trust.md`, section 8.1). Alone it tells
/// nothing of the secret; it is a secret itself, travels only in a [ShareEnvelope], is wiped on
/// close and prints nothing.
public final class Share implements AutoCloseable {

    static final int LENGTH = Secret.LENGTH;

    /// The most shares a secret is split into.
    public static final int MOST = 255;

    private final SplitId splitId;
    private final Suite suite;
    private final int index;
    private final byte[] value;
    private boolean wiped;

    Share(SplitId splitId, Suite suite, int index, byte[] value) {
        this.splitId = requireNonNull(splitId, "splitId");
        this.suite = requireNonNull(suite, "suite");
        if (index < 1 || index > MOST) {
            throw new IllegalArgumentException(
                    "the index %d of a share is outside 1..%d".formatted(index, MOST));
        }
        if (value.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a share is %d bytes, got %d".formatted(LENGTH, value.length));
        }
        this.index = index;
        this.value = value.clone();
    }

    /// Which splitting it is a part of.
    public SplitId splitId() {
        return splitId;
    }

    /// The suite of the secret.
    public Suite suite() {
        return suite;
    }

    /// Which part it is, from 1.
    public int index() {
        return index;
    }

    /// A digest that commits to this share without telling it (section 8.2).
    public Digest digestCommitment() {
        var bytes = expose();
        var encoded =
                new CborWriter()
                        .array(5)
                        .text("gongyuan.org/share-commitment/1")
                        .text(suite.id())
                        .bytes(splitId.toBytes())
                        .uint(index)
                        .bytes(bytes)
                        .toBytes();
        Arrays.fill(bytes, (byte) 0);
        try {
            return suite.digest(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /// The mark its value has if a second phrase stands in its place (section 10.8).
    public Digest secondPhraseMark() {
        var bytes = expose();
        try {
            return SecondPhrase.mark(suite, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    byte[] expose() {
        synchronized (value) {
            if (wiped) {
                throw new IllegalStateException(
                        "share %d of split %s has been wiped".formatted(index, splitId));
            }
            return value.clone();
        }
    }

    /// Wipes the share.
    @Override
    public void close() {
        synchronized (value) {
            wiped = true;
            Arrays.fill(value, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "Share[%s, %d, secret]".formatted(splitId, index);
    }
}
