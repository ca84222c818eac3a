package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.OwnPasskeys;
import org.gongyuan.server.account.Passkeys;
import org.gongyuan.server.account.SignIns;
import org.gongyuan.server.sentence.Sentence;

import java.util.Base64;
import java.util.Map;

/// What somebody who is signed in does about his own ways in.
final class OwnOperations {

    private final AccountBook book;
    private final SignIns signIns;
    private final Passkeys passkeys;
    private final OwnPasskeys own;

    OwnOperations(AccountBook book, SignIns signIns, Passkeys passkeys, OwnPasskeys own) {
        this.book = requireNonNull(book, "book");
        this.signIns = requireNonNull(signIns, "signIns");
        this.passkeys = requireNonNull(passkeys, "passkeys");
        this.own = requireNonNull(own, "own");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listMyPasskeys", this::list);
        operations.put("challengeMyPasskey", this::challenge);
        operations.put("addMyPasskey", this::add);
        operations.put("removeMyPasskey", this::remove);
    }

    private StaffAnswer list(StaffCall call) {
        var all = new JsonArray();
        for (var one : call.person().account().passkeys()) {
            all.add(
                    new JsonObject()
                            .put("passkey", SignInOperations.text(one.credential().toBytes()))
                            .put("added", one.added().toString())
                            .put("uses", one.count()));
        }
        return StaffAnswer.of(200, new JsonObject().put("passkeys", all));
    }

    /// For adding: what the new device answers, and what the person proves. For removing: what the
    /// person proves.
    private StaffAnswer challenge(StaffCall call) {
        var challenge = signIns.challenge();
        var removing = call.body().getString("remove");
        var prove =
                call.body().getBoolean("link", false)
                        ? OwnPasskeys.toLink(challenge)
                        : removing == null
                                ? OwnPasskeys.toAdd(challenge)
                                : OwnPasskeys.toRemove(credential(removing), challenge);
        return StaffAnswer.of(
                200,
                new JsonObject()
                        .put("challenge", challenge)
                        .put("prove", SignInOperations.text(prove.toBytes()))
                        .put("party", passkeys.party())
                        .put(
                                "handle",
                                SignInOperations.text(
                                        book.handle(call.person().person()).toBytes())));
    }

    private StaffAnswer add(StaffCall call) {
        var body = call.body();
        var proof = SignInOperations.proof(body.getJsonObject("proof"));
        if (proof.isEmpty()) {
            return noProof();
        }
        var made = body.getJsonObject("passkey");
        return answer(
                own.add(
                        call.person(),
                        body.getString("challenge"),
                        new Passkeys.Registration(
                                SignInOperations.decoded(made, "attestation"),
                                SignInOperations.decoded(made, "client")),
                        proof.get()));
    }

    private StaffAnswer remove(StaffCall call) {
        var body = call.body();
        var proof = SignInOperations.proof(body.getJsonObject("proof"));
        if (proof.isEmpty()) {
            return noProof();
        }
        return answer(
                own.remove(
                        call.person(),
                        credential(call.parameter("passkey")),
                        body.getString("challenge"),
                        proof.get()));
    }

    private static StaffAnswer answer(OwnPasskeys.Outcome outcome) {
        return switch (outcome) {
            case OwnPasskeys.Outcome.Done() -> StaffAnswer.done();
            case OwnPasskeys.Outcome.Refused(var because) ->
                    switch (because) {
                        case "not-found" -> StaffAnswer.notFound();
                        case "proof" ->
                                StaffAnswer.refused(403, "proof", Sentence.PROOF_NOT_HELD.of());
                        case "last" ->
                                StaffAnswer.refused(409, "refused", Sentence.PASSKEY_LAST.of());
                        case "too-many" ->
                                StaffAnswer.refused(
                                        409,
                                        "refused",
                                        Sentence.PASSKEYS_MOST.of(OwnPasskeys.MOST));
                        default ->
                                StaffAnswer.refused(409, "refused", Sentence.PASSKEY_AGAIN.of())
                                        .enteredAs(because);
                    };
        };
    }

    private static StaffAnswer noProof() {
        return StaffAnswer.refused(400, "not-as-contracted", Sentence.PROOF_MISSING.of());
    }

    private static Octets credential(String text) {
        return Octets.of(Base64.getUrlDecoder().decode(text));
    }
}
