package org.gongyuan.server.audit;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingEntry.Audited;
import org.gongyuan.protocol.record.StaffId;

/// Enters what staff do and are refused (`staff-access.md` section 6); [RecordIndex] finds it
/// again.
public final class Audit {

    /// Whom entries name when nobody was signed in.
    public static final StaffId NOBODY = new StaffId("nobody");

    private static final int LONGEST = 200;

    private final StaffEntries entries;

    /// The audit over a node's staff log.
    public Audit(StaffEntries entries) {
        this.entries = requireNonNull(entries, "entries");
    }

    /// Enters what somebody did or was refused.
    public void enter(StaffId person, String what, String upon, String outcome, String reason) {
        var _ =
                entries.enter(
                        at -> new Audited(at, person, what, cut(upon), cut(outcome), cut(reason)));
    }

    /// How many entries there are, of every kind.
    public long size() {
        return entries.reader().size();
    }

    private static String cut(String text) {
        if (text.isBlank()) {
            return "-";
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
