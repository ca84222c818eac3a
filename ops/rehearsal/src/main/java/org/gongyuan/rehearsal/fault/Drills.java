package org.gongyuan.rehearsal.fault;

import java.util.Map;

/// Everything that can be broken, by name.
public final class Drills {

    private static final Map<String, Drill> ALL =
            Map.of(
                    "clock", new ClockSteps(),
                    "cut-network", new CutNetwork(),
                    "kill-seat", new KillSeat(),
                    "kill-server", new KillServer());

    private Drills() {}

    /// All drills, by name.
    public static Map<String, Drill> all() {
        return ALL;
    }
}
