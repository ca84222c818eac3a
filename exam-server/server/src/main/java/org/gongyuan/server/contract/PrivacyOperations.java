package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.MarkingShares;
import org.gongyuan.server.node.RequestConflicts;
import org.gongyuan.server.node.RetentionRounds;
import org.gongyuan.server.privacy.FaceConsents;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.privacy.PrivacyRequest;
import org.gongyuan.server.privacy.PrivacyRequests;
import org.gongyuan.server.privacy.RetentionTable;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The privacy desk: what is kept and how long, what persons ask, consents, holds and what is due.
final class PrivacyOperations {

    private static final String STAFF = "staff ";
    private static final int AT_ONCE = 200;

    private final RetentionTable table;
    private final Hall hall;
    private final AccountBook book;
    private final Conflicts conflicts;
    private final PrivacyRequests requests;
    private final RequestConflicts requestConflicts;
    private final LegalHolds holds;
    private final FaceConsents consents;
    private final RetentionRounds rounds;
    private final MarkingShares marking;
    private final RecordIndex index;
    private final InstantSource clock;

    PrivacyOperations(
            RetentionTable table,
            Hall hall,
            AccountBook book,
            Conflicts conflicts,
            PrivacyRequests requests,
            RequestConflicts requestConflicts,
            LegalHolds holds,
            FaceConsents consents,
            RetentionRounds rounds,
            MarkingShares marking,
            RecordIndex index,
            InstantSource clock) {
        this.table = requireNonNull(table, "table");
        this.hall = requireNonNull(hall, "hall");
        this.book = requireNonNull(book, "book");
        this.conflicts = requireNonNull(conflicts, "conflicts");
        this.requests = requireNonNull(requests, "requests");
        this.requestConflicts = requireNonNull(requestConflicts, "requestConflicts");
        this.holds = requireNonNull(holds, "holds");
        this.consents = requireNonNull(consents, "consents");
        this.rounds = requireNonNull(rounds, "rounds");
        this.marking = requireNonNull(marking, "marking");
        this.index = requireNonNull(index, "index");
        this.clock = requireNonNull(clock, "clock");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("readRetention", this::retention);
        operations.put("listPrivacyRequests", this::list);
        operations.put("receivePrivacyRequest", this::receive);
        operations.put("readPrivacyRequest", this::read);
        operations.put("stepPrivacyRequest", this::step);
        operations.put("copyPersonalData", this::copy);
        operations.put("listFaceConsents", this::listConsents);
        operations.put("enterFaceConsent", this::enterConsent);
        operations.put("listLegalHolds", this::listHolds);
        operations.put("placeLegalHold", this::placeHold);
        operations.put("readRetentionSweep", this::sweep);
    }

    private StaffAnswer retention(StaffCall call) {
        var kinds = new JsonArray();
        for (var one : table.kinds()) {
            kinds.add(
                    new JsonObject()
                            .put("kind", one.kind())
                            .put("place", one.place())
                            .put("zh", one.zh())
                            .put("en", one.en())
                            .put("purposeZh", one.purposeZh())
                            .put("purposeEn", one.purposeEn())
                            .put("groundZh", one.groundZh())
                            .put("groundEn", one.groundEn())
                            .put("period", one.period().toString())
                            .put("from", one.from())
                            .put("ends", one.ends()));
        }
        return StaffAnswer.of(200, new JsonObject().put("kinds", kinds));
    }

    private StaffAnswer list(StaffCall call) {
        var all = new JsonArray();
        requests.all().forEach(request -> all.add(json(request)));
        return StaffAnswer.of(200, new JsonObject().put("requests", all));
    }

    private JsonObject json(PrivacyRequest request) {
        return new JsonObject()
                .put("id", request.id())
                .put("kind", request.kind().word())
                .put("about", request.about())
                .put("received", request.received().toString())
                .put("due", request.due().toString())
                .put("late", request.isLate(clock.instant()))
                .put("state", request.state().word())
                .put("changed", request.changed().toString())
                .put("reason", request.reason())
                .put("by", request.by().text());
    }

    private StaffAnswer receive(StaffCall call) {
        var body = call.body();
        var about = about(body);
        if (about.isEmpty()) {
            return StaffAnswer.refused(409, "refused", Sentence.NOTHING_KEPT_OF.of());
        }
        var request =
                requests.receive(
                        PrivacyRequest.Kind.valueOf(
                                body.getString("kind").toUpperCase(java.util.Locale.ROOT)),
                        about.get(),
                        new PrivacyRequests.Person(
                                body.getString("name"),
                                body.getString("contact"),
                                body.getString("words")),
                        call.person().person());
        return StaffAnswer.of(201, json(request)).upon(request.id());
    }

    /// Of whom a request is: a member of staff, or the candidate with that ticket at a sitting.
    private Optional<String> about(JsonObject body) {
        var person = body.getString("person");
        if (person != null) {
            return book.find(new StaffId(person)).map(_ -> STAFF + person);
        }
        var sitting = body.getString("sitting");
        var ticket = body.getString("ticket");
        if (sitting == null || ticket == null) {
            throw new IllegalArgumentException(Sentence.REQUEST_ABOUT.of());
        }
        return commitment(new SittingId(sitting), ticket)
                .map(candidate -> sitting + " " + candidate.hex());
    }

    private Optional<Digest> commitment(SittingId sitting, String ticket) {
        return hall.sitting(sitting)
                .map(held -> held.sitting().roster())
                .flatMap(
                        roster ->
                                roster.withTicket(ticket)
                                        .map(one -> one.commitment(roster.suite())));
    }

    private StaffAnswer read(StaffCall call) {
        var id = call.parameter("request");
        return requests.find(id)
                .map(
                        request -> {
                            var json = json(request);
                            requests.person(request)
                                    .ifPresent(
                                            person ->
                                                    json.put("name", person.name())
                                                            .put("contact", person.contact())
                                                            .put("words", person.words()));
                            return StaffAnswer.of(200, json);
                        })
                .orElseGet(StaffAnswer::notFound)
                .upon(id);
    }

    private StaffAnswer step(StaffCall call) {
        var id = call.parameter("request");
        var next =
                PrivacyRequest.State.valueOf(
                        call.body().getString("state").toUpperCase(java.util.Locale.ROOT));
        var reason = call.body().getString("reason");
        var found = requests.find(id);
        if (found.isEmpty()) {
            return StaffAnswer.notFound().upon(id);
        }
        var conflict = requestConflicts.with(call.person().person(), found.get());
        if (conflict.isPresent()) {
            return StaffAnswer.refused(403, "conflict", conflict.get())
                    .upon(id + " " + next.word());
        }
        return requests.step(id, next, reason, call.person().person())
                .map(changed -> StaffAnswer.of(200, json(changed)))
                .orElseGet(() -> StaffAnswer.refused(409, "refused", Sentence.REQUEST_STEPS.of()))
                .upon(id + " " + next.word())
                .because(reason);
    }

    private StaffAnswer copy(StaffCall call) {
        var id = call.parameter("request");
        var request =
                requests.find(id)
                        .filter(
                                one ->
                                        one.state() == PrivacyRequest.State.GRANTED
                                                || one.state() == PrivacyRequest.State.DONE);
        if (request.isEmpty()) {
            return StaffAnswer.notFound().upon(id);
        }
        var about = request.get().about();
        return StaffAnswer.of(
                        new StaffFile(
                                "gongyuan-personal-data-%s.txt".formatted(id),
                                to -> {
                                    to.line("个人信息副本 Copy of personal data");
                                    to.line("请求 request " + id);
                                    to.line("制作时间 made " + clock.instant());
                                    to.line("");
                                    if (about.startsWith(STAFF)) {
                                        ofStaff(new StaffId(about.substring(6)), to);
                                    } else {
                                        ofCandidate(about, to);
                                    }
                                    to.line("");
                                    to.line("—— 完 end ——");
                                }))
                .upon(id);
    }

    private void ofStaff(StaffId person, StaffFile.To to) throws IOException, InterruptedException {
        var kept = book.find(person);
        to.line("编号 staff id: " + person);
        if (kept.isPresent()) {
            var account = kept.get().account();
            to.line("姓名 name: " + book.name(account));
            to.line("账号 account: " + SignInOperations.word(account.state()));
            for (var grant : account.grants()) {
                to.line(
                        "职责 duty: %s %s %s – %s"
                                .formatted(
                                        grant.duty(), grant.area(), grant.from(), grant.until()));
            }
        }
        for (var one : conflicts.all()) {
            if (one.person().equals(person)) {
                to.line(
                        "回避申报 conflict: %s %s %s"
                                .formatted(one.sitting(), one.kind().word(), one.at()));
            }
        }
        entries(RecordQuery.all(RecordQuery.Where.ALL).by(person), to);
    }

    private void ofCandidate(String about, StaffFile.To to)
            throws IOException, InterruptedException {
        var sitting = new SittingId(about.substring(0, about.indexOf(' ')));
        var commitment = Digest.parse(about.substring(about.indexOf(' ') + 1));
        to.line("场次 sitting: " + sitting);
        to.line("承诺值 commitment: " + commitment.hex());
        var held = hall.sitting(sitting);
        if (held.isEmpty()) {
            to.line("此节点未保存该场次 this node does not hold the sitting");
            return;
        }
        var roster = held.get().sitting().roster();
        var candidate = roster.withCommitment(commitment);
        if (candidate.isPresent() && hall.keeps(sitting, commitment)) {
            person(candidate.get(), to);
            to.line(
                    "照片 photo: "
                            + roster.photo(candidate.get())
                                    .map(photo -> photo.bytes().length() + " bytes")
                                    .orElse("-"));
        } else {
            to.line("姓名、核对信息与照片已删除 name, facts and photo are deleted");
        }
        to.line(
                "面部信息同意 face consent: "
                        + consents.of(sitting, commitment)
                                .map(one -> (one.given() ? "given " : "withdrawn ") + one.at())
                                .orElse("-"));
        if (candidate.isPresent()) {
            var session = candidate.get().session(roster.suite(), sitting);
            var all = RecordQuery.all(RecordQuery.Where.SITTINGS);
            entries(
                    new RecordQuery(
                            all.where(),
                            all.person(),
                            all.kind(),
                            all.what(),
                            all.upon(),
                            all.outcome(),
                            Optional.of(session),
                            all.seat(),
                            all.sitting(),
                            all.from(),
                            all.until(),
                            all.order()),
                    to);
        }
    }

    private static void person(Candidate candidate, StaffFile.To to)
            throws IOException, InterruptedException {
        to.line("准考证号 ticket: " + candidate.ticketNumber());
        to.line("姓名 name: " + candidate.name());
        for (var fact : candidate.facts()) {
            to.line("%s %s: %s".formatted(fact.zh(), fact.en(), fact.value()));
        }
        to.line("延长时间 additional time: " + candidate.accommodation());
    }

    private void entries(RecordQuery query, StaffFile.To to)
            throws IOException, InterruptedException {
        to.line("");
        to.line("记录 entries:");
        var cursor = OptionalLong.empty();
        do {
            var page = index.find(query.in(RecordQuery.Order.OLDEST), cursor, AT_ONCE);
            for (var found : page.found()) {
                var facts = found.facts();
                to.line(
                        "%s %s %s %s %s"
                                .formatted(
                                        found.entry().at(),
                                        found.log().origin(),
                                        facts.kind(),
                                        facts.what(),
                                        facts.outcome()));
            }
            cursor = page.next();
        } while (cursor.isPresent());
    }

    private StaffAnswer listConsents(StaffCall call) {
        var all = new JsonArray();
        consents.counts()
                .forEach(
                        (sitting, count) ->
                                all.add(
                                        new JsonObject()
                                                .put("sitting", sitting)
                                                .put("given", count.given())
                                                .put("withdrawn", count.withdrawn())));
        return StaffAnswer.of(200, new JsonObject().put("sittings", all));
    }

    private StaffAnswer enterConsent(StaffCall call) {
        var sitting = new SittingId(call.body().getString("sitting"));
        var candidate = commitment(sitting, call.body().getString("ticket"));
        if (candidate.isEmpty()) {
            return StaffAnswer.notFound().upon(sitting.text());
        }
        boolean given = call.body().getBoolean("given");
        var upon = sitting + " " + candidate.get().hex() + (given ? " given" : " withdrawn");
        return consents.enter(sitting, candidate.get(), given)
                ? StaffAnswer.done().upon(upon)
                : StaffAnswer.refused(409, "refused", Sentence.STANDS_SO.of()).upon(upon);
    }

    private StaffAnswer listHolds(StaffCall call) {
        var all = new JsonArray();
        for (var hold : holds.all()) {
            var json =
                    new JsonObject()
                            .put("upon", hold.upon())
                            .put("reason", hold.reason())
                            .put("placed", hold.placed().toString())
                            .put("by", hold.by().text());
            hold.lifted()
                    .ifPresent(
                            at -> json.put("lifted", at.toString()).put("because", hold.because()));
            all.add(json);
        }
        return StaffAnswer.of(200, new JsonObject().put("holds", all));
    }

    private StaffAnswer placeHold(StaffCall call) {
        var upon = call.body().getString("upon");
        var reason = call.body().getString("reason");
        var _ = new Deed.Erasure(upon, "due");
        boolean isPlaced = holds.place(upon, reason, call.person().person());
        if (isPlaced) {
            hall.sittings().forEach(marking::follow);
        }
        return (isPlaced
                        ? StaffAnswer.done()
                        : StaffAnswer.refused(409, "refused", Sentence.HOLD_THERE.of()))
                .upon(upon)
                .because(reason);
    }

    private StaffAnswer sweep(StaffCall call) {
        var due = new JsonArray();
        var coming = new JsonArray();
        var now = clock.instant();
        for (var one : rounds.plan()) {
            var kept = one.kept();
            var json =
                    new JsonObject()
                            .put("upon", kept.upon())
                            .put("kind", kept.kind())
                            .put("persons", kept.persons());
            kept.until().ifPresent(at -> json.put("until", at.toString()));
            one.waits()
                    .ifPresent(
                            why -> json.put("held", why).put("why", SentenceJson.of(why, "other")));
            one.goes().ifPresent(at -> json.put("goes", at.toString()));
            var _ = (kept.isDue(now) ? due : coming).add(json);
        }
        return StaffAnswer.of(200, new JsonObject().put("due", due).put("coming", coming));
    }
}
