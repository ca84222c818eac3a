package org.gongyuan.trust.suite;

import static java.util.Objects.requireNonNull;

/// The set of algorithms that one examination uses throughout (`item-bank/spec/trust.md`, section
/// 2). Suites are shared between threads and hold no state.
public enum Suite {
    /// AES-256-GCM, SHA-256, X-Wing, Ed25519.
    INTL_1("INTL-1", 1),
    /// SM4-GCM, SM3, SM2 encryption, SM2 signatures.
    SM_1("SM-1", 2);

    private final String id;
    private final int code;

    Suite(String id, int code) {
        this.id = id;
        this.code = code;
    }

    /// The suite with this name, as manifests and configuration write it.
    public static Suite named(String id) {
        requireNonNull(id, "suite");
        for (var suite : values()) {
            if (suite.id.equals(id)) {
                return suite;
            }
        }
        throw new IllegalArgumentException(
                "suite \"%s\" is unknown; known are INTL-1 and SM-1".formatted(id));
    }

    /// The suite with this code, as envelopes write it.
    public static Suite coded(int code) {
        for (var suite : values()) {
            if (suite.code == code) {
                return suite;
            }
        }
        throw new IllegalArgumentException(
                "suite code %d is unknown; known are 1 (INTL-1) and 2 (SM-1)".formatted(code));
    }

    /// The name of this suite in manifests and configuration.
    public String id() {
        return id;
    }

    /// The code of this suite in envelopes.
    public int code() {
        return code;
    }

    /// The digest of the parts, one after the other. Where the bounds between parts matter, the
    /// caller encodes them.
    public Digest digest(byte[]... parts) {
        var hashing = hashing();
        for (var part : parts) {
            hashing.update(part);
        }
        return hashing.digest();
    }

    /// A digest to be taken piece by piece.
    public Hashing hashing() {
        return switch (this) {
            case INTL_1 -> Hashing.sha256();
            case SM_1 -> Hashing.sm3();
        };
    }

    @Override
    public String toString() {
        return id;
    }
}
