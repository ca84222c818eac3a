package org.gongyuan.trust.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.seal.SealBroken.Reason;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A private key in a text file (`item-bank/spec/trust.md`, section 10.2), sealed under a
/// passphrase, or lying open where whoever made it said so in so many words. Kind, suite and public
/// part are readable and bound by the seal.
public final class KeyFile {

    /// How many characters a key file may have.
    public static final int LONGEST = 8192;

    private static final String TITLE = "gongyuan-key/1";
    private static final String WITH_TOKEN = "gongyuan-key/2";
    private static final String OPEN = "none";
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:"
                            + TITLE
                            + "|"
                            + WITH_TOKEN
                            + ")\nkind: ([a-z][a-z -]{0,39})"
                            + "\nsuite: ([A-Z0-9-]{1,16})"
                            + "\npublic: ([A-Za-z0-9_-]{1,4096}|none)"
                            + "\npassphrase: (none|argon2id m=([1-9][0-9]{0,6}) t=([1-9][0-9]?)"
                            + " p=([1-9]) salt=([A-Za-z0-9_-]{22}))"
                            + "(?:\ntoken: "
                            + TokenLock.FORM
                            + ")?\nsecret: ([A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{64})\n");

    private final String head;
    private final String kind;
    private final Suite suite;
    private final String publicText;
    private final Optional<Argon2> argon2;
    private final byte[] salt;
    private final Optional<TokenLock> lock;
    private final byte[] body;
    private byte[] wrapping = {};

    private KeyFile(
            String kind,
            Suite suite,
            String publicText,
            Optional<Argon2> argon2,
            byte[] salt,
            Optional<TokenLock> lock,
            byte[] body) {
        this.kind = kind;
        this.suite = requireNonNull(suite, "suite");
        this.publicText = publicText;
        this.argon2 = argon2;
        this.salt = salt;
        this.lock = lock;
        this.body = body;
        this.head =
                "%s\nkind: %s\nsuite: %s\npublic: %s\npassphrase: %s\n%s"
                        .formatted(
                                lock.isPresent() ? WITH_TOKEN : TITLE,
                                kind,
                                suite.id(),
                                publicText,
                                argon2.map(
                                                cost ->
                                                        "argon2id m=%d t=%d p=%d salt=%s"
                                                                .formatted(
                                                                        cost.memory(),
                                                                        cost.passes(),
                                                                        cost.lanes(),
                                                                        base64(salt)))
                                        .orElse(OPEN),
                                lock.map(one -> "token: %s\n".formatted(one.text())).orElse(""));
    }

    /// A file of a signing key, sealed under a passphrase.
    public static KeyFile sealed(SigningKeyPair pair, char[] passphrase, SecureRandom random) {
        return sealed(pair, passphrase, Argon2.FOR_KEY_FILES, random);
    }

    /// A file of a signing key, sealed under a passphrase at these costs.
    public static KeyFile sealed(
            SigningKeyPair pair, char[] passphrase, Argon2 argon2, SecureRandom random) {
        return sealed(
                kind(pair.purpose()),
                pair.suite(),
                pair.verifyingKey().text(),
                pair.expose(),
                Optional.empty(),
                passphrase,
                argon2,
                random);
    }

    /// A file of a sealing or symmetric key, sealed under a passphrase.
    public static KeyFile sealed(Secret secret, char[] passphrase, SecureRandom random) {
        return sealed(secret, passphrase, Argon2.FOR_KEY_FILES, random);
    }

    /// A file of a sealing or symmetric key, sealed under a passphrase at these costs.
    public static KeyFile sealed(
            Secret secret, char[] passphrase, Argon2 argon2, SecureRandom random) {
        return sealed(
                secret.kind().label(),
                secret.suite(),
                publicText(secret),
                secret.exposeForSharing(),
                Optional.empty(),
                passphrase,
                argon2,
                random);
    }

    /// A file of a sealing or symmetric key that opens only with a passphrase and a token's key
    /// (section 14).
    public static KeyFile sealed(
            Secret secret, TokenAgreement token, char[] passphrase, SecureRandom random) {
        return sealed(secret, token, passphrase, Argon2.FOR_KEY_FILES, random);
    }

    /// The same at these costs.
    public static KeyFile sealed(
            Secret secret,
            TokenAgreement token,
            char[] passphrase,
            Argon2 argon2,
            SecureRandom random) {
        var made = TokenLock.made(secret.suite(), token, random);
        try {
            return sealed(
                    secret.kind().label(),
                    secret.suite(),
                    publicText(secret),
                    secret.exposeForSharing(),
                    Optional.of(made),
                    passphrase,
                    argon2,
                    random);
        } finally {
            Arrays.fill(made.wrapping(), (byte) 0);
        }
    }

    /// A file of a signing key that **anybody who reads the file can use**.
    public static KeyFile lyingOpen(SigningKeyPair pair) {
        return new KeyFile(
                kind(pair.purpose()),
                pair.suite(),
                pair.verifyingKey().text(),
                Optional.empty(),
                new byte[0],
                Optional.empty(),
                pair.expose());
    }

    /// A file of a sealing or symmetric key that **anybody who reads the file can use**.
    public static KeyFile lyingOpen(Secret secret) {
        return new KeyFile(
                secret.kind().label(),
                secret.suite(),
                publicText(secret),
                Optional.empty(),
                new byte[0],
                Optional.empty(),
                secret.exposeForSharing());
    }

    /// The key file that this text is. Anything else is refused.
    public static KeyFile parse(String text) {
        if (text.length() > LONGEST) {
            throw new KeyRefused(
                    "a key file has at most %d characters, got %d"
                            .formatted(LONGEST, text.length()));
        }
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new KeyRefused("this text is no key file of the form " + TITLE);
        }
        Suite suite;
        try {
            suite = Suite.named(match.group(2));
        } catch (IllegalArgumentException unknown) {
            throw new KeyRefused(unknown.getMessage());
        }
        var isOpen = match.group(4).equals(OPEN);
        if (isOpen != (match.group(12).length() == 43)) {
            throw new KeyRefused("the secret of a key file has a wrong length");
        }
        var withToken = match.group(9) != null;
        if (isOpen && withToken) {
            throw new KeyRefused("a key file with a token has a passphrase as well");
        }
        var file =
                new KeyFile(
                        match.group(1),
                        suite,
                        match.group(3),
                        isOpen
                                ? Optional.empty()
                                : Optional.of(
                                        new Argon2(
                                                Integer.parseInt(match.group(5)),
                                                Integer.parseInt(match.group(6)),
                                                Integer.parseInt(match.group(7)))),
                        isOpen
                                ? new byte[0]
                                : SealingPublicKey.fromText(match.group(8), "the salt"),
                        withToken
                                ? Optional.of(
                                        TokenLock.parse(
                                                match.group(9), match.group(10), match.group(11)))
                                : Optional.empty(),
                        SealingPublicKey.fromText(match.group(12), "the secret"));
        if (!file.text().equals(text)) {
            throw new KeyRefused("this key file is not in its one form");
        }
        return file;
    }

    /// What kind of key it is, as the file says: `checkpoint signing key`, `custodian sealing key`,
    /// `bank key`.
    public String kind() {
        return kind;
    }

    /// The suite of the key.
    public Suite suite() {
        return suite;
    }

    /// Whether a passphrase is needed.
    public boolean isSealed() {
        return argon2.isPresent();
    }

    /// The key of the token without which this file does not open, if it needs one.
    public Optional<TokenPoint> token() {
        return lock.map(TokenLock::key);
    }

    /// Lets the token compute its part. Another token, or one whose key was replaced, is refused
    /// here, before any passphrase is typed.
    public void unlock(TokenAgreement token) {
        var opened =
                lock.orElseThrow(() -> new KeyRefused("this key file is not bound to a token"))
                        .open(suite, token);
        forgetToken();
        wrapping = opened;
    }

    /// Wipes what the token computed.
    public void forgetToken() {
        Arrays.fill(wrapping, (byte) 0);
        wrapping = new byte[0];
    }

    /// The public part as text, if the key has one.
    public Optional<String> publicText() {
        return publicText.equals(OPEN) ? Optional.empty() : Optional.of(publicText);
    }

    /// The signing key in this file. For a file that lies open the passphrase must be empty.
    public SigningKeyPair signingKeyPair(SigningPurpose purpose, char[] passphrase)
            throws SealBroken {
        refuseOther(kind(purpose));
        var secret = open(passphrase);
        try {
            var pair = SigningKeyPair.restore(suite, purpose, secret);
            if (!pair.verifyingKey().text().equals(publicText)) {
                throw notItsPublicPart();
            }
            return pair;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The sealing or symmetric key in this file. For a file that lies open the passphrase must be
    /// empty.
    public <S extends Secret> S secret(SecretKind<S> expected, char[] passphrase)
            throws SealBroken {
        refuseOther(expected.label());
        var bytes = open(passphrase);
        try {
            var secret = expected.restore(suite, bytes);
            if (!publicText(secret).equals(publicText)) {
                throw notItsPublicPart();
            }
            return secret;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// What a custodian's passphrase gives (`item-bank/spec/trust.md` 10.8).
    public sealed interface Typed extends AutoCloseable {

        /// It opens the file: the key pair.
        record Opened(SealingKeyPair pair) implements Typed {

            @Override
            public void close() {
                pair.close();
            }
        }

        /// It does not: what it stands for instead, be it mistyped or agreed on.
        record Another(SecondPhrase phrase) implements Typed {

            @Override
            public void close() {
                phrase.close();
            }
        }

        @Override
        void close();
    }

    /// What a passphrase gives, whichever it is, after one and the same hash. Nobody is told here
    /// whether it was the right one.
    public Typed typed(Purpose purpose, char[] passphrase) throws SealBroken {
        if (argon2.isEmpty()) {
            return new Typed.Opened(secret(SealingKeyPair.kind(purpose), passphrase));
        }
        refuseOther(SealingKeyPair.kind(purpose).label());
        var hash = hash(passphrase, argon2.get());
        var secret = new byte[Secret.LENGTH];
        var phrase = SecondPhrase.of(suite, hash);
        try {
            var _ = cipher(false, hash).finish(body, 0, body.length, secret, 0);
            var pair = SealingKeyPair.kind(purpose).restore(suite, secret);
            if (!publicText(pair).equals(publicText)) {
                throw notItsPublicPart();
            }
            phrase.close();
            return new Typed.Opened(pair);
        } catch (SealBroken broken) {
            if (broken.reason() == Reason.OTHER_KEY) {
                throw broken;
            }
            return new Typed.Another(phrase);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(hash, (byte) 0);
        }
    }

    /// What a passphrase stands for that does not open this file.
    public SecondPhrase secondPhrase(char[] passphrase) {
        if (argon2.isEmpty()) {
            throw new KeyRefused("a key file that lies open has no second phrase");
        }
        var hash = hash(passphrase, argon2.get());
        try {
            return SecondPhrase.of(suite, hash);
        } finally {
            Arrays.fill(hash, (byte) 0);
        }
    }

    /// The file.
    public String text() {
        return "%ssecret: %s\n".formatted(head, base64(body));
    }

    @Override
    public String toString() {
        return "KeyFile[%s, %s, secret]".formatted(kind, suite);
    }

    private static KeyFile sealed(
            String kind,
            Suite suite,
            String publicText,
            byte[] secret,
            Optional<TokenLock.Made> token,
            char[] passphrase,
            Argon2 argon2,
            SecureRandom random) {
        try {
            if (passphrase.length == 0) {
                throw new KeyRefused("a key file is not sealed under an empty passphrase");
            }
            var salt = new byte[Argon2.SALT];
            random.nextBytes(salt);
            var body = new byte[secret.length + Aead.TAG];
            var file =
                    new KeyFile(
                            kind,
                            suite,
                            publicText,
                            Optional.of(argon2),
                            salt,
                            token.map(TokenLock.Made::lock),
                            body);
            token.ifPresent(made -> file.wrapping = made.wrapping().clone());
            var _ = file.cipher(true, passphrase, argon2).seal(secret, 0, secret.length, body, 0);
            file.forgetToken();
            return file;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private byte[] open(char[] passphrase) throws SealBroken {
        if (argon2.isEmpty()) {
            if (passphrase.length > 0) {
                throw new KeyRefused("this key file lies open, a passphrase was given");
            }
            return body.clone();
        }
        if (passphrase.length == 0) {
            throw new KeyRefused("this key file is sealed, a passphrase is needed");
        }
        var secret = new byte[Secret.LENGTH];
        var _ = cipher(false, passphrase, argon2.get()).finish(body, 0, body.length, secret, 0);
        return secret;
    }

    /// The key is fresh with the salt, so its one nonce may be zero.
    private Aead cipher(boolean sealing, char[] passphrase, Argon2 cost) {
        var hash = hash(passphrase, cost);
        try {
            return cipher(sealing, hash);
        } finally {
            Arrays.fill(hash, (byte) 0);
        }
    }

    private byte[] hash(char[] passphrase, Argon2 cost) {
        if (lock.isPresent() && wrapping.length == 0) {
            throw new KeyRefused(
                    "this key file opens only with the token whose key begins %s"
                            .formatted(lock.get().key().text().substring(0, 12)));
        }
        var hash = cost.hash(passphrase, salt);
        if (lock.isEmpty()) {
            return hash;
        }
        try {
            return TokenLock.mixed(suite, wrapping, hash);
        } finally {
            Arrays.fill(hash, (byte) 0);
        }
    }

    private Aead cipher(boolean sealing, byte[] hash) {
        var key = new AeadKey(Derivation.expand(suite, hash, Aead.keyLength(suite), "key file"));
        var cipher = Aead.of(suite);
        cipher.begin(sealing, key, new byte[Aead.NONCE]);
        key.destroy();
        var associated = head.getBytes(UTF_8);
        cipher.associated(associated, 0, associated.length);
        return cipher;
    }

    private void refuseOther(String expected) {
        if (!kind.equals(expected)) {
            throw new KeyRefused(
                    "this key file holds a %s, a %s is needed".formatted(kind, expected));
        }
    }

    private static SealBroken notItsPublicPart() {
        return new SealBroken(
                Reason.OTHER_KEY, "the public part in the key file is not that of its secret");
    }

    private static String kind(SigningPurpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT) + " signing key";
    }

    private static String publicText(Secret secret) {
        return switch (secret) {
            case SealKey _ -> OPEN;
            case SealingKeyPair pair -> pair.publicKey().text();
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
