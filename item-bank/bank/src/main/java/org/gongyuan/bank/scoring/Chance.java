package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.util.List;
import java.util.random.RandomGenerator;

/// Values by chance, from a generator handed in with its seed (RP 5.2).
final class Chance {

    private Chance() {}

    static Value integer(Variables variables, long min, long max, long step) {
        if (min > max || step < 1) {
            throw new UnsupportedProcessing(
                    "randomInteger from %d to %d by %d is no range".formatted(min, max, step));
        }
        var steps = (max - min) / step + 1;
        return new Value.Int(min + step * generator(variables).nextLong(steps));
    }

    static Value real(Variables variables, double min, double max) {
        if (!(min <= max) || Double.isInfinite(max - min)) {
            throw new UnsupportedProcessing(
                    "randomFloat from %s to %s is no range".formatted(min, max));
        }
        return new Value.Real(min + (max - min) * generator(variables).nextDouble());
    }

    static Value element(Variables variables, List<Scalar> elements) {
        return elements.get(generator(variables).nextInt(elements.size()));
    }

    private static RandomGenerator generator(Variables variables) {
        return variables
                .chance()
                .orElseThrow(
                        () ->
                                new UnsupportedProcessing(
                                        "random values cannot be scored without a seed"));
    }
}
