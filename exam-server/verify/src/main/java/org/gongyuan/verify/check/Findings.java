package org.gongyuan.verify.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Gathers what the checks examine and find while a bundle is read. A check that examined nothing
/// and
/// failed nothing was not reached.
final class Findings {

    private static final int MOST_FAILURES = 100;

    private final Map<Check, long[]> examined = new EnumMap<>(Check.class);
    private final Map<Check, List<Finding.Fails>> failures = new EnumMap<>(Check.class);
    private final Map<Check, String> notReached = new EnumMap<>(Check.class);

    Findings() {
        for (var check : Check.values()) {
            examined.put(check, new long[1]);
        }
    }

    void examined(Check check) {
        examined.get(check)[0]++;
    }

    void examined(Check check, long things) {
        examined.get(check)[0] += things;
    }

    void fails(Check check, String where, String because) {
        var found = failures.computeIfAbsent(check, _ -> new ArrayList<>());
        if (found.size() < MOST_FAILURES) {
            found.add(new Finding.Fails(check, where, because));
        }
    }

    void notReached(Check check, String because) {
        notReached.putIfAbsent(check, because);
    }

    /// Examines one thing: fails the check when the claim is false.
    boolean claim(boolean holds, Check check, String where, String otherwise) {
        examined(check);
        if (!holds) {
            fails(check, where, otherwise);
        }
        return holds;
    }

    List<Finding> all() {
        var all = new ArrayList<Finding>();
        for (var check : Check.values()) {
            if (failures.containsKey(check)) {
                all.addAll(failures.get(check));
            } else if (examined.get(check)[0] == 0) {
                all.add(
                        new Finding.NotReached(
                                check,
                                notReached.getOrDefault(
                                        check, "the record holds nothing this check is about")));
            } else {
                all.add(new Finding.Holds(check, examined.get(check)[0]));
            }
        }
        return all;
    }
}
