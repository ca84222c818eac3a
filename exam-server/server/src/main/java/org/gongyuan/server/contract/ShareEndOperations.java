package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.act.ShareEnding;
import org.gongyuan.protocol.record.ShareEnd;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.account.Account;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.FreshProofs;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.node.MarkingShares;
import org.gongyuan.server.node.MarkingShares.Outcome;
import org.gongyuan.server.node.MarkingShares.Own;
import org.gongyuan.server.node.MarkingShares.Share;
import org.gongyuan.server.node.MarkingShares.Standing;
import org.gongyuan.server.node.MarkingShares.State;
import org.gongyuan.server.node.RetentionRounds;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Custodians are told when to destroy their keys, and say that they did (`staff-access.md` 9.8).
/// Whose a share is follows from who registered its key, not from a duty: duties end sooner than
/// responses are kept.
final class ShareEndOperations {

    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(5);

    private final MarkingShares marking;
    private final RetentionRounds rounds;
    private final FreshProofs proofs;
    private final AccountBook book;
    private final InstantSource clock;

    ShareEndOperations(
            MarkingShares marking,
            RetentionRounds rounds,
            FreshProofs proofs,
            AccountBook book,
            InstantSource clock) {
        this.marking = requireNonNull(marking, "marking");
        this.rounds = requireNonNull(rounds, "rounds");
        this.proofs = requireNonNull(proofs, "proofs");
        this.book = requireNonNull(book, "book");
        this.clock = requireNonNull(clock, "clock");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put(
                "listMyShares",
                call -> StaffAnswer.of(200, new JsonObject().put("shares", shares(call.person()))));
        operations.put("askShareEnd", this::ask);
        operations.put("endMyShare", this::end);
        operations.put("readMarkingShares", this::read);
    }

    /// The shares of who is signed in, if he has any.
    void waiting(SignedIn who, JsonObject waiting) {
        var own = shares(who);
        if (!own.isEmpty()) {
            waiting.put("shares", own);
        }
    }

    private JsonArray shares(SignedIn who) {
        var all = new JsonArray();
        marking.of(who.person()).forEach(one -> all.add(json(one)));
        return all;
    }

    private StaffAnswer ask(StaffCall call) {
        var sitting = new SittingId(call.parameter("sitting"));
        var key = Digest.parse(call.parameter("key"));
        var how = ShareEnd.of(call.body().getString("how"));
        return switch (marking.mayEnd(call.person().person(), sitting, key)) {
            case Outcome.Taken(var own) -> {
                var said = said(call, own, how, clock.instant());
                yield StaffAnswer.of(
                        200,
                        new JsonObject()
                                .put("asked", said.asked().toString())
                                .put("challenge", SignInOperations.text(said.toProve().toBytes())));
            }
            case Outcome other -> refusal(other);
        };
    }

    private static ShareEnding said(StaffCall call, Own own, ShareEnd how, Instant asked) {
        return new ShareEnding(
                own.standing().sitting(),
                own.standing().manifest(),
                own.share().number(),
                own.share().key(),
                how,
                call.person().person(),
                Instant.ofEpochMilli(asked.toEpochMilli()));
    }

    private StaffAnswer end(StaffCall call) {
        var sitting = new SittingId(call.parameter("sitting"));
        var key = Digest.parse(call.parameter("key"));
        var how = ShareEnd.of(call.body().getString("how"));
        var asked = Instant.parse(call.body().getString("asked"));
        var proof = SignInOperations.proof(call.body().getJsonObject("proof"));
        if (proof.isEmpty()) {
            return StaffAnswer.refused(400, "not-as-contracted", Sentence.PROOF_MISSING.of());
        }
        var may = marking.mayEnd(call.person().person(), sitting, key);
        if (!(may instanceof Outcome.Taken(var own))) {
            return refusal(may);
        }
        var now = clock.instant();
        if (asked.isAfter(now) || asked.plus(ANSWERED_WITHIN).isBefore(now)) {
            return StaffAnswer.refused(409, "expired", Sentence.EXPIRED.of());
        }
        var said = said(call, own, how, asked);
        return switch (proofs.prove(call.person(), said.toProve(), proof.get())) {
            case FreshProofs.Outcome.Refused _ ->
                    StaffAnswer.refused(403, "proof", Sentence.PROOF_NOT_HELD.of());
            case FreshProofs.Outcome.Proved(var proved, _) -> {
                var came = marking.end(said, proved);
                if (!(came instanceof Outcome.Taken(var taken))) {
                    yield refusal(came);
                }
                rounds.stepResponses(sitting);
                yield StaffAnswer.of(201, json(taken))
                        .upon("%s share %d %s".formatted(sitting, said.share(), how.word()));
            }
        };
    }

    /// A share that is not his is told of as one that is not there.
    private static StaffAnswer refusal(Outcome outcome) {
        return outcome instanceof Outcome.Refused(var because)
                ? StaffAnswer.refused(409, "refused", because)
                : StaffAnswer.notFound();
    }

    /// Of a hold he is told that it stands, and not why.
    private static JsonObject json(Own own) {
        var standing = own.standing();
        var share = own.share();
        var json =
                new JsonObject()
                        .put("sitting", standing.sitting().text())
                        .put("form", standing.form())
                        .put("share", share.number())
                        .put("of", standing.shares().size())
                        .put("key", share.key().hex())
                        .put("state", state(own))
                        .put("until", standing.until().toString());
        standing.from().ifPresent(at -> json.put("from", at.toString()));
        if (share.end().isEmpty()) {
            standing.by().ifPresent(at -> json.put("by", at.toString()));
        }
        var others = new JsonArray();
        own.others().forEach(one -> others.add(one.text()));
        json.put("others", others);
        share.end()
                .ifPresent(
                        end -> json.put("how", end.how().word()).put("said", end.at().toString()));
        return json;
    }

    private static String state(Own own) {
        if (own.share().end().isPresent()) {
            return "said";
        }
        if (own.standing().isHeld()) {
            return "held";
        }
        return switch (own.standing().state()) {
            case DUE, ENDED -> own.others().isEmpty() ? "due" : "needed";
            case State other -> SignInOperations.word(other);
        };
    }

    private StaffAnswer read(StaffCall call) {
        var all = new JsonArray();
        var now = clock.instant();
        marking.all().forEach(standing -> all.add(json(standing, now)));
        return StaffAnswer.of(200, new JsonObject().put("sittings", all));
    }

    private JsonObject json(Standing standing, Instant now) {
        var shares = new JsonArray();
        standing.shares().forEach(share -> shares.add(json(share)));
        var json =
                new JsonObject()
                        .put("sitting", standing.sitting().text())
                        .put("form", standing.form())
                        .put("needed", standing.needed())
                        .put("state", SignInOperations.word(standing.state()))
                        .put("until", standing.until().toString())
                        .put("overdue", standing.isOverdue(now))
                        .put("shares", shares);
        standing.from().ifPresent(at -> json.put("from", at.toString()));
        standing.by().ifPresent(at -> json.put("by", at.toString()));
        standing.waits().ifPresent(why -> json.put("why", SentenceJson.of(why, "other")));
        standing.ended().ifPresent(at -> json.put("ended", at.toString()));
        return json;
    }

    private JsonObject json(Share share) {
        var json = new JsonObject().put("share", share.number()).put("key", share.key().hex());
        share.person()
                .ifPresent(
                        person ->
                                json.put("person", person.text())
                                        .put(
                                                "reachable",
                                                book.find(person)
                                                        .map(one -> one.account().state())
                                                        .filter(Account.State.ACTIVE::equals)
                                                        .isPresent()));
        share.end()
                .ifPresent(
                        end -> json.put("how", end.how().word()).put("said", end.at().toString()));
        return json;
    }
}
