package org.gongyuan.verify.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Gathers what the checks examine and find while a bundle is read. A check that examined nothing
/// and failed nothing was not reached. Belongs to one thread; what another thread found is added
/// when it has ended.
final class Findings {

    private static final int MOST_FAILURES = 100;

    private final Map<Check, long[]> examined = new EnumMap<>(Check.class);
    private final Map<Check, List<Finding.Fails>> failures = new EnumMap<>(Check.class);
    private final Map<Check, String> notReached = new EnumMap<>(Check.class);

    void examined(Check check) {
        examined(check, 1);
    }

    void examined(Check check, long things) {
        var counter = examined.get(check);
        if (counter == null) {
            examined.put(check, new long[] {things});
        } else {
            counter[0] += things;
        }
    }

    void fails(Check check, String where, String because) {
        fails(new Finding.Fails(check, where, because));
    }

    private void fails(Finding.Fails failure) {
        var found = failures.computeIfAbsent(failure.check(), _ -> new ArrayList<>());
        if (found.size() < MOST_FAILURES) {
            found.add(failure);
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

    /// Adds what was found elsewhere, behind what is here already.
    void add(Findings others) {
        others.examined.forEach((check, things) -> examined(check, things[0]));
        others.failures.values().forEach(found -> found.forEach(this::fails));
        others.notReached.forEach(this::notReached);
    }

    List<Finding> all() {
        var all = new ArrayList<Finding>();
        for (var check : Check.values()) {
            if (failures.containsKey(check)) {
                all.addAll(failures.get(check));
            } else if (examined.getOrDefault(check, new long[1])[0] == 0) {
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
