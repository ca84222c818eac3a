package org.gongyuan.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.account.Account.Passkey;
import org.gongyuan.server.account.Account.Spent;
import org.gongyuan.server.account.Passkeys.Registration;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;

/// The passkeys of somebody who has an account (`staff-access.md` 2.6): another one is added and
/// one is removed with a fresh proof for exactly that, and the last one stays. Whoever changes them
/// ends all other sign-ins of the person.
public final class OwnPasskeys {

    /// A person has so many at most.
    public static final int MOST = 10;

    private static final byte[] ADDED = "gongyuan/passkey-added/1\0".getBytes(UTF_8);
    private static final byte[] REMOVED = "gongyuan/passkey-removed/1\0".getBytes(UTF_8);
    private static final byte[] LINKED = "gongyuan/provider-linked/1\0".getBytes(UTF_8);
    private static final int RACES = 5;

    private final AccountBook book;
    private final SignIns signIns;
    private final Passkeys passkeys;
    private final FreshProofs proofs;
    private final InstantSource clock;

    /// What came of it.
    public sealed interface Outcome {

        /// It was done.
        record Done() implements Outcome {}

        /// It was not; the word says why.
        record Refused(String because) implements Outcome {}
    }

    /// The passkeys of the people in a book.
    public OwnPasskeys(
            AccountBook book,
            SignIns signIns,
            Passkeys passkeys,
            FreshProofs proofs,
            InstantSource clock) {
        this.book = requireNonNull(book, "book");
        this.signIns = requireNonNull(signIns, "signIns");
        this.passkeys = requireNonNull(passkeys, "passkeys");
        this.proofs = requireNonNull(proofs, "proofs");
        this.clock = requireNonNull(clock, "clock");
    }

    /// What a person must prove anew to add the passkey that answers this challenge.
    public static Digest toAdd(String challenge) {
        return Suite.INTL_1.digest(ADDED, challenge.getBytes(UTF_8));
    }

    /// What a person must prove anew to remove a passkey.
    public static Digest toRemove(Octets credential, String challenge) {
        return Suite.INTL_1.digest(
                REMOVED, credential.toBytes(), new byte[1], challenge.getBytes(UTF_8));
    }

    /// What a person must prove anew to link his account with the identity provider.
    public static Digest toLink(String challenge) {
        return Suite.INTL_1.digest(LINKED, challenge.getBytes(UTF_8));
    }

    /// Whether it is he who wants to link his account, by a fresh proof for this challenge.
    public boolean mayLink(SignedIn who, String challenge, FreshProofs.Given given) {
        return !clock.instant().isAfter(signIns.expires(challenge).orElse(Instant.EPOCH))
                && !who.account().hasSpent(toLink(challenge))
                && proved(who, toLink(challenge), given);
    }

    /// Adds the passkey a device made for this challenge.
    public Outcome add(
            SignedIn who, String challenge, Registration answer, FreshProofs.Given given) {
        var until = signIns.expires(challenge).orElse(Instant.EPOCH);
        if (clock.instant().isAfter(until)) {
            return new Outcome.Refused("challenge-expired");
        }
        var made =
                passkeys.registered(
                        answer, Base64.getUrlDecoder().decode(challenge), clock.instant());
        if (made.isEmpty() || book.isSomebodys(made.get())) {
            return new Outcome.Refused("passkey-refused");
        }
        if (who.account().passkeys().size() >= MOST) {
            return new Outcome.Refused("too-many");
        }
        return proved(who, toAdd(challenge), given)
                ? change(who, challenge, until, made.get(), true)
                : new Outcome.Refused("proof");
    }

    /// Removes a passkey, unless it is the last one.
    public Outcome remove(
            SignedIn who, Octets credential, String challenge, FreshProofs.Given given) {
        var until = signIns.expires(challenge).orElse(Instant.EPOCH);
        if (clock.instant().isAfter(until)) {
            return new Outcome.Refused("challenge-expired");
        }
        var passkey = who.account().passkey(credential);
        if (passkey.isEmpty()) {
            return new Outcome.Refused("not-found");
        }
        if (who.account().passkeys().size() == 1) {
            return new Outcome.Refused("last");
        }
        return proved(who, toRemove(credential, challenge), given)
                ? change(who, challenge, until, passkey.get(), false)
                : new Outcome.Refused("proof");
    }

    private boolean proved(SignedIn who, Digest digest, FreshProofs.Given given) {
        return proofs.prove(who, digest, given) instanceof FreshProofs.Outcome.Proved;
    }

    private Outcome change(
            SignedIn who, String challenge, Instant until, Passkey passkey, boolean isAdded) {
        var used = new Spent(Secrets.digest(challenge), until);
        for (int i = 0; i < RACES; i++) {
            var kept = book.find(who.person()).orElseThrow();
            var account = kept.account();
            if (account.hasSpent(used.challenge())) {
                return new Outcome.Refused("challenge-expired");
            }
            var now = new ArrayList<>(account.passkeys());
            now.removeIf(one -> one.credential().equals(passkey.credential()));
            if (isAdded) {
                now.add(passkey);
            }
            if (now.isEmpty()) {
                return new Outcome.Refused("last");
            }
            var changed =
                    account.holdingPasskeys(now, used).signedIn(java.util.List.of(who.token()));
            if (book.keep(kept, changed)) {
                return new Outcome.Done();
            }
        }
        return new Outcome.Refused("outrun");
    }
}
