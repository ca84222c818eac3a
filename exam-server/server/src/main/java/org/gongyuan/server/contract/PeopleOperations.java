package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Account;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.server.account.Staffing;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.node.RecusalWatch;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// People, their duties and their conflicts.
final class PeopleOperations {

    private static final Permission LOOK = new Permission("conflict.look");

    private final AccountBook book;
    private final Invitations invitations;
    private final Staffing staffing;
    private final Conflicts conflicts;
    private final RecusalWatch recusals;
    private final DutyTable table;
    private final InstantSource clock;

    PeopleOperations(
            AccountBook book,
            Invitations invitations,
            Staffing staffing,
            Conflicts conflicts,
            RecusalWatch recusals,
            DutyTable table,
            InstantSource clock) {
        this.book = requireNonNull(book, "book");
        this.invitations = requireNonNull(invitations, "invitations");
        this.staffing = requireNonNull(staffing, "staffing");
        this.conflicts = requireNonNull(conflicts, "conflicts");
        this.recusals = requireNonNull(recusals, "recusals");
        this.table = requireNonNull(table, "table");
        this.clock = requireNonNull(clock, "clock");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listPeople", this::list);
        operations.put("readPerson", this::read);
        operations.put("invitePerson", this::invite);
        operations.put("takeDutyBack", this::takeBack);
        operations.put("endAccount", this::end);
        operations.put("readDuties", this::duties);
        operations.put("declareConflict", this::declare);
        operations.put("listConflicts", this::listConflicts);
    }

    private StaffAnswer list(StaffCall call) {
        var people = new JsonArray();
        for (var kept : book.all()) {
            var account = kept.account();
            var duties = new JsonArray();
            account.grants().forEach(grant -> duties.add(SignInOperations.json(grant)));
            people.add(
                    new JsonObject()
                            .put("person", account.id().text())
                            .put("state", SignInOperations.word(account.state()))
                            .put("duties", duties));
        }
        return StaffAnswer.of(200, new JsonObject().put("people", people));
    }

    private StaffAnswer read(StaffCall call) {
        var id = call.parameter("person");
        return book.find(new StaffId(id))
                .map(
                        kept -> {
                            var account = kept.account();
                            var duties = new JsonArray();
                            account.grants()
                                    .forEach(grant -> duties.add(SignInOperations.json(grant)));
                            return StaffAnswer.of(
                                    200,
                                    new JsonObject()
                                            .put("person", id)
                                            .put("name", book.name(account))
                                            .put("state", SignInOperations.word(account.state()))
                                            .put("passkeys", account.passkeys().size())
                                            .put("hasPassword", account.password().isPresent())
                                            .put("mark", Account.mark(account.ways()))
                                            .put("duties", duties));
                        })
                .orElseGet(StaffAnswer::notFound)
                .upon(id);
    }

    private StaffAnswer invite(StaffCall call) {
        var id = call.body().getString("person");
        return switch (invitations.invite(
                new StaffId(id), call.body().getString("name"), List.of())) {
            case Invitations.Outcome.Invited(var code) ->
                    StaffAnswer.of(201, new JsonObject().put("code", code)).upon(id);
            case Invitations.Outcome.Refused(var because) ->
                    StaffAnswer.refused(409, "refused", because).upon(id);
        };
    }

    private StaffAnswer takeBack(StaffCall call) {
        var person = call.parameter("person");
        var duty = new Duty(call.body().getString("duty"));
        var area = new Area(call.body().getString("area"));
        return answer(
                staffing.takeBack(call.person().person(), new StaffId(person), duty, area),
                person + " " + duty + " " + area);
    }

    private StaffAnswer end(StaffCall call) {
        var person = call.parameter("person");
        return answer(staffing.end(call.person().person(), new StaffId(person)), person)
                .because(call.body().getString("reason"));
    }

    private static StaffAnswer answer(Staffing.Outcome outcome, String upon) {
        return switch (outcome) {
            case Staffing.Outcome.Done _ -> StaffAnswer.done().upon(upon);
            case Staffing.Outcome.Unknown _ -> StaffAnswer.notFound().upon(upon);
            case Staffing.Outcome.Refused(var because) ->
                    StaffAnswer.refused(409, "refused", because).upon(upon);
        };
    }

    private StaffAnswer duties(StaffCall call) {
        var duties = new JsonArray();
        table.duties()
                .forEach(
                        one ->
                                duties.add(
                                        new JsonObject()
                                                .put("duty", one.duty().name())
                                                .put("family", one.family())
                                                .put("zh", one.zh())
                                                .put("en", one.en())));
        var permissions = new JsonArray();
        table.permissions()
                .forEach(
                        one -> {
                            var holders = new JsonArray();
                            one.duties().stream().map(Duty::name).sorted().forEach(holders::add);
                            permissions.add(
                                    new JsonObject()
                                            .put("permission", one.permission().name())
                                            .put("kind", one.kind())
                                            .put("zh", one.zh())
                                            .put("en", one.en())
                                            .put("duties", holders));
                        });
        var apart = new JsonArray();
        table.apart()
                .forEach(
                        one ->
                                apart.add(
                                        new JsonObject()
                                                .put("one", one.one())
                                                .put("other", one.other())
                                                .put("zh", one.zh())
                                                .put("en", one.en())));
        return StaffAnswer.of(
                200,
                new JsonObject()
                        .put("duties", duties)
                        .put("permissions", permissions)
                        .put("apart", apart));
    }

    private StaffAnswer declare(StaffCall call) {
        var body = call.body();
        var person = new StaffId(body.getString("person"));
        var sitting = new SittingId(body.getString("sitting"));
        var upon = person + " " + sitting;
        // Kept of whoever is named, also of nobody: who may not see people is not told who there
        // is,
        // and one who is invited later has it.
        conflicts.declare(
                new Conflicts.Declared(
                        person,
                        Conflicts.Kind.named(body.getString("kind")),
                        sitting,
                        Optional.ofNullable(body.getString("ticket"))
                                .map(number -> conflicts.ticket(sitting, number)),
                        clock.instant(),
                        call.person().person()));
        recusals.look();
        return StaffAnswer.done().upon(upon);
    }

    private StaffAnswer listConflicts(StaffCall call) {
        var all = new JsonArray();
        var now = clock.instant();
        for (var one : conflicts.all()) {
            if (!table.may(call.person().account().grants(), LOOK, Target.of(one.sitting()), now)) {
                continue;
            }
            all.add(
                    new JsonObject()
                            .put("person", one.person().text())
                            .put("kind", one.kind().word())
                            .put("sitting", one.sitting().text())
                            .put("at", one.at().toString())
                            .put("by", one.by().text()));
        }
        return StaffAnswer.of(200, new JsonObject().put("conflicts", all));
    }
}
