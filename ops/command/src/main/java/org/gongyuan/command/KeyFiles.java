package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.Secret;
import org.gongyuan.trust.seal.SecretKind;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.TokenAgreement;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/// Opens and writes key files for commands.
final class KeyFiles {

    private static final String SIGNING = " signing key";

    private KeyFiles() {}

    /// A signing key for one purpose.
    static SigningKeyPair signing(Path file, SigningPurpose purpose, Passphrase passphrase)
            throws IOException {
        return opened(file, passphrase, (key, typed) -> key.signingKeyPair(purpose, typed));
    }

    /// A signing key for whatever purpose its file says.
    static SigningKeyPair anySigning(Path file, Passphrase passphrase) throws IOException {
        var kind = read(file).kind();
        for (var purpose : SigningPurpose.values()) {
            if (kind.equals(purpose.name().toLowerCase(java.util.Locale.ROOT) + SIGNING)) {
                return signing(file, purpose, passphrase);
            }
        }
        throw new Refused(
                Refused.REFUSED,
                "the key file %s holds a %s, a signing key is needed".formatted(file, kind));
    }

    /// A sealing key pair for one purpose.
    static SealingKeyPair sealing(Path file, Purpose purpose, Passphrase passphrase)
            throws IOException {
        return secret(file, SealingKeyPair.kind(purpose), passphrase);
    }

    /// A sealing key pair for one purpose, in a file that may be bound to a token.
    static SealingKeyPair sealing(
            Path file, Purpose purpose, TokenChoice token, Passphrase passphrase)
            throws IOException {
        return opened(
                file,
                token,
                passphrase,
                (key, typed) -> key.secret(SealingKeyPair.kind(purpose), typed));
    }

    /// A secret of one kind.
    static <S extends Secret> S secret(Path file, SecretKind<S> kind, Passphrase passphrase)
            throws IOException {
        return opened(file, passphrase, (key, typed) -> key.secret(kind, typed));
    }

    /// What a custodian's passphrase gives, whichever it is.
    static KeyFile.Typed typed(Path file, TokenChoice token, Passphrase passphrase)
            throws IOException {
        return opened(
                file,
                token,
                passphrase::openingUnjudged,
                (key, typed) -> key.typed(Purpose.CUSTODIAN, typed));
    }

    /// What a second phrase with this key file is marked by.
    static Digest mark(Path file, TokenChoice token, Passphrase second) throws IOException {
        return opened(
                file,
                token,
                second,
                (key, typed) -> {
                    try (var phrase = key.secondPhrase(typed)) {
                        return phrase.mark();
                    }
                });
    }

    /// Writes a new signing key, and its public part beside it as `FILE.pub`.
    static PublicPart write(
            Path file, SigningKeyPair pair, Passphrase passphrase, SecureRandom random)
            throws IOException {
        return write(
                file,
                passphrase.isOpen() ? KeyFile.lyingOpen(pair) : null,
                passphrase,
                typed -> KeyFile.sealed(pair, typed, random));
    }

    /// Writes a new sealing key that is bound to a token, and its public part as `FILE.pub`.
    static PublicPart write(
            Path file,
            SealingKeyPair pair,
            TokenAgreement token,
            Passphrase passphrase,
            SecureRandom random)
            throws IOException {
        return write(file, null, passphrase, typed -> KeyFile.sealed(pair, token, typed, random));
    }

    /// Refuses to write over anything.
    static void refuseThere(Path file) {
        for (var path : new Path[] {file, PublicPart.beside(file)}) {
            if (java.nio.file.Files.exists(path)) {
                throw OwnFile.alreadyThere(path);
            }
        }
    }

    /// Writes a new sealing or symmetric key, and its public part, if it has one, as `FILE.pub`.
    static PublicPart write(Path file, Secret secret, Passphrase passphrase, SecureRandom random)
            throws IOException {
        return write(
                file,
                passphrase.isOpen() ? KeyFile.lyingOpen(secret) : null,
                passphrase,
                typed -> KeyFile.sealed(secret, typed, random));
    }

    /// The key file at a path, still sealed.
    static KeyFile read(Path file) throws IOException {
        var text = new String(OwnFile.read(file, "key file", 4L * KeyFile.LONGEST), UTF_8);
        try {
            return KeyFile.parse(text);
        } catch (KeyRefused refused) {
            throw new Refused(Refused.REFUSED, "%s: %s".formatted(file, refused.getMessage()));
        }
    }

    private interface Opening<K> {
        K open(KeyFile key, char[] passphrase) throws SealBroken;
    }

    private interface Asking {
        char[] ask(KeyFile key, Path file) throws IOException;
    }

    private interface Sealing {
        KeyFile seal(char[] passphrase);
    }

    private static <K> K opened(Path file, Passphrase passphrase, Opening<K> opening)
            throws IOException {
        try (var none = new TokenChoice()) {
            return opened(file, none, passphrase, opening);
        }
    }

    private static <K> K opened(
            Path file, TokenChoice token, Passphrase passphrase, Opening<K> opening)
            throws IOException {
        return opened(file, token, passphrase::opening, opening);
    }

    private static <K> K opened(Path file, TokenChoice token, Asking asking, Opening<K> opening)
            throws IOException {
        var key = read(file);
        token.unlock(key, file);
        var typed = asking.ask(key, file);
        try {
            return opening.open(key, typed);
        } catch (KeyRefused refused) {
            throw new Refused(Refused.REFUSED, "%s: %s".formatted(file, refused.getMessage()));
        } catch (SealBroken broken) {
            throw new Refused(
                    Refused.REFUSED,
                    switch (broken.reason()) {
                        case NOT_AUTHENTIC ->
                                "%s does not open: the passphrase is wrong or the file is altered"
                                        .formatted(file);
                        default -> "%s: %s".formatted(file, broken.getMessage());
                    });
        } finally {
            Arrays.fill(typed, '\0');
            key.forgetToken();
        }
    }

    private static PublicPart write(
            Path file, KeyFile lyingOpen, Passphrase passphrase, Sealing sealing)
            throws IOException {
        var publicFile = PublicPart.beside(file);
        refuseThere(file);
        var key = lyingOpen;
        if (key == null) {
            var typed = passphrase.choosing(file);
            try {
                key = sealing.seal(typed);
            } finally {
                Arrays.fill(typed, '\0');
            }
        }
        var part = PublicPart.of(key);
        OwnFile.create(file, key.text().getBytes(UTF_8));
        if (part.text().isPresent()) {
            java.nio.file.Files.writeString(publicFile, part.fileText());
        }
        return part;
    }
}
