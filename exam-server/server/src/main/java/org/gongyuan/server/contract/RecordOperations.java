package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.audit.Audit;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;

/// How sittings stand, and the audit.
final class RecordOperations {

    private static final Permission LOOK = new Permission("sitting.look");
    private static final String FEW = "50";

    private final Hall hall;
    private final Lane lane;
    private final DutyTable table;
    private final Audit audit;
    private final InstantSource clock;

    RecordOperations(Hall hall, Lane lane, DutyTable table, Audit audit, InstantSource clock) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.table = requireNonNull(table, "table");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listSittings", this::list);
        operations.put("readSitting", this::read);
        operations.put("searchAudit", this::search);
    }

    private StaffAnswer list(StaffCall call) {
        var all = new JsonArray();
        for (var held : hall.sittings()) {
            if (may(call.person(), held.sitting().id())) {
                all.add(json(held));
            }
        }
        return StaffAnswer.of(200, new JsonObject().put("sittings", all));
    }

    private StaffAnswer read(StaffCall call) {
        var id = new SittingId(call.parameter("sitting"));
        return hall.sitting(id)
                .filter(_ -> may(call.person(), id))
                .map(held -> StaffAnswer.of(200, json(held)))
                .orElseGet(StaffAnswer::notFound)
                .upon(id.text());
    }

    private boolean may(SignedIn who, SittingId sitting) {
        return table.may(who.account().grants(), LOOK, Target.of(sitting), clock.instant());
    }

    private JsonObject json(Hall.Held held) {
        var sitting = held.sitting();
        return lane.ask(
                        () -> {
                            var tally = sitting.tally();
                            return new JsonObject()
                                    .put("sitting", sitting.id().text())
                                    .put("closed", sitting.isClosed())
                                    .put("released", sitting.isReleased())
                                    .put("expected", tally.expected())
                                    .put("absent", tally.absent())
                                    .put("admitted", tally.admitted())
                                    .put("running", tally.running())
                                    .put("onHold", tally.onHold())
                                    .put("submitted", tally.submitted())
                                    .put("voided", tally.voided())
                                    .put("connected", tally.connected());
                        })
                .join();
    }

    private StaffAnswer search(StaffCall call) {
        var query =
                new Audit.Query(
                        call.optional("person").map(StaffId::new),
                        call.optional("what"),
                        call.optional("upon"),
                        call.optional("outcome"),
                        call.optional("from").map(Instant::parse),
                        call.optional("until").map(Instant::parse));
        var cursor =
                call.optional("cursor")
                        .map(text -> OptionalLong.of(Long.parseLong(text)))
                        .orElse(OptionalLong.empty());
        var page = audit.search(query, cursor, Integer.parseInt(call.optional("most").orElse(FEW)));
        var entries = new JsonArray();
        for (var found : page.found()) {
            entries.add(
                    new JsonObject()
                            .put("index", found.index())
                            .put("at", found.entry().at().toString())
                            .put("person", found.entry().person().text())
                            .put("what", found.entry().what())
                            .put("upon", found.entry().upon())
                            .put("outcome", found.entry().outcome())
                            .put("reason", found.entry().reason()));
        }
        var answer = new JsonObject().put("entries", entries);
        page.next().ifPresent(next -> answer.put("next", next));
        return StaffAnswer.of(200, answer);
    }
}
