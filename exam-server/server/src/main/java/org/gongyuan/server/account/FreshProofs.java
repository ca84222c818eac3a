package org.gongyuan.server.account;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.account.Account.Spent;
import org.gongyuan.server.account.Passkeys.Assertion;
import org.gongyuan.trust.suite.Digest;

import java.time.InstantSource;

/// Asks a person who is signed in to prove anew that it is he, for one act (`staff-access.md` 3.4).
public final class FreshProofs {

    private final AccountBook book;
    private final SignIns signIns;
    private final Passkeys passkeys;
    private final InstantSource clock;

    /// What the person gives.
    public sealed interface Given {

        /// His passkey's answer to the digest of the act.
        record ByPasskey(Assertion answer) implements Given {}

        /// His password and a new code.
        record ByPassword(String password, String code) implements Given {

            @Override
            public String toString() {
                return "ByPassword[secret]";
            }
        }
    }

    /// What came of it.
    public sealed interface Outcome {

        /// It is he.
        ///
        /// @param device what he proved it with: the passkey, or the sign-in
        record Proved(ActProof proof, Digest device) implements Outcome {}

        /// It was not shown.
        record Refused(String because) implements Outcome {}
    }

    /// Proofs by the people in a book.
    public FreshProofs(AccountBook book, SignIns signIns, Passkeys passkeys, InstantSource clock) {
        this.book = requireNonNull(book, "book");
        this.signIns = requireNonNull(signIns, "signIns");
        this.passkeys = requireNonNull(passkeys, "passkeys");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Takes a proof for what this challenge is the digest of. It counts once.
    public Outcome prove(SignedIn who, Digest challenge, Given given) {
        var found = book.find(who.person());
        if (found.isEmpty() || !found.get().account().signIns().contains(who.token())) {
            return new Outcome.Refused("signed-out");
        }
        var kept = found.get();
        var account = kept.account();
        return switch (given) {
            case Given.ByPasskey(var answer) -> {
                var passkey = account.passkey(answer.credential());
                var after =
                        passkey.flatMap(one -> passkeys.answered(one, answer, challenge.toBytes()));
                if (after.isEmpty()) {
                    yield new Outcome.Refused("passkey-refused");
                }
                var now = clock.instant();
                var spent = new Spent(challenge, now.plus(SignIns.CHALLENGE_LIFE));
                if (!book.keep(kept, account.answered(after.get(), spent, now))) {
                    yield new Outcome.Refused("outrun");
                }
                yield new Outcome.Proved(
                        new ActProof.Asserted(
                                Octets.of(after.get().key().toBytes()),
                                answer.authenticator(),
                                answer.client(),
                                answer.signature()),
                        after.get().key().fingerprint());
            }
            case Given.ByPassword(var password, var code) -> {
                if (account.password().isEmpty()) {
                    yield new Outcome.Refused("sign-in-refused");
                }
                var step =
                        signIns.judge(
                                found, book.handle(account.id()), password.toCharArray(), code);
                if (step.isEmpty()) {
                    yield new Outcome.Refused("sign-in-refused");
                }
                if (!book.keep(kept, account.codeTaken(step.getAsLong()))) {
                    yield new Outcome.Refused("outrun");
                }
                yield new Outcome.Proved(new ActProof.Attested(who.token()), who.token());
            }
        };
    }
}
