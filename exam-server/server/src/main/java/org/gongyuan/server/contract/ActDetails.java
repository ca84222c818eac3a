package org.gongyuan.server.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.account.Account;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.ExamDeed;
import org.gongyuan.server.act.PrivacyDeed;
import org.gongyuan.server.sitting.Scope;

/// What an act does, field by field, for who decides about it: read from the act's own bytes and
/// from nothing else (`staff-contract.md` 9.2).
final class ActDetails {

    private final JsonArray details = new JsonArray();

    private ActDetails() {}

    /// The details of a deed.
    static JsonArray of(Deed deed) {
        var of = new ActDetails();
        of.deed(deed);
        return of.details;
    }

    private void deed(Deed deed) {
        switch (deed) {
            case Deed.Order(var sitting, var what) -> {
                put("sitting", sitting.text());
                order(what);
            }
            case Deed.FormSealing(var manifest) -> put("manifest", manifest.hex());
            case Deed.Recovery(var person) -> put("person", person.text());
            case Deed.Erasure(var upon, var because) -> {
                put("erase", upon);
                put("because", because);
            }
            case Deed.Granting granting -> {
                put("person", granting.person().text());
                put("mark", Account.mark(granting.ways()));
                put("duty", granting.duty().name());
                put("area", granting.area().text());
                put("from", granting.from().toString());
                put("until", granting.until().toString());
            }
            case ExamDeed exam -> exam(exam);
            case PrivacyDeed.Refuse(var request) -> put("request", request);
            case PrivacyDeed.LiftHold(var held) -> put("held", held);
        }
    }

    private void exam(ExamDeed deed) {
        put("sitting", deed.sitting().text());
        switch (deed) {
            case ExamDeed.Freeze(_, var rules) -> put("rules", rules.hex());
            case ExamDeed.ChangeRule(_, var rule, var was, var value) -> {
                put("rule", rule);
                put("was", was);
                put("value", value);
            }
            case ExamDeed.OpenResponses(var what) -> put("manifest", what.manifest().hex());
            case ExamDeed.Publish(var what) -> {
                put("run", what.run());
                put("results", what.results().hex());
            }
            case ExamDeed.DrawHolders(var what) -> {
                put("run", what.run());
                put("results", what.results().hex());
                put("list", what.list().hex());
            }
        }
    }

    private void order(What what) {
        switch (what) {
            case What.Open open -> {
                put("starts", open.starts().toString());
                put("lengthMillis", Long.toString(open.length().toMillis()));
                put("noticeMillis", Long.toString(open.notice().toMillis()));
                put("preset", open.preset().text());
                put("posture", policy(open.posture()));
                put("manifest", open.manifest().hex());
                put("roster", open.roster().hex());
            }
            case What.Extend extend -> {
                upon(extend.scope(), extend.cause());
                put("byMillis", Long.toString(extend.by().toMillis()));
            }
            case What.ExtendBeyond extend -> {
                upon(extend.scope(), extend.cause());
                put("byMillis", Long.toString(extend.by().toMillis()));
            }
            case What.Annul annul -> upon(annul.scope(), annul.cause());
            case What.Transfer transfer -> {
                upon(transfer.scope(), transfer.cause());
                put("to", transfer.to().text());
            }
            case What.Move move -> {
                upon(move.scope(), move.cause());
                put("seat", move.to().text());
            }
            default -> {
                // Closing has nothing beside its sitting; other orders take one person.
            }
        }
    }

    /// By its name where it has one, else word by word.
    private static String policy(PosturePolicy policy) {
        if (policy.equals(PosturePolicy.STANDARD)) {
            return "standard";
        }
        return policy.equals(PosturePolicy.NOTED) ? "noted" : String.join(" ", policy.words());
    }

    private void upon(Scope scope, Cause cause) {
        put("scope", scope.text());
        put("cause", cause.text());
    }

    private void put(String name, String value) {
        details.add(new JsonObject().put("name", name).put("value", value));
    }
}
