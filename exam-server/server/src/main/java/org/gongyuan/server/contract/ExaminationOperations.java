package org.gongyuan.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.conclusion.OpeningDeeds;
import org.gongyuan.server.conclusion.PublicationDeeds;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.plan.Centre;
import org.gongyuan.server.plan.Examination;
import org.gongyuan.server.plan.ExaminationId;
import org.gongyuan.server.plan.Examinations;
import org.gongyuan.server.plan.PlannedRules;
import org.gongyuan.server.plan.PlannedSitting;
import org.gongyuan.server.plan.Room;
import org.gongyuan.server.plan.SeatCertificates;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.trust.certificate.CertificateRefused;
import org.gongyuan.trust.certificate.SeatCertificate;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Planned examinations: their centres, sittings and seats, and how far results have come
/// (`staff-access.md` section 7).
final class ExaminationOperations {

    private static final Permission LOOK = new Permission("exam.look");
    private static final Permission PLAN = new Permission("exam.plan");
    private static final Permission ENROL = new Permission("seat.enrol");
    private static final Permission RESULTS = new Permission("publication.look");

    private final Examinations plans;
    private final SeatCertificates certificates;
    private final OpeningDeeds openings;
    private final PublicationDeeds publications;
    private final DutyTable table;
    private final Path inbox;
    private final Optional<Path> authority;
    private final Acceptance acceptance;
    private final InstantSource clock;

    /// Operations over these, the node's inbox and the authority of its seats.
    ExaminationOperations(
            Examinations plans,
            SeatCertificates certificates,
            OpeningDeeds openings,
            PublicationDeeds publications,
            DutyTable table,
            StaffOffice.Ground ground) {
        this.plans = requireNonNull(plans, "plans");
        this.certificates = requireNonNull(certificates, "certificates");
        this.openings = requireNonNull(openings, "openings");
        this.publications = requireNonNull(publications, "publications");
        this.table = requireNonNull(table, "table");
        this.inbox = ground.inbox();
        this.authority = ground.seatAuthority();
        this.acceptance = ground.acceptance();
        this.clock = ground.clock();
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listExaminations", this::list);
        operations.put("planExamination", this::plan);
        operations.put("readExamination", this::read);
        operations.put("planCentre", this::planCentre);
        operations.put("removeCentre", this::removeCentre);
        operations.put("draftSitting", this::draft);
        operations.put("readSeats", this::seats);
        operations.put("listFormsAtHand", _ -> StaffAnswer.of(200, forms()));
        operations.put("enrolSeat", this::enrol);
        operations.put("readPublication", this::publication);
    }

    private StaffAnswer list(StaffCall call) {
        var all = new JsonArray();
        plans.all().stream()
                .filter(exam -> sees(call.person(), exam))
                .map(this::json)
                .forEach(all::add);
        return StaffAnswer.of(200, new JsonObject().put("examinations", all));
    }

    private StaffAnswer plan(StaffCall call) {
        var id = new ExaminationId(call.body().getString("exam"));
        if (!may(call.person(), PLAN, Target.NONE)) {
            return StaffAnswer.notPermitted().upon(id.text());
        }
        var exam = new Examination(id, call.body().getString("title"), List.of(), List.of());
        return plans.plan(exam)
                ? StaffAnswer.of(201, json(exam)).upon(id.text())
                : StaffAnswer.refused(409, "refused", Sentence.EXAM_THERE.of(id)).upon(id.text());
    }

    private StaffAnswer read(StaffCall call) {
        return found(call)
                .map(exam -> StaffAnswer.of(200, json(exam)))
                .orElseGet(StaffAnswer::notFound)
                .upon(call.parameter("exam"));
    }

    private Optional<Examination> found(StaffCall call) {
        return plans.find(new ExaminationId(call.parameter("exam")))
                .filter(exam -> sees(call.person(), exam));
    }

    private StaffAnswer planCentre(StaffCall call) {
        var rooms = new ArrayList<Room>();
        for (var one : call.body().getJsonArray("rooms")) {
            var room = (JsonObject) one;
            var closed = new TreeSet<Integer>();
            room.getJsonArray("closed").forEach(desk -> closed.add(((Number) desk).intValue()));
            rooms.add(
                    new Room(
                            room.getString("code"),
                            room.getInteger("rows"),
                            room.getInteger("columns"),
                            closed));
        }
        var centre = new Centre(call.parameter("centre"), call.body().getString("name"), rooms);
        return changed(
                call,
                exam -> {
                    var all = new ArrayList<>(exam.centres());
                    all.removeIf(one -> one.code().equals(centre.code()));
                    all.add(centre);
                    all.sort(java.util.Comparator.comparing(Centre::code));
                    return exam.at(all);
                });
    }

    private StaffAnswer removeCentre(StaffCall call) {
        var code = call.parameter("centre");
        return changed(
                call,
                exam ->
                        exam.at(
                                exam.centres().stream()
                                        .filter(one -> !one.code().equals(code))
                                        .toList()));
    }

    /// Changes what is of no sitting alone; who plans single sittings may not.
    private StaffAnswer changed(
            StaffCall call, java.util.function.UnaryOperator<Examination> change) {
        var upon = call.parameter("exam") + " " + call.parameter("centre");
        if (!may(call.person(), PLAN, Target.NONE)) {
            return StaffAnswer.notPermitted().upon(upon);
        }
        return answer(call, change).upon(upon);
    }

    private StaffAnswer answer(
            StaffCall call, java.util.function.UnaryOperator<Examination> change) {
        try {
            return plans.change(new ExaminationId(call.parameter("exam")), change)
                    .map(exam -> StaffAnswer.of(200, json(exam)))
                    .orElseGet(StaffAnswer::notFound);
        } catch (IllegalArgumentException refused) {
            return StaffAnswer.refused(409, "refused", refused.getMessage());
        }
    }

    private StaffAnswer draft(StaffCall call) {
        var sitting = new SittingId(call.parameter("sitting"));
        var upon = call.parameter("exam") + " " + sitting;
        if (!may(call.person(), PLAN, Target.of(sitting))) {
            return StaffAnswer.notPermitted().upon(upon);
        }
        var exam = new ExaminationId(call.parameter("exam"));
        if (plans.of(sitting).filter(other -> !other.id().equals(exam)).isPresent()) {
            return StaffAnswer.refused(409, "refused", Sentence.SITTING_OF_ANOTHER_EXAM.of(sitting))
                    .upon(upon);
        }
        if (!may(call.person(), PLAN, Target.NONE)
                && plans.find(exam).filter(one -> one.sitting(sitting).isPresent()).isEmpty()) {
            // A sitting is added to an examination by who plans the examination.
            return StaffAnswer.notFound().upon(upon);
        }
        var rules = rules(call.body());
        return answer(
                        call,
                        one ->
                                one.sitting(sitting).isPresent()
                                        ? one.changing(sitting, planned -> planned.drafting(rules))
                                        : one.with(PlannedSitting.drafted(sitting, rules)))
                .upon(upon);
    }

    private static PlannedRules rules(JsonObject body) {
        return new PlannedRules(
                EntryPreset.named(body.getString("preset")),
                Instant.parse(body.getString("starts")),
                Duration.ofMillis(body.getLong("lengthMillis")),
                Duration.ofMillis(body.getLong("noticeMillis")),
                PosturePolicy.parse(body.getString("posture")),
                Duration.ofMillis(body.getLong("limitMillis")),
                Digest.parse(body.getString("form")));
    }

    private StaffAnswer seats(StaffCall call) {
        var exam = found(call);
        if (exam.isEmpty()) {
            return StaffAnswer.notFound().upon(call.parameter("exam"));
        }
        var all = new JsonArray();
        certificates.all().stream()
                .filter(one -> exam.get().has(one.seat()))
                .forEach(one -> all.add(json(one)));
        return StaffAnswer.of(200, new JsonObject().put("seats", all)).upon(call.parameter("exam"));
    }

    private StaffAnswer enrol(StaffCall call) {
        if (authority.isEmpty()) {
            return StaffAnswer.refused(409, "refused", Sentence.SEATS_WITHOUT_CERTIFICATES.of());
        }
        try {
            var certificate =
                    SeatCertificate.read(
                            call.body().getString("certificate"),
                            Files.readString(authority.get(), UTF_8),
                            clock.instant());
            var seat = SeatCertificates.seat(certificate);
            var room = seat.text().substring(0, seat.text().lastIndexOf('/'));
            if (!may(call.person(), ENROL, new Target(Optional.empty(), Optional.of(room)))) {
                return StaffAnswer.notPermitted().upon(seat.text());
            }
            var enrolled = certificates.enrol(certificate, call.person().person(), clock.instant());
            return StaffAnswer.of(200, json(enrolled))
                    .upon(seat + " " + enrolled.fingerprint().hex());
        } catch (CertificateRefused refused) {
            var because = refused.getMessage();
            return StaffAnswer.refused(
                    409,
                    "refused",
                    Sentence.told(because).isPresent()
                            ? because
                            : Sentence.CERTIFICATE_REFUSED.of(because));
        } catch (IOException unreadable) {
            return StaffAnswer.refused(409, "refused", Sentence.AUTHORITY_UNREADABLE.of());
        }
    }

    private StaffAnswer publication(StaffCall call) {
        var sitting = new SittingId(call.parameter("sitting"));
        if (!may(call.person(), RESULTS, Target.of(sitting))) {
            return StaffAnswer.notPermitted().upon(sitting.text());
        }
        try {
            var runs = new JsonArray();
            for (var run : publications.runs(sitting)) {
                var of = run.publication();
                var json =
                        new JsonObject()
                                .put("run", of.run())
                                .put("results", of.results().hex())
                                .put("scored", run.scored())
                                .put("approvals", of.approvals().size())
                                .put("noticeMillis", of.notice().toMillis())
                                .put("published", of.isPublished());
                of.until().ifPresent(until -> json.put("until", until.toString()));
                runs.add(json);
            }
            var answer = new JsonObject().put("runs", runs);
            openings.opening(sitting)
                    .ifPresent(
                            opening ->
                                    answer.put(
                                            "opening",
                                            new JsonObject()
                                                    .put(
                                                            "manifest",
                                                            opening.what().manifest().hex())
                                                    .put("standing", opening.isStanding())));
            return StaffAnswer.of(200, answer).upon(sitting.text());
        } catch (IOException unreadable) {
            return StaffAnswer.refused(409, "refused", Sentence.DOCUMENTS_UNREADABLE.of())
                    .upon(sitting.text());
        }
    }

    private JsonObject forms() {
        var all = new JsonArray();
        for (var file : inInbox()) {
            try (var form = SealedForm.read(file, acceptance)) {
                all.add(
                        new JsonObject()
                                .put("manifest", form.manifestDigest().hex())
                                .put("form", form.manifest().form().id())
                                .put("revision", form.manifest().form().revision())
                                .put("notBefore", form.manifest().notBefore().toString()));
            } catch (FormRefused | IOException | IllegalArgumentException _) {
                // A roster, or what is still being brought.
            }
        }
        return new JsonObject().put("forms", all);
    }

    private List<Path> inInbox() {
        if (!Files.isDirectory(inbox)) {
            return List.of();
        }
        try (var files = Files.list(inbox)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /// Whoever may look at it as a whole, at one of its sittings, or at one of its centres.
    private boolean sees(SignedIn who, Examination exam) {
        return may(who, LOOK, Target.NONE)
                || exam.sittings().stream().anyMatch(one -> may(who, LOOK, Target.of(one.id())))
                || exam.centres().stream()
                        .flatMap(
                                centre ->
                                        java.util.stream.Stream.concat(
                                                java.util.stream.Stream.of(centre.code()),
                                                centre.rooms().stream()
                                                        .map(
                                                                room ->
                                                                        centre.code()
                                                                                + "/"
                                                                                + room.code())))
                        .anyMatch(
                                place ->
                                        may(
                                                who,
                                                LOOK,
                                                new Target(Optional.empty(), Optional.of(place))));
    }

    private boolean may(SignedIn who, Permission permission, Target target) {
        return table.may(who.account().grants(), permission, target, clock.instant());
    }

    private static JsonObject json(SeatCertificates.Enrolled one) {
        return new JsonObject()
                .put("seat", one.seat().text())
                .put("fingerprint", one.fingerprint().hex())
                .put("from", one.from().toString())
                .put("until", one.until().toString())
                .put("by", one.by().text())
                .put("at", one.at().toString());
    }

    private JsonObject json(Examination exam) {
        var centres = new JsonArray();
        for (var centre : exam.centres()) {
            var rooms = new JsonArray();
            for (var room : centre.rooms()) {
                rooms.add(
                        new JsonObject()
                                .put("code", room.code())
                                .put("rows", room.rows())
                                .put("columns", room.columns())
                                .put("closed", new JsonArray(List.copyOf(room.closed()))));
            }
            centres.add(
                    new JsonObject()
                            .put("code", centre.code())
                            .put("name", centre.name())
                            .put("rooms", rooms));
        }
        var sittings = new JsonArray();
        exam.sittings().forEach(one -> sittings.add(json(one)));
        return new JsonObject()
                .put("exam", exam.id().text())
                .put("title", exam.title())
                .put("centres", centres)
                .put("sittings", sittings);
    }

    private JsonObject json(PlannedSitting sitting) {
        var rules = sitting.rules();
        var changes = new JsonArray();
        for (var change : sitting.changes()) {
            changes.add(
                    new JsonObject()
                            .put("rule", change.rule().word())
                            .put("from", change.from())
                            .put("to", change.to())
                            .put("at", change.at().toString())
                            .put("proposer", change.proposer().text())
                            .put("approver", change.approver().text()));
        }
        var json =
                new JsonObject()
                        .put("sitting", sitting.id().text())
                        .put("stage", stage(sitting))
                        .put(
                                "rules",
                                new JsonObject()
                                        .put("preset", rules.preset().text())
                                        .put("starts", rules.starts().toString())
                                        .put("lengthMillis", rules.length().toMillis())
                                        .put("noticeMillis", rules.notice().toMillis())
                                        .put("posture", posture(rules.posture()))
                                        .put("limitMillis", rules.limit().toMillis())
                                        .put("form", rules.form().hex()))
                        .put("digest", sitting.digest().hex())
                        .put("changes", changes)
                        .put("formAtHand", Files.exists(inbox.resolve(rules.form().hex())));
        sitting.frozen()
                .ifPresent(
                        frozen ->
                                json.put(
                                        "frozen",
                                        new JsonObject()
                                                .put("at", frozen.at().toString())
                                                .put("proposer", frozen.proposer().text())
                                                .put("approver", frozen.approver().text())));
        sitting.roster()
                .ifPresent(
                        roster ->
                                json.put(
                                        "roster",
                                        new JsonObject()
                                                .put("digest", roster.digest().hex())
                                                .put("size", roster.size())
                                                .put("at", roster.at().toString())
                                                .put("by", roster.by().text())
                                                .put(
                                                        "atHand",
                                                        Files.exists(
                                                                inbox.resolve(
                                                                        roster.digest().hex())))));
        sitting.opened().ifPresent(at -> json.put("opened", at.toString()));
        return json;
    }

    /// As [PosturePolicy#parse] reads it: what is not said is as `noted` has it.
    private static String posture(PosturePolicy policy) {
        return policy.equals(PosturePolicy.STANDARD)
                ? "standard"
                : policy.equals(PosturePolicy.NOTED)
                        ? "noted"
                        : "noted " + String.join(" ", policy.words());
    }

    private static String stage(PlannedSitting sitting) {
        return sitting.opened().isPresent()
                ? "opened"
                : sitting.frozen().isPresent() ? "frozen" : "draft";
    }
}
