package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.plan.Examination;
import org.gongyuan.server.plan.ExaminationId;
import org.gongyuan.server.plan.Examinations;
import org.gongyuan.server.plan.PhotoArchive;
import org.gongyuan.server.plan.PlannedSitting;
import org.gongyuan.server.plan.RosterReport;
import org.gongyuan.server.plan.RosterSheet;
import org.gongyuan.server.plan.Sheet;
import org.gongyuan.server.plan.SheetRefused;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.RosterCsv;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Rosters of planned sittings (`staff-access.md` 7.5): uploaded, read row by row, and laid into
/// the inbox, from which the sitting is opened.
final class RosterOperations {

    private static final Permission IMPORT = new Permission("roster.import");

    private final Examinations plans;
    private final Conflicts conflicts;
    private final AnnouncedFiles files;
    private final DutyTable table;
    private final Path inbox;
    private final Acceptance acceptance;
    private final InstantSource clock;
    private final SecureRandom random;

    RosterOperations(
            Examinations plans,
            Conflicts conflicts,
            AnnouncedFiles files,
            DutyTable table,
            StaffOffice.Ground ground) {
        this.plans = requireNonNull(plans, "plans");
        this.conflicts = requireNonNull(conflicts, "conflicts");
        this.files = requireNonNull(files, "files");
        this.table = requireNonNull(table, "table");
        this.inbox = ground.inbox();
        this.acceptance = ground.acceptance();
        this.clock = ground.clock();
        this.random = ground.random();
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("importRoster", this::read);
    }

    private StaffAnswer read(StaffCall call) {
        var sitting = new SittingId(call.parameter("sitting"));
        var upon = call.parameter("exam") + " " + sitting;
        if (!table.may(
                call.person().account().grants(), IMPORT, Target.of(sitting), clock.instant())) {
            return StaffAnswer.notPermitted().upon(upon);
        }
        var declared = conflicts.with(call.person().person(), sitting);
        if (declared.isPresent()) {
            return StaffAnswer.refused(403, "conflict", declared.get().kind().sentence())
                    .upon(upon)
                    .because(declared.get().kind().word());
        }
        var exam =
                plans.find(new ExaminationId(call.parameter("exam")))
                        .filter(one -> one.sitting(sitting).isPresent());
        var person = call.person().person();
        var upload = call.body().getString("upload");
        var file = files.file(person, upload);
        var photos = Optional.ofNullable(call.body().getString("photos"));
        var archive = photos.flatMap(name -> files.file(person, name));
        if (exam.isEmpty()) {
            return StaffAnswer.notFound().upon(upon);
        }
        if (file.isEmpty() || (photos.isPresent() && archive.isEmpty())) {
            return StaffAnswer.refused(409, "refused", Sentence.UPLOAD_MISSING.of()).upon(upon);
        }
        try {
            return imported(call, exam.get(), sitting, file.get(), archive).upon(upon);
        } catch (FormRefused refused) {
            var because = Sentence.FORM_REFUSED.of(refused.reason().word(), refused.getMessage());
            return StaffAnswer.refused(409, "refused", because).upon(upon);
        } catch (SheetRefused | IllegalArgumentException refused) {
            return StaffAnswer.refused(409, "refused", refused.getMessage()).upon(upon);
        } catch (IOException failed) {
            return StaffAnswer.refused(409, "refused", Sentence.FILES_UNREADABLE.of()).upon(upon);
        } finally {
            files.forget(upload);
            photos.ifPresent(files::forget);
        }
    }

    private StaffAnswer imported(
            StaffCall call, Examination exam, SittingId sitting, Path file, Optional<Path> archive)
            throws IOException, SheetRefused, FormRefused {
        var sheet = Sheet.read(file);
        var suite = suite(exam.sitting(sitting).orElseThrow());
        RosterReport report;
        if (archive.isPresent()) {
            try (var photos = PhotoArchive.open(archive.get())) {
                report = reader(exam, sitting, suite, sheet, photos).read(sheet);
            }
        } else {
            report =
                    reader(
                                    exam,
                                    sitting,
                                    suite,
                                    sheet,
                                    name -> {
                                        throw new IOException("no photos were brought");
                                    })
                            .read(sheet);
        }
        boolean isTaken =
                report.roster().isPresent()
                        && (report.bad() == 0 || call.body().getBoolean("acceptGood"));
        if (isTaken) {
            take(call, sitting, report.roster().get());
        }
        return StaffAnswer.of(200, json(report, isTaken));
    }

    private Suite suite(PlannedSitting planned) throws IOException, FormRefused {
        var form = inbox.resolve(planned.rules().form().hex());
        if (!Files.exists(form)) {
            throw new IllegalArgumentException(Sentence.FORM_FOR_SUITE_MISSING.of());
        }
        try (var read = SealedForm.read(form, acceptance)) {
            return read.manifest().suite();
        }
    }

    private RosterSheet reader(
            Examination exam,
            SittingId sitting,
            Suite suite,
            Sheet sheet,
            RosterCsv.PhotoFiles photos) {
        return new RosterSheet(suite, exam::has, ofStaff(sitting, sheet), photos, random);
    }

    private Set<String> ofStaff(SittingId sitting, Sheet sheet) {
        return RosterSheet.tickets(sheet).stream()
                .filter(ticket -> conflicts.isStaffTicket(sitting, ticket))
                .collect(Collectors.toSet());
    }

    /// The roster lies in the inbox before the plan names it.
    private void take(StaffCall call, SittingId sitting, Roster roster) throws IOException {
        var imported =
                new PlannedSitting.Imported(
                        roster.digest(), roster.size(), clock.instant(), call.person().person());
        var before = plans.of(sitting).flatMap(exam -> exam.sitting(sitting)).orElseThrow();
        var _ = before.with(imported);
        Files.createDirectories(inbox);
        var target = inbox.resolve(roster.digest().hex());
        var part = inbox.resolve(roster.digest().hex() + ".part");
        Files.write(part, roster.toBytes());
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        var _ = plans.change(sitting, one -> one.with(imported));
        var old = before.roster().filter(one -> !one.digest().equals(imported.digest()));
        if (old.isPresent()) {
            var _ = Files.deleteIfExists(inbox.resolve(old.get().digest().hex()));
        }
    }

    private static JsonObject json(RosterReport report, boolean isTaken) {
        var problems = new JsonArray();
        for (var one : report.problems()) {
            problems.add(
                    new JsonObject()
                            .put("row", one.row())
                            .put("column", cut(one.column()))
                            .put("value", cut(one.value()))
                            .put("fault", one.fault().word())
                            .put("zh", one.fault().zh())
                            .put("todoZh", one.fault().todoZh())
                            .put("en", one.fault().en())
                            .put("todoEn", one.fault().todoEn()));
        }
        return new JsonObject()
                .put("imported", isTaken)
                .put("good", report.good())
                .put("bad", report.bad())
                .put("problems", problems)
                .put("csv", report.csv());
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(100, text.length()));
    }
}
