package org.gongyuan.trust.password;

import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.KeyRefused;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/// What is kept of a password (`item-bank/spec/trust.md`, section 10.3): Argon2id with its costs
/// and salt in the text, so that costs can grow and old hashes still hold. About forty checks a
/// second and core; for two thousand candidates at once there is
/// [org.gongyuan.trust.seal.AdmissionKey].
///
/// @param text `$argon2id$v=19$m=...,t=...,p=...$salt$hash`
public record PasswordHash(String text) {

    private static final Pattern FORM =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9])"
                            + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    /// A hash in its one form.
    public PasswordHash {
        var _ = parse(text);
    }

    private record Parsed(Argon2 argon2, String salt, String hash) {}

    /// The hash of a password, at the costs of today.
    public static PasswordHash of(char[] password, SecureRandom random) {
        return of(password, Argon2.FOR_PASSWORDS, random);
    }

    /// The hash of a password at these costs.
    public static PasswordHash of(char[] password, Argon2 argon2, SecureRandom random) {
        var salt = new byte[Argon2.SALT];
        random.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash(
                "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                        .formatted(
                                argon2.memory(),
                                argon2.passes(),
                                argon2.lanes(),
                                base64.encodeToString(salt),
                                base64.encodeToString(argon2.hash(password, salt))));
    }

    /// Whether this is the password.
    public boolean holds(char[] password) {
        var parsed = parse(text);
        return MessageDigest.isEqual(
                Base64.getDecoder().decode(parsed.hash()),
                parsed.argon2().hash(password, Base64.getDecoder().decode(parsed.salt())));
    }

    /// Whether the costs are less than those of today, so that the password should be hashed anew
    /// at the next sign-in.
    public boolean isOutdated() {
        var argon2 = parse(text).argon2();
        return argon2.memory() < Argon2.FOR_PASSWORDS.memory()
                || argon2.passes() < Argon2.FOR_PASSWORDS.passes();
    }

    @Override
    public String toString() {
        return "PasswordHash[secret]";
    }

    private static Parsed parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new KeyRefused("this is no Argon2id hash of a password in its one form");
        }
        return new Parsed(
                new Argon2(
                        Integer.parseInt(match.group(1)),
                        Integer.parseInt(match.group(2)),
                        Integer.parseInt(match.group(3))),
                match.group(4),
                match.group(5));
    }
}
