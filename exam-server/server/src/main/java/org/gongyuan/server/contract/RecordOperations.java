package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.audit.Audit;
import org.gongyuan.server.audit.RecordExport;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
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
    private final RecordIndex index;
    private final RecordExport export;
    private final InstantSource clock;

    RecordOperations(
            Hall hall,
            Lane lane,
            DutyTable table,
            Audit audit,
            RecordIndex index,
            InstantSource clock) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.table = requireNonNull(table, "table");
        this.audit = requireNonNull(audit, "audit");
        this.index = requireNonNull(index, "index");
        export = new RecordExport(index);
        this.clock = requireNonNull(clock, "clock");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listSittings", this::list);
        operations.put("readSitting", this::read);
        operations.put("searchAudit", this::search);
        operations.put("exportAudit", this::export);
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
        var cursor =
                call.optional("cursor")
                        .map(text -> OptionalLong.of(Long.parseLong(text)))
                        .orElse(OptionalLong.empty());
        var page =
                index.find(
                        query(call), cursor, Integer.parseInt(call.optional("most").orElse(FEW)));
        var entries = new JsonArray();
        page.found().forEach(found -> entries.add(json(found)));
        var answer = new JsonObject().put("entries", entries);
        page.next().ifPresent(next -> answer.put("next", next));
        return StaffAnswer.of(200, answer).upon(query(call).text());
    }

    private StaffAnswer export(StaffCall call) {
        var query = query(call);
        var at = clock.instant();
        var by = call.person().person();
        var reason = call.parameter("reason");
        return StaffAnswer.of(
                        new StaffFile(
                                "gongyuan-audit-%d.txt".formatted(at.toEpochMilli()),
                                to -> {
                                    long many = export.write(query, by, at, to::line);
                                    audit.enter(
                                            by,
                                            "auditExported",
                                            query.text(),
                                            "%d entries".formatted(many),
                                            reason);
                                }))
                .upon(query.text())
                .because(reason);
    }

    private static RecordQuery query(StaffCall call) {
        return new RecordQuery(
                call.optional("where")
                        .map(word -> RecordQuery.Where.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(RecordQuery.Where.STAFF),
                call.optional("person").map(StaffId::new),
                call.optional("kind"),
                call.optional("what"),
                call.optional("upon"),
                call.optional("outcome"),
                call.optional("session").map(SessionId::parse),
                call.optional("seat"),
                call.optional("sitting").map(SittingId::new),
                call.optional("from").map(Instant::parse),
                call.optional("until").map(Instant::parse),
                call.optional("order")
                        .map(word -> RecordQuery.Order.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(RecordQuery.Order.NEWEST));
    }

    private static JsonObject json(RecordIndex.Found found) {
        var facts = found.facts();
        var persons = facts.persons();
        var one =
                new JsonObject()
                        .put("log", found.log().origin())
                        .put("index", found.index())
                        .put("at", found.entry().at().toString())
                        .put("kind", facts.kind())
                        .put("person", (persons.isEmpty() ? Audit.NOBODY : persons.get(0)).text())
                        .put("what", facts.what())
                        .put("upon", facts.upon())
                        .put("outcome", facts.outcome())
                        .put("reason", facts.reason());
        if (persons.size() > 1) {
            one.put("second", persons.get(1).text());
        }
        found.log().sitting().ifPresent(sitting -> one.put("sitting", sitting.text()));
        facts.session().ifPresent(session -> one.put("session", session.toString()));
        found.seat().ifPresent(seat -> one.put("seat", seat.text()));
        return one;
    }
}
