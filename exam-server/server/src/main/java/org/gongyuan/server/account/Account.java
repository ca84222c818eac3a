package org.gongyuan.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.duty.Grant;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.password.PasswordHash;
import org.gongyuan.trust.seal.PasskeyKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a node knows of one member of staff (`staff-access.md` section 1). A value: every change
/// is the next revision of its document.
///
///     Invited --redeemed--> Active --recovered by two--> Invited
///     Invited, Active --ended--> Ended
///
/// @param name the person's name, sealed
/// @param signIns digests of the tokens that count
/// @param spent challenges that were answered and have not expired yet
public record Account(
        StaffId id,
        Octets name,
        State state,
        Optional<Invitation> invitation,
        Optional<PasswordSignIn> password,
        List<Passkey> passkeys,
        List<Grant> grants,
        List<Digest> signIns,
        List<Spent> spent) {

    private static final byte[] WAYS = "gongyuan/ways/1\0".getBytes(UTF_8);

    /// Where an account stands.
    public enum State {
        INVITED,
        ACTIVE,
        ENDED
    }

    /// A way in that is used once.
    ///
    /// @param code digest of what the person was given
    /// @param totp the secret for codes that will be the person's if it is chosen, sealed
    public record Invitation(Digest code, Instant expires, Octets totp) {

        public Invitation {
            requireNonNull(code, "code");
            requireNonNull(expires, "expires");
            requireNonNull(totp, "totp");
        }
    }

    /// Password and code of the telephone.
    ///
    /// @param totp the secret of the codes, sealed
    /// @param lastStep the step of the last code that was taken
    public record PasswordSignIn(PasswordHash hash, Octets totp, long lastStep) {

        public PasswordSignIn {
            requireNonNull(hash, "hash");
            requireNonNull(totp, "totp");
        }
    }

    /// A passkey of the person.
    ///
    /// @param credential its id
    /// @param attested what the authenticator said of it, as WebAuthn encodes it
    /// @param count how often it says it was used
    public record Passkey(
            Octets credential, PasskeyKey key, Octets attested, long count, Instant added) {

        public Passkey {
            requireNonNull(credential, "credential");
            requireNonNull(key, "key");
            requireNonNull(attested, "attested");
            requireNonNull(added, "added");
        }
    }

    /// A challenge that was answered.
    public record Spent(Digest challenge, Instant until) {

        public Spent {
            requireNonNull(challenge, "challenge");
            requireNonNull(until, "until");
        }
    }

    public Account {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(state, "state");
        requireNonNull(invitation, "invitation");
        requireNonNull(password, "password");
        passkeys = List.copyOf(passkeys);
        grants = List.copyOf(grants);
        signIns = List.copyOf(signIns);
        spent = List.copyOf(spent);
        if (state == State.INVITED && invitation.isEmpty()) {
            throw new IllegalArgumentException("an invited account has an invitation");
        }
        if (state == State.ENDED && !(signIns.isEmpty() && grants.isEmpty())) {
            throw new IllegalArgumentException("an ended account has no sign-ins and no duties");
        }
    }

    /// An account of a person who was invited.
    static Account invited(StaffId id, Octets name, Invitation invitation, List<Grant> grants) {
        return new Account(
                id,
                name,
                State.INVITED,
                Optional.of(invitation),
                Optional.empty(),
                List.of(),
                grants,
                List.of(),
                List.of());
    }

    /// The person invited anew: no way in of before counts any more. Who had ended comes back
    /// without duties.
    Account recovered(Invitation anew) {
        return invited(id, name, anew, grants);
    }

    /// The invitation redeemed with password and code.
    Account redeemed(PasswordSignIn chosen) {
        return active(Optional.of(chosen), passkeys);
    }

    /// The invitation redeemed with a passkey.
    Account redeemed(Passkey registered) {
        return active(password, List.of(registered));
    }

    private Account active(Optional<PasswordSignIn> chosen, List<Passkey> registered) {
        if (state != State.INVITED) {
            throw new IllegalStateException("%s is not invited".formatted(id));
        }
        return new Account(
                id,
                name,
                State.ACTIVE,
                Optional.empty(),
                chosen,
                registered,
                grants,
                signIns,
                spent);
    }

    /// The account closed, its duties gone; who it was stays known, since the record names him.
    Account ended() {
        return new Account(
                id,
                name,
                State.ENDED,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /// With other duties.
    Account holding(List<Grant> now) {
        return new Account(id, name, state, invitation, password, passkeys, now, signIns, spent);
    }

    /// With these sign-ins alone.
    Account signedIn(List<Digest> now) {
        return new Account(id, name, state, invitation, password, passkeys, grants, now, spent);
    }

    /// After the code of a step was taken.
    Account codeTaken(long step) {
        var used = password.map(chosen -> new PasswordSignIn(chosen.hash(), chosen.totp(), step));
        return new Account(id, name, state, invitation, used, passkeys, grants, signIns, spent);
    }

    /// After a passkey answered a challenge.
    Account answered(Passkey with, Spent challenge, Instant now) {
        var others = new ArrayList<Passkey>();
        for (var one : passkeys) {
            others.add(one.credential().equals(with.credential()) ? with : one);
        }
        var still = new ArrayList<Spent>();
        for (var one : spent) {
            if (now.isBefore(one.until())) {
                still.add(one);
            }
        }
        still.add(challenge);
        return new Account(id, name, state, invitation, password, others, grants, signIns, still);
    }

    /// With these passkeys, after a challenge was used up.
    Account holdingPasskeys(List<Passkey> now, Spent challenge) {
        var more = new ArrayList<>(spent);
        more.add(challenge);
        return new Account(id, name, state, invitation, password, now, grants, signIns, more);
    }

    /// The digest of the ways in: what two administrators look at before they give a person a duty,
    /// and what the person sees on his own page (`staff-access.md` 4.5).
    public Digest ways() {
        var sorted =
                passkeys.stream()
                        .map(one -> one.credential().toBytes())
                        .sorted(Arrays::compare)
                        .toList();
        var bytes = new CborWriter().array(2).array(sorted.size());
        sorted.forEach(bytes::bytes);
        var chosen = password.map(one -> one.hash().text()).orElse("");
        return Suite.INTL_1.digest(WAYS, bytes.text(chosen).toBytes());
    }

    /// A digest of ways in as people compare it: two groups of four hex digits.
    public static String mark(Digest ways) {
        return ways.hex().substring(0, 4) + " " + ways.hex().substring(4, 8);
    }

    /// Whether the challenge was answered before.
    boolean hasSpent(Digest challenge) {
        return spent.stream().anyMatch(one -> one.challenge().equals(challenge));
    }

    /// The passkey with this credential id.
    Optional<Passkey> passkey(Octets credential) {
        return passkeys.stream().filter(one -> one.credential().equals(credential)).findFirst();
    }

    @Override
    public String toString() {
        return "Account[%s %s]".formatted(id, state);
    }
}
