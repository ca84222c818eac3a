package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.account.Account;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.FreshProofs;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.server.account.Passkeys;
import org.gongyuan.server.account.SignIns;
import org.gongyuan.server.duty.Grant;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.suite.Digest;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// Signing in and out, and redeeming invitations.
final class SignInOperations {

    private final SignIns signIns;
    private final Invitations invitations;
    private final Passkeys passkeys;
    private final AccountBook book;

    SignInOperations(
            SignIns signIns, Invitations invitations, Passkeys passkeys, AccountBook book) {
        this.signIns = requireNonNull(signIns, "signIns");
        this.invitations = requireNonNull(invitations, "invitations");
        this.passkeys = requireNonNull(passkeys, "passkeys");
        this.book = requireNonNull(book, "book");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("signInChallenge", this::challenge);
        operations.put("signInByPasskey", this::byPasskey);
        operations.put("signInByPassword", this::byPassword);
        operations.put("openInvitation", this::open);
        operations.put("redeemInvitation", this::redeem);
        operations.put("readMe", this::me);
        operations.put("signOut", this::out);
        operations.put("signOutEverywhere", this::outEverywhere);
    }

    private StaffAnswer challenge(StaffCall call) {
        return StaffAnswer.of(
                200,
                new JsonObject()
                        .put("challenge", signIns.challenge())
                        .put("party", passkeys.party()));
    }

    private StaffAnswer byPasskey(StaffCall call) {
        var handle = decoded(call.body(), "handle").toBytes();
        if (handle.length != Digest.LENGTH) {
            return StaffAnswer.notSignedIn();
        }
        return answer(
                signIns.byPasskey(
                        call.body().getString("challenge"),
                        Digest.of(handle),
                        assertion(call.body().getJsonObject("assertion"))));
    }

    private StaffAnswer byPassword(StaffCall call) {
        var password = call.body().getString("password").toCharArray();
        try {
            return answer(
                    signIns.byPassword(
                            call.body().getString("name"),
                            password,
                            call.body().getString("code")));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static StaffAnswer answer(SignIns.Outcome outcome) {
        return switch (outcome) {
            case SignIns.Outcome.In(var token, var signedIn) ->
                    StaffAnswer.done().withToken(token).entering(signedIn.person());
            case SignIns.Outcome.Refused(var who, var because) ->
                    StaffAnswer.notSignedIn().entering(who).enteredAs(because);
        };
    }

    private StaffAnswer open(StaffCall call) {
        return invitations
                .open(call.body().getString("code"))
                .map(
                        opened ->
                                StaffAnswer.of(
                                                200,
                                                new JsonObject()
                                                        .put("person", opened.person().text())
                                                        .put("handle", opened.handle())
                                                        .put("totp", opened.totp())
                                                        .put("challenge", opened.challenge())
                                                        .put("party", passkeys.party()))
                                        .entering(opened.person()))
                .orElseGet(SignInOperations::noInvitation);
    }

    private StaffAnswer redeem(StaffCall call) {
        var code = call.body().getString("code");
        var passkey = call.body().getJsonObject("passkey");
        var password = call.body().getString("password");
        var totp = call.body().getString("totp");
        if ((passkey == null) == (password == null || totp == null)) {
            return StaffAnswer.refused(400, "not-as-contracted", Sentence.INVITATION_WAY.of());
        }
        if (password != null
                && (password.length() < Invitations.SHORTEST_PASSWORD
                        || password.length() > Invitations.LONGEST_PASSWORD)) {
            return StaffAnswer.refused(
                    400,
                    "not-as-contracted",
                    Sentence.PASSWORD_LENGTH.of(
                            Invitations.SHORTEST_PASSWORD, Invitations.LONGEST_PASSWORD));
        }
        var redeemed =
                passkey != null
                        ? invitations.redeem(
                                code,
                                new Passkeys.Registration(
                                        decoded(passkey, "attestation"),
                                        decoded(passkey, "client")))
                        : invitations.redeem(code, password.toCharArray(), totp);
        return redeemed.map(person -> StaffAnswer.done().entering(person))
                .orElseGet(SignInOperations::noInvitation);
    }

    private static StaffAnswer noInvitation() {
        return StaffAnswer.refused(404, "invitation-refused", Sentence.INVITATION_REFUSED.of());
    }

    private StaffAnswer me(StaffCall call) {
        var account = call.person().account();
        var duties = new JsonArray();
        account.grants().forEach(grant -> duties.add(json(grant)));
        return StaffAnswer.of(
                200,
                new JsonObject()
                        .put("person", account.id().text())
                        .put("name", book.name(account))
                        .put("state", word(account.state()))
                        .put("passkeys", account.passkeys().size())
                        .put("hasPassword", account.password().isPresent())
                        .put("mark", Account.mark(account.ways()))
                        .put("duties", duties));
    }

    private StaffAnswer out(StaffCall call) {
        signIns.out(call.person());
        return StaffAnswer.done().withToken("");
    }

    private StaffAnswer outEverywhere(StaffCall call) {
        signIns.outEverywhere(call.person().person());
        return StaffAnswer.done().withToken("");
    }

    static String word(Enum<?> state) {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }

    static JsonObject json(Grant grant) {
        return new JsonObject()
                .put("duty", grant.duty().name())
                .put("area", grant.area().text())
                .put("from", grant.from().toString())
                .put("until", grant.until().toString())
                .put("by", grant.by().text());
    }

    static Passkeys.Assertion assertion(JsonObject given) {
        return new Passkeys.Assertion(
                decoded(given, "credential"),
                decoded(given, "authenticator"),
                decoded(given, "client"),
                decoded(given, "signature"));
    }

    /// A person's fresh proof, when one is given whole.
    static Optional<FreshProofs.Given> proof(JsonObject given) {
        var asserted = given.getJsonObject("assertion");
        var password = given.getString("password");
        var code = given.getString("code");
        if (asserted != null && password == null && code == null) {
            return Optional.of(new FreshProofs.Given.ByPasskey(assertion(asserted)));
        }
        return asserted == null && password != null && code != null
                ? Optional.of(new FreshProofs.Given.ByPassword(password, code))
                : Optional.empty();
    }

    static Octets decoded(JsonObject given, String field) {
        return Octets.of(Base64.getUrlDecoder().decode(given.getString(field)));
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
