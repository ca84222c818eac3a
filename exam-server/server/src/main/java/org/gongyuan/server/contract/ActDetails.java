package org.gongyuan.server.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.account.Account;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.sitting.Scope;

/// What an act does, field by field, for who decides about it: read from the act's own bytes and
/// from nothing else (`staff-contract.md` 9.2).
final class ActDetails {

    private final JsonArray details = new JsonArray();

    private ActDetails() {}

    /// The details of a deed; none for a deed whose target says it all.
    static JsonArray of(Deed deed) {
        var of = new ActDetails();
        if (deed instanceof Deed.Order(var sitting, var what)) {
            of.put("sitting", sitting.text());
            of.order(what);
        } else if (deed instanceof Deed.Granting granting) {
            of.put("person", granting.person().text());
            of.put("mark", Account.mark(granting.ways()));
            of.put("duty", granting.duty().name());
            of.put("area", granting.area().text());
            of.put("from", granting.from().toString());
            of.put("until", granting.until().toString());
        } else if (deed instanceof Deed.Recovery(var person)) {
            of.put("person", person.text());
        }
        return of.details;
    }

    private void order(What what) {
        switch (what) {
            case What.Open open -> {
                put("starts", open.starts().toString());
                put("lengthMillis", Long.toString(open.length().toMillis()));
                put("noticeMillis", Long.toString(open.notice().toMillis()));
                put("preset", open.preset().text());
                put("manifest", open.manifest().hex());
                put("roster", open.roster().hex());
            }
            case What.Extend extend -> {
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

    private void upon(Scope scope, Cause cause) {
        put("scope", scope.text());
        put("cause", cause.text());
    }

    private void put(String name, String value) {
        details.add(new JsonObject().put("name", name).put("value", value));
    }
}
