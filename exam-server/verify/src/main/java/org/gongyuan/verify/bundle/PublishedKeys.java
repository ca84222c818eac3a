package org.gongyuan.verify.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.suite.Digest;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The keys a bundle brings, or the reader trusts (`bundle.md` section 4).
public record PublishedKeys(List<Key> keys) {

    /// One key and the role it is brought for.
    public record Key(String role, Digest fingerprint, Octets key) {}

    private static final String FIRST_LINE = "gongyuan-keys/1";
    private static final int MOST = 10_000;

    public PublishedKeys {
        keys = List.copyOf(keys);
    }

    /// Reads a file of keys.
    ///
    /// @throws BundleRefused when it is not one of this version
    public static PublishedKeys parse(byte[] bytes) {
        var lines = new String(bytes, UTF_8).strip().split("\n", -1);
        if (!lines[0].equals(FIRST_LINE) || lines.length > MOST) {
            throw new BundleRefused("the keys do not begin with " + FIRST_LINE);
        }
        var keys = new ArrayList<Key>();
        for (int i = 1; i < lines.length; i++) {
            var parts = lines[i].split(" ", -1);
            if (parts.length != 3) {
                throw new BundleRefused(
                        "line %d of the keys is not ROLE FINGERPRINT KEY".formatted(i));
            }
            try {
                keys.add(
                        new Key(
                                parts[0],
                                Digest.parse(parts[1]),
                                Octets.of(Base64.getUrlDecoder().decode(parts[2]))));
            } catch (IllegalArgumentException refused) {
                throw new BundleRefused(
                        "line %d of the keys: %s".formatted(i, refused.getMessage()));
            }
        }
        return new PublishedKeys(keys);
    }

    /// The keys of a role.
    public List<Key> of(String role) {
        return keys.stream().filter(key -> key.role().equals(role)).toList();
    }

    /// The key of a role with that fingerprint.
    public Optional<Octets> of(String role, Digest fingerprint) {
        return of(role).stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .map(Key::key)
                .findFirst();
    }
}
