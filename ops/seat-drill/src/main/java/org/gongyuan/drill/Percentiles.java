package org.gongyuan.drill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Measured times, to be asked for their hundredths.
final class Percentiles {

    private final List<Double> times = new ArrayList<>();

    Percentiles() {}

    Percentiles(Collection<Double> times) {
        this.times.addAll(times);
    }

    void add(double time) {
        times.add(time);
    }

    int count() {
        return times.size();
    }

    /// The time that so many of a hundred do not pass.
    double hundredth(int hundredths) {
        if (times.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        var sorted = times.stream().sorted().toList();
        int at = (int) Math.ceil(hundredths / 100.0 * sorted.size()) - 1;
        return sorted.get(Math.clamp(at, 0, sorted.size() - 1));
    }
}
