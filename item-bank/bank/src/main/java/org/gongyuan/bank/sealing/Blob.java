package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.seal.Chunks;
import org.gongyuan.trust.suite.Digest;

/// One sealed piece of a form as the manifest lists it (`sealed-form.md` section 3). `digest` is
/// that of its sealed bytes.
public record Blob(BlobId id, Kind kind, Digest digest, long plainSize, long sealedSize) {

    /// One blob has at most this many sealed bytes.
    static final long LARGEST = 256L << 20;

    /// What a blob holds.
    public enum Kind {
        /// Texts of the form and what belongs to what; blob 0 and no other.
        LAYOUT(0),
        /// An item revision, keyless.
        ITEM(1),
        /// A stimulus that items share.
        STIMULUS(2),
        /// A picture or another file.
        ASSET(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Kind coded(int code) {
            for (var kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("a blob of kind %d is not known".formatted(code));
        }
    }

    public Blob {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(digest, "digest");
        if (plainSize < 0 || plainSize > LARGEST || Chunks.sealedLength(plainSize) != sealedSize) {
            throw new IllegalArgumentException(
                    "blob %s of %d bytes cannot have %d sealed"
                            .formatted(id, plainSize, sealedSize));
        }
        if (sealedSize > LARGEST) {
            throw new IllegalArgumentException(
                    "blob %s has %d sealed bytes, at most %d are taken"
                            .formatted(id, sealedSize, LARGEST));
        }
    }
}
