package org.gongyuan.server.account;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Account.Invitation;
import org.gongyuan.server.account.Account.PasswordSignIn;
import org.gongyuan.server.account.Account.State;
import org.gongyuan.server.account.AccountBook.Kept;
import org.gongyuan.server.account.Passkeys.Registration;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.duty.Grant;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.password.PasswordHash;
import org.gongyuan.trust.seal.Totp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Invites people, and lets them in once (`staff-access.md` section 1). There is no other way to an
/// account. A code names its account by the handle and proves itself by 32 random bytes of which
/// only a digest is kept; whatever is wrong with one, the answer is the same.
public final class Invitations {

    /// A password has at least so many characters; length is what helps.
    public static final int SHORTEST_PASSWORD = 12;

    /// And at most so many.
    public static final int LONGEST_PASSWORD = 200;

    private static final Duration FIRST_DUTY = Duration.ofDays(365);
    private static final Duty FIRST = new Duty("security-administrator");
    private static final StaffId COMMAND_LINE = new StaffId("system");

    private final AccountBook book;
    private final Passkeys passkeys;
    private final SignInPolicy policy;
    private final InstantSource clock;
    private final SecureRandom random;

    /// What came of an invitation.
    public sealed interface Outcome {

        /// The person has a way in: the code is told once and kept nowhere.
        record Invited(String code) implements Outcome {

            @Override
            public String toString() {
                return "Invited[code]";
            }
        }

        /// It was not made, because of this.
        record Refused(String because) implements Outcome {}
    }

    /// What the person needs to redeem an invitation.
    ///
    /// @param totp the secret for codes, base32
    /// @param challenge what a new passkey must answer
    public record Opened(StaffId person, String handle, String totp, String challenge) {

        @Override
        public String toString() {
            return "Opened[" + person + "]";
        }
    }

    /// Invitations into a book.
    public Invitations(
            AccountBook book,
            Passkeys passkeys,
            SignInPolicy policy,
            InstantSource clock,
            SecureRandom random) {
        this.book = requireNonNull(book, "book");
        this.passkeys = requireNonNull(passkeys, "passkeys");
        this.policy = requireNonNull(policy, "policy");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /// Invites one of the first two security administrators. Only while nobody else has an account:
    /// afterwards the two invite others and give them duties, neither of them alone.
    public Outcome firstAdministrator(StaffId id, String name) {
        var accounts = book.all();
        boolean isBeginning =
                accounts.size() < 2
                        && accounts.stream()
                                .flatMap(kept -> kept.account().grants().stream())
                                .allMatch(grant -> grant.by().equals(COMMAND_LINE));
        if (!isBeginning) {
            return new Outcome.Refused(
                    "there are two accounts or more already; security administrators invite"
                            + " further ones");
        }
        var now = clock.instant();
        var grant = new Grant(FIRST, Area.ALL, now, now.plus(FIRST_DUTY), COMMAND_LINE);
        return invite(id, name, List.of(grant));
    }

    /// Invites a person.
    public Outcome invite(StaffId id, String name, List<Grant> grants) {
        if (id.text().equals("system") || id.text().equals("nobody")) {
            return new Outcome.Refused(Sentence.NAME_OF_PROGRAM.of(id));
        }
        var code = Secrets.text(Secrets.fresh(random));
        var account = Account.invited(id, book.sealedName(id, name), invitation(id, code), grants);
        return book.keepNew(account)
                ? new Outcome.Invited(full(id, code))
                : new Outcome.Refused(Sentence.ACCOUNT_THERE.of(id));
    }

    /// Invites a person anew who lost his ways in, or whose account had ended. Two administrators
    /// have decided that.
    public Outcome recover(StaffId id) {
        var kept = book.find(id);
        if (kept.isEmpty() || !book.isNamed(kept.get().account())) {
            return new Outcome.Refused(Sentence.ACCOUNT_NOT_RECOVERABLE.of(id));
        }
        var code = Secrets.text(Secrets.fresh(random));
        return book.keep(kept.get(), kept.get().account().recovered(invitation(id, code)))
                ? new Outcome.Invited(full(id, code))
                : new Outcome.Refused(Sentence.ACCOUNT_CHANGED_MEANWHILE.of());
    }

    /// What a person needs to redeem his invitation, if the code is good.
    public Optional<Opened> open(String code) {
        return found(code)
                .map(
                        kept -> {
                            var account = kept.account();
                            var secret = secret(account);
                            try {
                                return new Opened(
                                        account.id(),
                                        Secrets.text(book.handle(account.id()).toBytes()),
                                        Totp.base32(secret),
                                        Secrets.text(challenge(account)));
                            } finally {
                                Arrays.fill(secret, (byte) 0);
                            }
                        });
    }

    /// Redeems an invitation with a password and a first code of the telephone.
    public Optional<StaffId> redeem(String code, char[] password, String totp) {
        if (password.length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        var found = found(code);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var account = found.get().account();
        var secret = secret(account);
        OptionalLong step;
        try {
            step = Totp.taken(secret, totp, clock.instant(), 0);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
        if (step.isEmpty()) {
            return Optional.empty();
        }
        var chosen =
                new PasswordSignIn(
                        PasswordHash.of(password, random),
                        account.invitation().orElseThrow().totp(),
                        step.getAsLong());
        return keep(found.get(), account.redeemed(chosen));
    }

    /// Redeems an invitation with a new passkey.
    public Optional<StaffId> redeem(String code, Registration answer) {
        return found(code)
                .flatMap(
                        kept ->
                                passkeys.registered(
                                                answer, challenge(kept.account()), clock.instant())
                                        .filter(made -> !book.isSomebodys(made))
                                        .flatMap(
                                                made -> keep(kept, kept.account().redeemed(made))));
    }

    private Optional<StaffId> keep(Kept seen, Account redeemed) {
        return book.keep(seen, redeemed) ? Optional.of(redeemed.id()) : Optional.empty();
    }

    private Invitation invitation(StaffId id, String code) {
        var secret = Totp.newSecret(random);
        try {
            return new Invitation(
                    Secrets.digest(code),
                    clock.instant().plus(policy.invitation()),
                    book.sealed(id, "totp", secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private byte[] secret(Account account) {
        return book.opened(account.id(), "totp", account.invitation().orElseThrow().totp());
    }

    /// The invitation's own digest: known only to whoever has the code and to the node.
    private static byte[] challenge(Account account) {
        return account.invitation().orElseThrow().code().toBytes();
    }

    private String full(StaffId id, String code) {
        return book.handle(id).hex().substring(0, 32) + "." + code;
    }

    private Optional<Kept> found(String full) {
        int dot = full.indexOf('.');
        var digest = Secrets.digest(full.substring(dot + 1));
        var now = clock.instant();
        return book.all().stream()
                .filter(kept -> kept.account().state() == State.INVITED)
                .filter(kept -> full(kept.account().id(), "").equals(full.substring(0, dot + 1)))
                .filter(
                        kept -> {
                            var invitation = kept.account().invitation().orElseThrow();
                            return MessageDigest.isEqual(
                                            invitation.code().toBytes(), digest.toBytes())
                                    && now.isBefore(invitation.expires());
                        })
                .findFirst();
    }
}
