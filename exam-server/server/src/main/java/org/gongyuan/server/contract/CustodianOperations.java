package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.custody.ShareAlarms;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.suite.Digest;

import java.util.Map;

/// Custodians' keys, and the alarms about shares.
final class CustodianOperations {

    private static final String ALARMS = "alarm.look";

    private final CustodianKeys keys;
    private final ShareAlarms alarms;
    private final Reach reach;

    CustodianOperations(CustodianKeys keys, ShareAlarms alarms, Reach reach) {
        this.keys = requireNonNull(keys, "keys");
        this.alarms = requireNonNull(alarms, "alarms");
        this.reach = requireNonNull(reach, "reach");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listCustodianKeys", this::list);
        operations.put("challengeCustodianKey", this::challenge);
        operations.put("registerCustodianKey", this::register);
        operations.put("listShareAlarms", call -> StaffAnswer.of(200, json(false)));
        operations.put("seeShareAlarm", this::see);
    }

    private StaffAnswer list(StaffCall call) {
        var all = new JsonArray();
        keys.all().forEach(one -> all.add(json(one)));
        return StaffAnswer.of(200, new JsonObject().put("keys", all));
    }

    private StaffAnswer challenge(StaffCall call) {
        var key = SealingPublicKey.parse(call.body().getString("key"));
        var challenge = keys.challenge(call.person().person(), key);
        return StaffAnswer.of(
                        200,
                        new JsonObject()
                                .put("id", challenge.id())
                                .put("sealed", SignInOperations.text(challenge.sealed().toBytes()))
                                .put("person", call.person().person().text())
                                .put("expires", challenge.expires().toString()))
                .upon(key.fingerprint().hex());
    }

    private StaffAnswer register(StaffCall call) {
        var body = call.body();
        return switch (keys.register(
                call.person().person(),
                body.getString("id"),
                Digest.parse(body.getString("answer")),
                Digest.parse(body.getString("mark")))) {
            case CustodianKeys.Outcome.Done(var registered) ->
                    StaffAnswer.of(201, json(registered))
                            .upon(registered.key().fingerprint().hex());
            case CustodianKeys.Outcome.Refused(var because) ->
                    StaffAnswer.refused(409, "refused", because);
        };
    }

    private StaffAnswer see(StaffCall call) {
        var id = call.parameter("alarm");
        return (alarms.see(id) ? StaffAnswer.done() : StaffAnswer.notFound()).upon(id);
    }

    /// Alarms nobody has looked into, for whom they are.
    void waiting(SignedIn who, JsonObject waiting) {
        if (reach.isOverAll(who, ALARMS)) {
            waiting.put("alarms", json(true).getJsonArray("alarms"));
        }
    }

    private JsonObject json(boolean isOnlyUnseen) {
        var all = new JsonArray();
        for (var alarm : alarms.all()) {
            if (isOnlyUnseen && alarm.isSeen()) {
                continue;
            }
            var json =
                    new JsonObject()
                            .put("id", alarm.id())
                            .put("at", alarm.at().toString())
                            .put("upon", alarm.upon())
                            .put("custodian", alarm.custodian().hex())
                            .put("reason", alarm.reason())
                            .put("forced", alarm.isForced())
                            .put("seen", alarm.isSeen());
            if (!alarm.person().isEmpty()) {
                json.put("person", alarm.person());
            }
            all.add(json);
        }
        return new JsonObject().put("alarms", all);
    }

    private static JsonObject json(CustodianKeys.Registered one) {
        return new JsonObject()
                .put("person", one.person().text())
                .put("suite", one.key().suite().id())
                .put("fingerprint", one.key().fingerprint().hex())
                .put("key", one.key().text())
                .put("at", one.at().toString());
    }
}
