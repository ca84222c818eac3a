package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

/// A file an item shows, plays or is styled by, named by its content: `assets/<SHA-256>.<ending>`.
/// Equal content has one name, and a name never changes its content.
public final class Asset {

    private final AssetType type;
    private final byte[] content;
    private final Digest digest;

    private Asset(AssetType type, byte[] content) {
        this.type = requireNonNull(type, "type");
        this.content = content;
        this.digest = Suite.INTL_1.digest(content);
    }

    /// A file whose content was checked ([AssetCheck]) or comes out of the bank.
    public static Asset of(AssetType type, byte[] content) {
        return new Asset(type, content.clone());
    }

    /// The name items refer to it by.
    public String name() {
        return "assets/%s.%s".formatted(digest.hex(), type.extension());
    }

    /// What kind of file it is.
    public AssetType type() {
        return type;
    }

    /// A copy of the bytes.
    public byte[] content() {
        return content.clone();
    }

    /// How many bytes it has.
    public int size() {
        return content.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Asset that && type == that.type && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return name();
    }
}
