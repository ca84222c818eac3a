package org.gongyuan.server.contract;

import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SittingEntry.NoticeBegun;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.KeyFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// Sittings of years ago at a node that the pages are tested with: of one the responses are to end
/// now, another is under a legal hold, a third is a month old. Each has custodians of its own.
final class PastSittings {

    static final SittingId DUE = new SittingId("past-due");
    static final SittingId HELD = new SittingId("past-held");
    static final SittingId KEPT = new SittingId("past-kept");

    private static final Duration THREE_YEARS = Duration.ofDays(3 * 366 + 30);
    private static final Duration A_MONTH = Duration.ofDays(30);
    private static final Duration BEFORE_THE_ANNOUNCEMENT = Duration.ofDays(8);

    private final StaffSite site;
    private final Path folder;

    PastSittings(StaffSite site, Path folder) {
        this.site = site;
        this.folder = folder;
    }

    /// Holds them, and lets the node come to the present. The key files of the first two custodians
    /// of each lie in the folder, as `past-due-0.key`.
    void hold() throws Exception {
        site.beganBefore(THREE_YEARS);
        sitting(DUE);
        sitting(HELD);
        site.goesOnAfter(A_MONTH.negated());
        sitting(KEPT);
        site.goesOnAfter(
                BEFORE_THE_ANNOUNCEMENT.negated(),
                store -> {
                    var holds = new LegalHolds(store.legalHolds(), InstantSource.system());
                    if (!holds.place(HELD.text(), "objection 4", new StaffId("ma"))) {
                        throw new IllegalStateException("it is held already");
                    }
                });
        site.exam.server.staffOffice().orElseThrow().retention().round();
        site.goesOnAfter(Duration.ZERO);
        site.exam.server.staffOffice().orElseThrow().retention().round();
    }

    private void sitting(SittingId id) throws IOException {
        var server = site.exam.server;
        var starts = server.clock().instant();
        var exam =
                new SealedExam(
                        Files.createDirectory(folder.resolve(id.text())),
                        starts.minus(Duration.ofMinutes(1)));
        for (int i = 0; i < 2; i++) {
            var key =
                    KeyFile.sealed(
                            exam.custodian(i),
                            "a phrase for drills".toCharArray(),
                            new Argon2(1_024, 1, 1),
                            new SecureRandom());
            Files.writeString(folder.resolve(id + "-" + i + ".key"), key.text());
        }
        server.openSitting(
                SittingPlan.by(
                        EntryPreset.OPEN,
                        id,
                        starts,
                        Duration.ofHours(1),
                        exam.manifest.notBefore(),
                        Duration.ofDays(7),
                        PosturePolicy.NOTED,
                        new StaffId("li"),
                        new StaffId("zhao")),
                exam.file,
                site.exam.roster);
        if (!(server.closeSitting(id).join() instanceof Closing.Closed)) {
            throw new IllegalStateException("sitting %s does not close".formatted(id));
        }
        var log = server.hall().sitting(id).orElseThrow().log();
        var _ =
                StaffLog.enter(
                        log,
                        server.lane(),
                        server.clock(),
                        at -> new NoticeBegun(at, "run-1", at.plus(Duration.ofDays(7))));
    }
}
