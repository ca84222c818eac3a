package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.SittingEntry;

import java.util.EnumSet;
import java.util.Set;

/// Which checks a record must let be reached (`verification.md` section 1.3): what the stage and
/// the record's own words promise. A check demanded and not reached makes the bundle incomplete.
final class Demands {

    private static final Set<Check> ALWAYS =
            EnumSet.of(
                    Check.V00, Check.V01, Check.V02, Check.V03, Check.V04, Check.V05, Check.V07,
                    Check.V30);
    private static final Set<Check> CLOSED = EnumSet.of(Check.V20, Check.V21);
    private static final Set<Check> SCORED = EnumSet.of(Check.V08, Check.V22, Check.V26);
    private static final Set<Check> PUBLISHED =
            EnumSet.of(Check.V23, Check.V25, Check.V27, Check.V28, Check.V29);

    private Demands() {}

    static Set<Check> of(Stage stage, SittingTrail sitting) {
        var demanded = EnumSet.copyOf(ALWAYS);
        if (!sitting.sessions().isEmpty()) {
            demanded.add(Check.V10);
            demanded.add(Check.V11);
        }
        if (sitting.hasStarts()) {
            demanded.addAll(EnumSet.of(Check.V08, Check.V09, Check.V14, Check.V31));
        }
        if (stage.compareTo(Stage.CLOSED) >= 0) {
            demanded.addAll(CLOSED);
            counted(demanded, sitting);
        }
        if (stage.compareTo(Stage.SCORED) >= 0) {
            demanded.addAll(SCORED);
        }
        if (stage == Stage.PUBLISHED) {
            demanded.addAll(PUBLISHED);
        }
        if (ProposedHolderLists.isDemanded(sitting)) {
            demanded.add(Check.V49);
        }
        return demanded;
    }

    private static void counted(Set<Check> demanded, SittingTrail sitting) {
        for (var closed : sitting.all(SittingEntry.SittingClosed.class)) {
            if (closed.entry().admitted() > 0) {
                demanded.add(Check.V10);
                demanded.add(Check.V11);
            }
            if (closed.entry().submitted() > 0) {
                demanded.add(Check.V16);
            }
            if (closed.entry().expired() > 0) {
                demanded.add(Check.V17);
            }
        }
    }
}
