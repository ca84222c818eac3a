package org.gongyuan.server.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.SignIns;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.oidc.IdentityProvider.NotVouched;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Signs people in whom the body's identity provider vouches for, and links their accounts
/// (`staff-access.md` 2.7). Acts are still proved by passkey, or password and code: what a provider
/// says is no proof that somebody stands for an act.
public final class ProviderSignIns {

    private static final Duration FLOW_LIFE = Duration.ofMinutes(10);
    private static final StaffId NOBODY = new StaffId("nobody");
    private static final byte[] FLOW = "gongyuan/provider-flow/1\0".getBytes(UTF_8);

    private final IdentityProvider provider;
    private final ProviderLinks links;
    private final AccountBook book;
    private final SignIns signIns;
    private final InstantSource clock;
    private final SecureRandom random;

    /// A way that was begun.
    ///
    /// @param cookie for the browser alone
    /// @param where it goes now
    public record Begun(String cookie, URI where) {

        @Override
        public String toString() {
            return "Begun[secret]";
        }
    }

    /// What came back with the browser.
    ///
    /// @param from who says the answer is from him, where somebody does
    public record Answer(String cookie, String state, String code, Optional<String> from) {

        public Answer {
            requireNonNull(cookie, "cookie");
            requireNonNull(state, "state");
            requireNonNull(code, "code");
            requireNonNull(from, "from");
        }

        @Override
        public String toString() {
            return "Answer[secret]";
        }
    }

    /// Sign-ins through a provider.
    public ProviderSignIns(
            IdentityProvider provider,
            ProviderLinks links,
            AccountBook book,
            SignIns signIns,
            InstantSource clock,
            SecureRandom random) {
        this.provider = requireNonNull(provider, "provider");
        this.links = requireNonNull(links, "links");
        this.book = requireNonNull(book, "book");
        this.signIns = requireNonNull(signIns, "signIns");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /// The host people sign in at, as they know it.
    public String name() {
        var host = URI.create(provider.issuer()).getHost();
        return host == null ? provider.issuer() : host;
    }

    /// Begins; nothing when the provider cannot be asked.
    ///
    /// @param linking who wants to link his account; nothing to sign in
    public Optional<Begun> begin(Optional<SignedIn> linking) {
        var flow =
                Flow.begin(
                        clock.instant().plus(FLOW_LIFE),
                        linking.map(who -> book.handle(who.person())),
                        random);
        try {
            return Optional.of(new Begun(flow.sealed(book), provider.authorization(flow)));
        } catch (NotVouched _) {
            return Optional.empty();
        }
    }

    /// Signs in whoever comes back vouched for and has an account that is linked.
    public SignIns.Outcome signIn(Answer answer) {
        try {
            var flow = flow(answer);
            if (flow.linking().isPresent()) {
                throw new NotVouched("provider-flow");
            }
            var subject = provider.vouched(flow, answer.code(), answer.from());
            var handle =
                    links.account(provider.issuer(), subject)
                            .orElseThrow(() -> new NotVouched("provider-unlinked"));
            return signIns.byProvider(handle, spent(answer), flow.expires());
        } catch (NotVouched refused) {
            return new SignIns.Outcome.Refused(NOBODY, refused.getMessage());
        }
    }

    /// Links the account of who is signed in with whom the provider vouches for; the word why not,
    /// if not.
    public Optional<String> link(SignedIn who, Answer answer) {
        try {
            var flow = flow(answer);
            var handle = book.handle(who.person());
            if (!flow.linking().equals(Optional.of(handle))) {
                throw new NotVouched("provider-flow");
            }
            var subject = provider.vouched(flow, answer.code(), answer.from());
            return links.link(provider.issuer(), subject, handle)
                    ? Optional.empty()
                    : Optional.of("provider-linked");
        } catch (NotVouched refused) {
            return Optional.of(refused.getMessage());
        }
    }

    private Flow flow(Answer answer) throws NotVouched {
        var flow =
                Flow.opened(book, answer.cookie())
                        .orElseThrow(() -> new NotVouched("provider-flow"));
        boolean isOfHere =
                MessageDigest.isEqual(flow.state().getBytes(UTF_8), answer.state().getBytes(UTF_8));
        if (!isOfHere || clock.instant().isAfter(flow.expires())) {
            throw new NotVouched("provider-flow");
        }
        return flow;
    }

    /// A way ends once: what was used of it is kept with the account until it is over anyway.
    private static Digest spent(Answer answer) {
        return Suite.INTL_1.digest(FLOW, answer.cookie().getBytes(UTF_8));
    }
}
