package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.account.Staffing;
import org.gongyuan.server.act.ActRefusal;
import org.gongyuan.server.act.Acts;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.ExamDeed;
import org.gongyuan.server.act.PrivacyDeed;
import org.gongyuan.server.act.Proposal;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/// Acts under two persons.
final class ActOperations {

    private static final Digest NO_WAYS = Digest.of(new byte[Digest.LENGTH]);

    private final Acts acts;
    private final Staffing staffing;
    private final List<BiConsumer<SignedIn, JsonObject>> more = new CopyOnWriteArrayList<>();

    ActOperations(Acts acts, Staffing staffing) {
        this.acts = requireNonNull(acts, "acts");
        this.staffing = requireNonNull(staffing, "staffing");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("draftAct", this::draft);
        operations.put("proposeAct", this::propose);
        operations.put("readAct", this::read);
        operations.put("approveAct", this::approve);
        operations.put("withdrawAct", this::withdraw);
        operations.put("readWaiting", call -> StaffAnswer.of(200, waiting(call.person())));
    }

    private StaffAnswer draft(StaffCall call) {
        if (call.body().getString("kind").equals(Deed.GRANTING)) {
            return draftGrant(call);
        }
        return draft(call, deed(call.body()));
    }

    /// Whoever may not grant is told nothing of the account.
    private StaffAnswer draftGrant(StaffCall call) {
        var body = call.body();
        var person = new StaffId(text(body, "person"));
        var ways = staffing.ways(person);
        var granting =
                new Deed.Granting(
                        person,
                        ways.orElse(NO_WAYS),
                        new Duty(text(body, "duty")),
                        new Area(text(body, "area")),
                        Instant.parse(text(body, "from")),
                        Instant.parse(text(body, "until")));
        var answer = draft(call, granting);
        if (answer.isRefused()) {
            return answer;
        }
        return staffing.refusal(
                        call.person().person(),
                        person,
                        granting.ways(),
                        granting.duty(),
                        granting.area(),
                        granting.from(),
                        granting.until())
                .map(because -> StaffAnswer.refused(409, "refused", because))
                .map(refused -> refused.upon(granting.kind() + " " + granting.upon()))
                .orElse(answer);
    }

    private StaffAnswer draft(StaffCall call, Deed deed) {
        var reason = call.body().getString("reason");
        return switch (acts.draft(call.person(), deed, reason)) {
            case Acts.Outcome.Drafted(var act) ->
                    StaffAnswer.of(
                                    200,
                                    new JsonObject()
                                            .put("act", SignInOperations.text(act.toBytes()))
                                            .put("id", act.digest().hex())
                                            .put(
                                                    "challenge",
                                                    SignInOperations.text(
                                                            act.toPropose().toBytes()))
                                            .put("expires", act.expires().toString()))
                            .upon(deed.kind() + " " + deed.upon())
                            .because(reason);
            case Acts.Outcome other ->
                    refusal(other).upon(deed.kind() + " " + deed.upon()).because(reason);
        };
    }

    private StaffAnswer propose(StaffCall call) {
        var proof = SignInOperations.proof(call.body().getJsonObject("proof"));
        if (proof.isEmpty()) {
            return noProof();
        }
        var bytes = SignInOperations.decoded(call.body(), "act").toBytes();
        return switch (acts.propose(call.person(), bytes, proof.get())) {
            case Acts.Outcome.Proposed(var proposal) ->
                    StaffAnswer.of(201, json(proposal))
                            .upon(upon(proposal))
                            .because(proposal.act().reason());
            case Acts.Outcome other -> refusal(other);
        };
    }

    private StaffAnswer read(StaffCall call) {
        return acts.seen(call.person(), id(call))
                .map(proposal -> StaffAnswer.of(200, json(proposal)))
                .orElseGet(StaffAnswer::notFound)
                .upon(call.parameter("act"));
    }

    private StaffAnswer approve(StaffCall call) {
        var proof = SignInOperations.proof(call.body().getJsonObject("proof"));
        if (proof.isEmpty()) {
            return noProof();
        }
        return switch (acts.approve(call.person(), id(call), proof.get())) {
            case Acts.Outcome.Done(var proposal, var isDone, var told) ->
                    StaffAnswer.of(
                                    200,
                                    new JsonObject()
                                            .put("done", isDone)
                                            .put("told", cut(told))
                                            .put("came", came(proposal)))
                            .upon(upon(proposal))
                            .because(proposal.outcome());
            case Acts.Outcome.Refused(var why, _) when why == ActRefusal.NOT_PERMITTED ->
                    StaffAnswer.notFound().enteredAs(why.word()).upon(call.parameter("act"));
            case Acts.Outcome other -> refusal(other).upon(call.parameter("act"));
        };
    }

    private StaffAnswer withdraw(StaffCall call) {
        return switch (acts.withdraw(call.person(), id(call))) {
            case Acts.Outcome.Withdrawn _ -> StaffAnswer.done().upon(call.parameter("act"));
            case Acts.Outcome other -> refusal(other).upon(call.parameter("act"));
        };
    }

    /// Lets a room tell of what else waits for a person, so that it is pushed like acts are.
    void alsoTell(BiConsumer<SignedIn, JsonObject> of) {
        more.add(of);
    }

    /// What waits for a person, and how much of what he proposed is decided: an act that is decided
    /// between two looks changes that number alone.
    JsonObject waiting(SignedIn who) {
        var standing = acts.standing(who);
        var all = new JsonArray();
        standing.waiting().forEach(proposal -> all.add(json(proposal)));
        var waiting = new JsonObject().put("acts", all).put("decided", standing.decided());
        more.forEach(of -> of.accept(who, waiting));
        return waiting;
    }

    private static Digest id(StaffCall call) {
        return Digest.parse(call.parameter("act"));
    }

    private static String upon(Proposal proposal) {
        return proposal.act().digest().hex()
                + Deed.of(proposal.act())
                        .map(deed -> " " + deed.kind() + " " + deed.upon())
                        .orElse("");
    }

    private static StaffAnswer noProof() {
        return StaffAnswer.refused(400, "not-as-contracted", Sentence.PROOF_MISSING.of());
    }

    /// Whoever may not approve an act is told what he is told of one that does not exist.
    private static StaffAnswer refusal(Acts.Outcome outcome) {
        if (!(outcome instanceof Acts.Outcome.Refused(var why, var more))) {
            throw new IllegalStateException("not a refusal: " + outcome);
        }
        int status =
                switch (why) {
                    case NOT_PERMITTED, PROOF, SELF_APPROVED, CONFLICT, NOT_PROPOSER -> 403;
                    case UNKNOWN -> 404;
                    case NOT_AN_ACT, ALTERED -> 400;
                    default -> 409;
                };
        if (why == ActRefusal.IMPOSSIBLE) {
            return StaffAnswer.refused(status, why.word(), cut(more)).because(more);
        }
        if (why == ActRefusal.UNKNOWN) {
            return StaffAnswer.notFound().enteredAs(why.word());
        }
        var sentence = why == ActRefusal.CONFLICT ? conflict(more) : why.sentence();
        return StaffAnswer.refused(status, why.word(), cut(sentence))
                .because(more.isEmpty() ? "-" : more);
    }

    /// What kind of conflict it is: one that was declared, by its word, or a sentence of its own.
    private static String conflict(String more) {
        return Conflicts.Kind.of(more)
                .map(Conflicts.Kind::sentence)
                .orElseGet(
                        () ->
                                Sentence.told(more).isPresent()
                                        ? more
                                        : ActRefusal.CONFLICT.sentence());
    }

    private JsonObject json(Proposal proposal) {
        var act = proposal.act();
        var json =
                new JsonObject()
                        .put("id", act.digest().hex())
                        .put("kind", act.kind())
                        .put("upon", Deed.of(act).map(Deed::upon).orElse("?"))
                        .put("reason", act.reason())
                        .put("proposer", act.proposer().text())
                        .put("proposed", act.proposed().toString())
                        .put("expires", act.expires().toString())
                        .put("state", SignInOperations.word(proposal.state()))
                        .put("challenge", SignInOperations.text(act.toApprove().toBytes()));
        Deed.of(act)
                .ifPresent(
                        deed -> {
                            json.put("details", ActDetails.of(deed));
                            if (proposal.state() == Proposal.State.PROPOSED) {
                                acts.reach(deed).ifPresent(many -> json.put("reach", many));
                            }
                        });
        proposal.approver().ifPresent(approver -> json.put("approver", approver.text()));
        if (!proposal.outcome().isEmpty()) {
            json.put("outcome", proposal.outcome()).put("came", came(proposal));
        }
        return json;
    }

    /// What it came to, by its code; what was kept of it has no secret in it.
    private static JsonObject came(Proposal proposal) {
        return SentenceJson.of(proposal.outcome(), "other");
    }

    private static String cut(String told) {
        return told.substring(0, Math.min(400, told.length()));
    }

    private static Deed deed(JsonObject body) {
        var kind = body.getString("kind");
        if (kind.equals(Deed.RECOVERY)) {
            return new Deed.Recovery(new StaffId(text(body, "person")));
        }
        if (kind.equals(Deed.ERASURE)) {
            return new Deed.Erasure(text(body, "erase"), text(body, "because"));
        }
        if (kind.equals(PrivacyDeed.REFUSAL)) {
            return new PrivacyDeed.Refuse(text(body, "request"));
        }
        if (kind.equals(PrivacyDeed.LIFTING)) {
            return new PrivacyDeed.LiftHold(text(body, "held"));
        }
        if (ExamDeed.WORDS.contains(kind)) {
            return exam(kind, new SittingId(text(body, "sitting")), body);
        }
        if (kind.equals(Deed.SEALING)) {
            return new Deed.FormSealing(Digest.parse(text(body, "manifest")));
        }
        return new Deed.Order(
                new SittingId(text(body, "sitting")),
                switch (kind) {
                    case "open-sitting" ->
                            new What.Open(
                                    EntryPreset.named(text(body, "preset")),
                                    Instant.parse(text(body, "starts")),
                                    millis(body, "lengthMillis"),
                                    millis(body, "noticeMillis"),
                                    Digest.parse(text(body, "manifest")),
                                    Digest.parse(text(body, "roster")),
                                    PosturePolicy.parse(body.getString("posture", "standard")));
                    case "close-sitting" -> new What.Close();
                    case "extend-beyond" ->
                            new What.ExtendBeyond(
                                    scope(body), millis(body, "byMillis"), cause(body));
                    case "extend" ->
                            new What.Extend(scope(body), millis(body, "byMillis"), cause(body));
                    case "move" ->
                            new What.Move(scope(body), new SeatId(text(body, "seat")), cause(body));
                    case "transfer" ->
                            new What.Transfer(
                                    scope(body), new SittingId(text(body, "to")), cause(body));
                    default -> new What.Annul(scope(body), cause(body));
                });
    }

    private static Deed exam(String kind, SittingId sitting, JsonObject body) {
        return switch (kind) {
            case ExamDeed.FREEZE -> new ExamDeed.Freeze(sitting, Digest.parse(text(body, "rules")));
            case ExamDeed.CHANGE ->
                    new ExamDeed.ChangeRule(
                            sitting, text(body, "rule"), text(body, "was"), text(body, "value"));
            case OpeningPayload.WORD ->
                    new ExamDeed.OpenResponses(
                            new OpeningPayload(sitting, Digest.parse(text(body, "manifest"))));
            case HoldersPayload.WORD ->
                    new ExamDeed.DrawHolders(
                            new HoldersPayload(
                                    sitting,
                                    text(body, "run"),
                                    Digest.parse(text(body, "results")),
                                    Digest.parse(text(body, "list"))));
            default ->
                    new ExamDeed.Publish(
                            new PublicationPayload(
                                    sitting,
                                    text(body, "run"),
                                    Digest.parse(text(body, "results"))));
        };
    }

    private static Scope scope(JsonObject body) {
        return Scope.parse(text(body, "scope"));
    }

    private static Cause cause(JsonObject body) {
        return Cause.named(text(body, "cause"));
    }

    private static Duration millis(JsonObject body, String field) {
        var given = body.getLong(field);
        if (given == null) {
            throw new IllegalArgumentException(
                    Sentence.FIELD_MISSING.of(body.getString("kind"), field));
        }
        return Duration.ofMillis(given);
    }

    private static String text(JsonObject body, String field) {
        var given = body.getString(field);
        if (given == null) {
            throw new IllegalArgumentException(
                    Sentence.FIELD_MISSING.of(body.getString("kind"), field));
        }
        return given;
    }
}
