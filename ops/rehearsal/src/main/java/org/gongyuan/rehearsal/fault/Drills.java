package org.gongyuan.rehearsal.fault;

import java.util.Map;

/// Everything that can be broken, by name.
public final class Drills {

    private static final Map<String, Drill> ALL =
            Map.of(
                    "clock", new ClockSteps(),
                    "cut-network", new CutNetwork(),
                    "full-disk", new FullDisk(),
                    "kill-node", new KillNode(false),
                    "kill-seat", new KillSeat(),
                    "kill-server", new KillServer(),
                    "lose-node", new KillNode(true),
                    "torn-journal", new TornJournal());

    private Drills() {}

    /// All drills, by name.
    public static Map<String, Drill> all() {
        return ALL;
    }
}
