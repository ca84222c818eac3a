package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.OwnPasskeys;
import org.gongyuan.server.account.SignIns;
import org.gongyuan.server.oidc.ProviderLinks;
import org.gongyuan.server.oidc.ProviderSignIns;
import org.gongyuan.server.sentence.Sentence;

import java.util.Map;
import java.util.Optional;

/// Signing in through the body's identity provider, where it has one, and linking accounts.
final class ProviderOperations {

    private final Optional<ProviderSignIns> provider;
    private final ProviderLinks links;
    private final AccountBook book;
    private final OwnPasskeys own;

    ProviderOperations(
            Optional<ProviderSignIns> provider,
            ProviderLinks links,
            AccountBook book,
            OwnPasskeys own) {
        this.own = requireNonNull(own, "own");
        this.provider = requireNonNull(provider, "provider");
        this.links = requireNonNull(links, "links");
        this.book = requireNonNull(book, "book");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("readWaysIn", _ -> waysIn());
        operations.put("beginProviderSignIn", call -> begin(Optional.empty()));
        operations.put("signInByProvider", this::signIn);
        operations.put("beginProviderLink", this::beginLink);
        operations.put("linkMyProvider", this::link);
        operations.put("unlinkMyProvider", this::unlink);
        operations.put("readMyProvider", this::read);
    }

    /// What the sign-in page offers; told to anybody, and the same to all.
    private StaffAnswer waysIn() {
        var ways = new JsonObject();
        provider.ifPresent(one -> ways.put("provider", one.name()));
        return StaffAnswer.of(200, ways);
    }

    private StaffAnswer begin(Optional<StaffCall> linking) {
        return provider.flatMap(one -> one.begin(linking.map(StaffCall::person)))
                .map(
                        begun ->
                                StaffAnswer.of(
                                                200,
                                                new JsonObject()
                                                        .put("where", begun.where().toString()))
                                        .withFlow(begun.cookie()))
                .orElseGet(
                        () -> StaffAnswer.refused(409, "refused", Sentence.PROVIDER_MISSING.of()));
    }

    private StaffAnswer beginLink(StaffCall call) {
        var proof = SignInOperations.proof(call.body().getJsonObject("proof"));
        var challenge = call.body().getString("challenge");
        if (proof.isEmpty() || !own.mayLink(call.person(), challenge, proof.get())) {
            return StaffAnswer.refused(403, "proof", Sentence.PROOF_NOT_HELD.of());
        }
        return begin(Optional.of(call));
    }

    private StaffAnswer signIn(StaffCall call) {
        var answer = answer(call);
        if (provider.isEmpty() || answer.isEmpty()) {
            return StaffAnswer.notSignedIn().enteredAs("provider-flow").withFlow("");
        }
        return switch (provider.get().signIn(answer.get())) {
            case SignIns.Outcome.In(var token, var signedIn) ->
                    StaffAnswer.done().withToken(token).withFlow("").entering(signedIn.person());
            case SignIns.Outcome.Refused(var who, var because) ->
                    StaffAnswer.notSignedIn().entering(who).enteredAs(because).withFlow("");
        };
    }

    private StaffAnswer link(StaffCall call) {
        var answer = answer(call);
        var because =
                provider.isEmpty() || answer.isEmpty()
                        ? Optional.of("provider-flow")
                        : provider.get().link(call.person(), answer.get());
        return because.map(
                        word ->
                                StaffAnswer.refused(
                                                409, "refused", Sentence.PROVIDER_NOT_LINKED.of())
                                        .enteredAs(word))
                .orElseGet(StaffAnswer::done)
                .withFlow("");
    }

    private StaffAnswer unlink(StaffCall call) {
        return links.forget(book.handle(call.person().person()))
                ? StaffAnswer.done()
                : StaffAnswer.refused(409, "refused", Sentence.PROVIDER_NO_LINK.of());
    }

    private StaffAnswer read(StaffCall call) {
        return StaffAnswer.of(
                200,
                new JsonObject()
                        .put("offered", provider.isPresent())
                        .put("linked", links.isLinked(book.handle(call.person().person()))));
    }

    private static Optional<ProviderSignIns.Answer> answer(StaffCall call) {
        return call.flow()
                .map(
                        cookie ->
                                new ProviderSignIns.Answer(
                                        cookie,
                                        call.body().getString("state"),
                                        call.body().getString("code"),
                                        Optional.ofNullable(call.body().getString("iss"))));
    }
}
