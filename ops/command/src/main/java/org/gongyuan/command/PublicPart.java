package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What everybody may know of a key: its kind, its suite and its public text. Read from a key file
/// without its passphrase, or from the `.pub` file beside it.
///
/// @param text the public key in base64url; none for symmetric keys
record PublicPart(String kind, Suite suite, Optional<String> text) {

    private static final String TITLE = "gongyuan-public-key/1";
    private static final Pattern FORM =
            Pattern.compile(
                    TITLE
                            + "\nkind: ([a-z][a-z -]{0,39})"
                            + "\nsuite: ([A-Z0-9-]{1,16})"
                            + "\npublic: ([A-Za-z0-9_-]{1,4096})\n");

    static PublicPart of(KeyFile key) {
        return new PublicPart(key.kind(), key.suite(), key.publicText());
    }

    /// Where the public part of a key file lies.
    static Path beside(Path keyFile) {
        return keyFile.resolveSibling(keyFile.getFileName() + ".pub");
    }

    /// Reads a key file or a public key file.
    static PublicPart read(Path file) throws IOException {
        var text =
                new String(OwnFile.read(file, "key file", 4L * KeyFile.LONGEST), UTF_8)
                        .replace("\r\n", "\n");
        if (!text.startsWith(TITLE)) {
            return of(KeyFiles.read(file));
        }
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new Refused(
                    Refused.REFUSED,
                    "%s is no public key file of the form %s".formatted(file, TITLE));
        }
        try {
            return new PublicPart(
                    match.group(1), Suite.named(match.group(2)), Optional.of(match.group(3)));
        } catch (IllegalArgumentException unknown) {
            throw new Refused(Refused.REFUSED, "%s: %s".formatted(file, unknown.getMessage()));
        }
    }

    /// Whether a file is a key file or a public key file, by how it begins.
    static boolean isOne(Path file) throws IOException {
        var text = new String(OwnFile.read(file, "key file", 64L << 10), UTF_8);
        return text.startsWith(TITLE) || text.startsWith("gongyuan-key/");
    }

    /// The sealing public key in a file, which must be of that purpose.
    static SealingPublicKey sealing(Path file, Purpose purpose) throws IOException {
        var part = read(file);
        var expected = purpose.name().toLowerCase(Locale.ROOT) + " sealing key";
        return part.decoded(file, expected, SealingPublicKey::parse);
    }

    /// The verifying key in a file, which must be of that purpose.
    static VerifyingKey verifying(Path file, SigningPurpose purpose) throws IOException {
        var part = read(file);
        var expected = purpose.name().toLowerCase(Locale.ROOT) + " signing key";
        return part.decoded(file, expected, VerifyingKey::parse);
    }

    /// The verifying key in a file, whatever its purpose.
    static VerifyingKey verifying(Path file) throws IOException {
        var part = read(file);
        return part.decoded(
                file, part.isSigning() ? part.kind() : "key that signs", VerifyingKey::parse);
    }

    /// By what manifests and registers name the key.
    Optional<String> fingerprint() {
        return text.map(
                one ->
                        isSigning()
                                ? VerifyingKey.parse(one).fingerprint().hex()
                                : SealingPublicKey.parse(one).fingerprint().hex());
    }

    /// The `.pub` file.
    String fileText() {
        return "%s\nkind: %s\nsuite: %s\npublic: %s\n"
                .formatted(TITLE, kind, suite.id(), text.orElseThrow());
    }

    /// For programs.
    JsonObject json() {
        return new JsonObject()
                .put("kind", kind)
                .put("suite", suite.id())
                .put("fingerprint", fingerprint().orElse(null))
                .put("public", text.orElse(null));
    }

    private boolean isSigning() {
        return kind.endsWith(" signing key");
    }

    private interface Decoding<K> {
        K decode(String text);
    }

    private <K> K decoded(Path file, String expected, Decoding<K> decoding) {
        if (!kind.equals(expected) || text.isEmpty()) {
            throw new Refused(
                    Refused.REFUSED,
                    "%s holds a %s, a %s is needed".formatted(file, kind, expected));
        }
        try {
            return decoding.decode(text.get());
        } catch (KeyRefused refused) {
            throw new Refused(Refused.REFUSED, "%s: %s".formatted(file, refused.getMessage()));
        }
    }
}
