package org.gongyuan.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Account.Spent;
import org.gongyuan.server.account.Account.State;
import org.gongyuan.server.account.AccountBook.Kept;
import org.gongyuan.server.account.Passkeys.Assertion;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.password.PasswordHash;
import org.gongyuan.trust.seal.Totp;
import org.gongyuan.trust.suite.Digest;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Signs people in and out (`staff-access.md` section 2). What is refused is refused in one way,
/// after the same work: an unknown name, a wrong password, a wrong code and a name that must wait
/// look alike from outside; why it was refused is told to the record alone.
public final class SignIns {

    /// How long a passkey may take to answer.
    public static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);

    /// A sign-in lasts 24 hours at most, and is kept a day longer.
    private static final Duration KEPT_FOR = Duration.ofDays(2);

    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    private static final StaffId NOBODY = new StaffId("nobody");

    private final AccountBook book;
    private final RevisedDocuments documents;
    private final Attempts attempts;
    private final Passkeys passkeys;
    private final SignInPolicy policy;
    private final InstantSource clock;
    private final SecureRandom random;

    /// What is compared with when there is no account: costs what a real one costs.
    private final PasswordHash nobodysPassword;

    private final byte[] nobodysTotp;

    /// What came of signing in.
    public sealed interface Outcome {

        /// The person is signed in; the token is his alone and kept nowhere.
        record In(String token, SignedIn signedIn) implements Outcome {

            public In {
                requireNonNull(token, "token");
                requireNonNull(signedIn, "signedIn");
            }

            @Override
            public String toString() {
                return "In[" + signedIn.person() + "]";
            }
        }

        /// He is not; `who` and `because` are for the record, never for him.
        record Refused(StaffId who, String because) implements Outcome {}
    }

    /// Sign-ins of the people in a book, kept in these documents.
    public SignIns(
            AccountBook book,
            RevisedDocuments documents,
            Attempts attempts,
            Passkeys passkeys,
            SignInPolicy policy,
            InstantSource clock,
            SecureRandom random) {
        this.book = requireNonNull(book, "book");
        this.documents = requireNonNull(documents, "documents");
        this.attempts = requireNonNull(attempts, "attempts");
        this.passkeys = requireNonNull(passkeys, "passkeys");
        this.policy = requireNonNull(policy, "policy");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        nobodysPassword =
                PasswordHash.of(Secrets.text(Secrets.fresh(random)).toCharArray(), random);
        nobodysTotp = Totp.newSecret(random);
    }

    /// Signs a person in by name, password and code.
    public Outcome byPassword(String name, char[] password, String code) {
        var found = named(name).flatMap(book::find).filter(SignIns::hasPassword);
        var judged = judge(found, handle(name), password, code);
        if (judged.isEmpty()) {
            return new Outcome.Refused(
                    found.map(kept -> kept.account().id()).orElse(NOBODY), "sign-in-refused");
        }
        var kept = found.orElseThrow();
        return begin(kept, kept.account().codeTaken(judged.getAsLong()));
    }

    /// Whether password and code are this person's, counted as an attempt; the code's step, which
    /// is taken by whoever keeps it.
    OptionalLong judge(Optional<Kept> found, Digest handle, char[] password, String code) {
        boolean mayTry = attempts.begin(handle, found.isPresent());
        var chosen = found.flatMap(kept -> kept.account().password());
        boolean isRight =
                chosen.map(Account.PasswordSignIn::hash).orElse(nobodysPassword).holds(password);
        var secret =
                chosen.map(
                                one ->
                                        book.opened(
                                                found.orElseThrow().account().id(),
                                                "totp",
                                                one.totp()))
                        .orElse(nobodysTotp);
        var step =
                Totp.taken(
                        secret,
                        code,
                        clock.instant(),
                        chosen.map(Account.PasswordSignIn::lastStep).orElse(0L));
        if (chosen.isPresent()) {
            Arrays.fill(secret, (byte) 0);
        }
        if (!mayTry || !isRight || found.isEmpty()) {
            return OptionalLong.empty();
        }
        if (step.isPresent()) {
            attempts.succeeded(handle);
        }
        return step;
    }

    /// Something for a passkey to sign; it names nobody, so asking tells nothing.
    public String challenge() {
        var plain =
                new CborWriter(64)
                        .array(2)
                        .uint(clock.instant().plus(CHALLENGE_LIFE).toEpochMilli())
                        .bytes(Secrets.fresh(random))
                        .toBytes();
        return Secrets.text(book.sealed(NOBODY, "challenge", plain).toBytes());
    }

    /// Signs a person in by a passkey that answered a challenge of this node.
    ///
    /// @param handle what the authenticator says whose it is
    public Outcome byPasskey(String challenge, Digest handle, Assertion answer) {
        var expires = expires(challenge);
        var now = clock.instant();
        if (expires.isEmpty() || now.isAfter(expires.get())) {
            return new Outcome.Refused(NOBODY, "challenge-expired");
        }
        var found = book.find(handle).filter(kept -> kept.account().state() == State.ACTIVE);
        var passkey = found.flatMap(kept -> kept.account().passkey(answer.credential()));
        if (passkey.isEmpty()) {
            return new Outcome.Refused(NOBODY, "passkey-unknown");
        }
        var account = found.get().account();
        var bytes = decoded(challenge);
        var digest = Secrets.digest(challenge);
        var after = passkeys.answered(passkey.get(), answer, bytes);
        if (after.isEmpty() || account.hasSpent(digest)) {
            return new Outcome.Refused(account.id(), "passkey-refused");
        }
        return begin(
                found.get(), account.answered(after.get(), new Spent(digest, expires.get()), now));
    }

    /// Signs a person in whom the body's identity provider vouched for, once for each vouching.
    ///
    /// @param vouching what was used up by it
    public Outcome byProvider(Digest handle, Digest vouching, Instant until) {
        var found = book.find(handle).filter(kept -> kept.account().state() == State.ACTIVE);
        if (found.isEmpty()) {
            return new Outcome.Refused(NOBODY, "provider-unlinked");
        }
        var account = found.get().account();
        if (account.hasSpent(vouching)) {
            return new Outcome.Refused(account.id(), "provider-replayed");
        }
        return begin(
                found.get(),
                account.holdingPasskeys(account.passkeys(), new Spent(vouching, until)));
    }

    /// Removes the sign-ins that have ended; returns how many.
    public int prune() {
        int pruned = 0;
        for (var document : Answered.by(documents.all())) {
            if (clock.instant().isAfter(read(document.body()).begun().plus(KEPT_FOR))
                    && Answered.by(documents.remove(document))) {
                pruned++;
            }
        }
        return pruned;
    }

    private Outcome begin(Kept seen, Account used) {
        var token = Secrets.text(Secrets.fresh(random));
        var digest = Secrets.digest(token);
        var now = new ArrayList<>(used.signIns());
        now.add(digest);
        List<Digest> most = now.subList(Math.max(0, now.size() - policy.atOnce()), now.size());
        var changed = used.signedIn(most);
        boolean isKept =
                Answered.by(
                        documents.put(
                                new RevisedDocument(
                                        new DocumentId(digest.hex()),
                                        1,
                                        bytes(book.handle(used.id()), clock.instant()))));
        if (!isKept || !book.keep(seen, changed)) {
            return new Outcome.Refused(used.id(), "outrun");
        }
        return new Outcome.In(token, new SignedIn(digest, changed));
    }

    /// Who is signed in by this token, if somebody still is.
    public Optional<SignedIn> of(String token) {
        return of(token, true);
    }

    /// The same, without counting as a use: looking on does not keep a sign-in alive.
    public Optional<SignedIn> still(String token) {
        return of(token, false);
    }

    private Optional<SignedIn> of(String token, boolean isUse) {
        var digest = Secrets.digest(token);
        var found = Answered.by(documents.find(new DocumentId(digest.hex())));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var line = read(found.get().body());
        var now = clock.instant();
        if (now.isAfter(line.begun().plus(policy.longest()))
                || now.isAfter(line.used().plus(policy.idle()))) {
            return Optional.empty();
        }
        var account =
                book.find(line.handle())
                        .map(Kept::account)
                        .filter(one -> one.state() == State.ACTIVE)
                        .filter(one -> one.signIns().contains(digest));
        if (isUse && account.isPresent() && now.isAfter(line.used().plus(NOTED_EVERY))) {
            var _ =
                    Answered.by(
                            documents.put(
                                    found.get().next(bytes(line.handle(), line.begun(), now))));
        }
        return account.map(one -> new SignedIn(digest, one));
    }

    /// Ends a sign-in.
    public void out(SignedIn signedIn) {
        change(
                signedIn.person(),
                account ->
                        account.signedIn(
                                account.signIns().stream()
                                        .filter(one -> !one.equals(signedIn.token()))
                                        .toList()));
    }

    /// Ends every sign-in of a person.
    public void outEverywhere(StaffId person) {
        change(person, account -> account.signedIn(List.of()));
    }

    private void change(StaffId person, java.util.function.UnaryOperator<Account> how) {
        for (int i = 0; i < 5; i++) {
            var kept = book.find(person);
            if (kept.isEmpty() || book.keep(kept.get(), how.apply(kept.get().account()))) {
                return;
            }
        }
        throw new IllegalStateException(
                "the sign-ins of %s are changed by others all the time".formatted(person));
    }

    /// Until when a challenge of this node is good; nothing when it is none.
    Optional<Instant> expires(String challenge) {
        try {
            var from =
                    new CborReader(book.opened(NOBODY, "challenge", Octets.of(decoded(challenge))));
            from.array(2);
            return Optional.of(Instant.ofEpochMilli(from.uint()));
        } catch (IllegalArgumentException | IllegalStateException _) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(String text) {
        return java.util.Base64.getUrlDecoder().decode(text);
    }

    private static boolean hasPassword(Kept kept) {
        return kept.account().state() == State.ACTIVE && kept.account().password().isPresent();
    }

    private static Optional<StaffId> named(String name) {
        try {
            return Optional.of(new StaffId(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Digest handle(String name) {
        return named(name)
                .map(book::handle)
                .orElseGet(() -> Secrets.digest(new String(name.getBytes(UTF_8), UTF_8)));
    }

    private record Line(Digest handle, Instant begun, Instant used) {}

    private static Octets bytes(Digest handle, Instant begun) {
        return bytes(handle, begun, begun);
    }

    private static Octets bytes(Digest handle, Instant begun, Instant used) {
        return Octets.of(
                new CborWriter(64)
                        .array(3)
                        .bytes(handle.toBytes())
                        .uint(begun.toEpochMilli())
                        .uint(used.toEpochMilli())
                        .toBytes());
    }

    private static Line read(Octets body) {
        var from = new CborReader(body.toBytes());
        from.array(3);
        var line =
                new Line(
                        Digest.of(from.bytes(Digest.LENGTH)),
                        Instant.ofEpochMilli(from.uint()),
                        Instant.ofEpochMilli(from.uint()));
        from.end();
        return line;
    }
}
