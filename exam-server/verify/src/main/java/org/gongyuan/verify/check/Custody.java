package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.suite.Digest;

import java.util.HashMap;
import java.util.List;
import java.util.Set;

/// Checks that shares are what they are counted as: nothing of a rehearsal stands in the log of a
/// sitting (V44), every share is of a key of the sitting, and one custodian has one share (V45).
final class Custody {

    private static final Set<String> PURPOSES = Set.of("form", "marking", "results");

    private static final List<Class<? extends SittingEntry>> OF_THE_STAFF_LOG =
            List.of(
                    SittingEntry.Audited.class,
                    SittingEntry.CustodianKeyRegistered.class,
                    SittingEntry.ShareAlarmRaised.class,
                    SittingEntry.FormTakenIn.class,
                    SittingEntry.RehearsalBegun.class,
                    SittingEntry.RehearsalStep.class);

    private final SittingTrail sitting;
    private final Findings findings;

    Custody(SittingTrail sitting, Findings findings) {
        this.sitting = sitting;
        this.findings = findings;
    }

    void check() {
        findings.examined(Check.V44, OF_THE_STAFF_LOG.size());
        for (var kind : OF_THE_STAFF_LOG) {
            for (var found : sitting.all(kind)) {
                findings.fails(
                        Check.V44,
                        found.where(),
                        "%s belongs to a node's staff log".formatted(kind.getSimpleName()));
            }
        }
        var holders = new HashMap<String, Digest>();
        var held = new HashMap<String, Integer>();
        for (var placed : sitting.all(SittingEntry.ShareReceived.class)) {
            var share = placed.entry();
            findings.claim(
                    PURPOSES.contains(share.purpose()),
                    Check.V45,
                    placed.where(),
                    "a share of \"%s\" is of no key of a sitting".formatted(share.purpose()));
            var holder = holders.putIfAbsent(share.purpose() + share.share(), share.custodian());
            var before = held.putIfAbsent(share.purpose() + share.custodian(), share.share());
            findings.claim(
                    (holder == null || holder.equals(share.custodian()))
                            && (before == null || before == share.share()),
                    Check.V45,
                    placed.where(),
                    "share %d and custodian %s do not belong together"
                            .formatted(share.share(), share.custodian().hex().substring(0, 16)));
        }
    }
}
