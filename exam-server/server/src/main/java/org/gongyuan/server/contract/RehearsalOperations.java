package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.custody.ShareAlarms;
import org.gongyuan.server.release.Rehearsal;
import org.gongyuan.server.release.Rehearsals;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/// **Rehearsals** of a release (`staff-access.md` 8.6). Their addresses, names, entries and answers
/// all say that they are rehearsals, and no sitting is ever in reach of one.
final class RehearsalOperations {

    private static final String LOOK = "release.look";

    private final Rehearsals rehearsals;
    private final CustodianKeys keys;
    private final ShareAlarms alarms;
    private final Reach reach;
    private final InstantSource clock;

    RehearsalOperations(
            Rehearsals rehearsals,
            CustodianKeys keys,
            ShareAlarms alarms,
            Reach reach,
            InstantSource clock) {
        this.rehearsals = requireNonNull(rehearsals, "rehearsals");
        this.keys = requireNonNull(keys, "keys");
        this.alarms = requireNonNull(alarms, "alarms");
        this.reach = requireNonNull(reach, "reach");
        this.clock = requireNonNull(clock, "clock");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("beginRehearsal", this::begin);
        operations.put("listRehearsals", call -> StaffAnswer.of(200, all()));
        operations.put("readRehearsalEnvelope", this::envelope);
        operations.put("giveRehearsalShare", this::give);
        operations.put("endRehearsal", this::end);
    }

    private StaffAnswer begin(StaffCall call) {
        var body = call.body();
        var custodians = new ArrayList<SealingPublicKey>();
        for (var fingerprint : body.getJsonArray("custodians")) {
            var registered = keys.of(Digest.parse((String) fingerprint));
            if (registered.isEmpty()) {
                return StaffAnswer.refused(
                        409, "refused", Sentence.KEY_NOT_REGISTERED.of(fingerprint));
            }
            custodians.add(registered.get().key());
        }
        var opens = clock.instant().plus(Duration.ofSeconds(body.getInteger("waitSeconds")));
        var plan =
                new Rehearsal.Plan(
                        call.person().person(),
                        custodians,
                        body.getInteger("needed"),
                        opens,
                        rehearsals.latestEnd());
        try {
            var rehearsal = rehearsals.begin(plan);
            return StaffAnswer.of(201, json(rehearsal)).upon(rehearsal.id());
        } catch (IllegalArgumentException full) {
            return StaffAnswer.refused(409, "refused", full.getMessage());
        }
    }

    /// The rehearsals, for whoever sees releases.
    void waiting(SignedIn who, JsonObject waiting) {
        if (reach.isAnywhere(who, LOOK)) {
            waiting.put("rehearsals", all().getJsonArray("rehearsals"));
        }
    }

    private JsonObject all() {
        var all = new JsonArray();
        rehearsals.all().forEach(one -> all.add(json(one)));
        return new JsonObject().put("rehearsals", all);
    }

    private StaffAnswer envelope(StaffCall call) {
        var key = Digest.parse(call.parameter("key"));
        return find(call)
                .filter(_ -> ReleaseOperations.isHis(keys, call.person(), key))
                .flatMap(one -> one.envelope(key))
                .map(
                        envelope ->
                                StaffAnswer.of(
                                        200,
                                        new JsonObject()
                                                .put(
                                                        "envelope",
                                                        SignInOperations.text(envelope.toBytes()))))
                .orElseGet(StaffAnswer::notFound)
                .upon(call.parameter("rehearsal"));
    }

    private StaffAnswer give(StaffCall call) {
        var rehearsal = find(call);
        if (rehearsal.isEmpty()) {
            return StaffAnswer.notFound().upon(call.parameter("rehearsal"));
        }
        var bytes = SignInOperations.decoded(call.body(), "share").toBytes();
        var another = ReleaseOperations.anothers(keys, call.person(), bytes);
        if (another.isPresent()) {
            alarms.refused(
                    rehearsal.get().id(), another.get(), "foreign-account", Optional.empty());
            return StaffAnswer.refused(403, "foreign-account", Sentence.SHARE_FOREIGN_ACCOUNT.of())
                    .upon(rehearsal.get().id());
        }
        return ReleaseOperations.answer(rehearsal.get().handIn(bytes)).upon(rehearsal.get().id());
    }

    private StaffAnswer end(StaffCall call) {
        var rehearsal = find(call);
        rehearsal.ifPresent(Rehearsal::end);
        return (rehearsal.isPresent() ? StaffAnswer.done() : StaffAnswer.notFound())
                .upon(call.parameter("rehearsal"));
    }

    private Optional<Rehearsal> find(StaffCall call) {
        return rehearsals.find(call.parameter("rehearsal"));
    }

    private JsonObject json(Rehearsal one) {
        return new JsonObject()
                .put("rehearsal", one.id())
                .put("name", one.name().hex())
                .put("by", one.by().text())
                .put("opens", one.opens().toString())
                .put("nodeKey", one.nodeKey().text())
                .put("suite", one.nodeKey().suite().id())
                .put("needed", one.needed())
                .put("have", one.given().size())
                .put("state", SignInOperations.word(one.state()))
                .put(
                        "custodians",
                        ReleaseOperations.custodians(keys, one.custodians(), one.given()));
    }
}
