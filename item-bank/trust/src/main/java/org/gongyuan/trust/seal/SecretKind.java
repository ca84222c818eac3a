package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.function.BiFunction;

/// A kind of secret: its name and code in envelopes and commitments (`item-bank/spec/trust.md`,
/// section 3.2), and how to make one of it again when it was unwrapped or rebuilt from shares.
///
/// @param <S> the type of the secret
public final class SecretKind<S extends Secret> {

    private final int code;
    private final String label;
    private final BiFunction<Suite, byte[], S> maker;

    SecretKind(int code, String label, BiFunction<Suite, byte[], S> maker) {
        this.code = code;
        this.label = label;
        this.maker = maker;
    }

    /// The code of this kind in envelopes.
    public int code() {
        return code;
    }

    /// The name of this kind, as commitments and messages have it.
    public String label() {
        return label;
    }

    /// The secret of this kind that `secret` is. The caller wipes his array; the result has a copy.
    public S restore(Suite suite, byte[] secret) {
        if (secret.length != Secret.LENGTH) {
            throw new KeyRefused(
                    "a %s is %d bytes, got %d".formatted(label, Secret.LENGTH, secret.length));
        }
        return maker.apply(suite, secret);
    }

    /// The commitment that a secret of this kind with these bytes has (section 3.3).
    public Digest commitment(Suite suite, byte[] secret) {
        return Derivation.commitment(suite, label, secret);
    }

    @Override
    public String toString() {
        return label;
    }
}
