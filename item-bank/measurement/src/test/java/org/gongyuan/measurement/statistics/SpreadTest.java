package org.gongyuan.measurement.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void bothDivisorsAreGivenByName() {
        Spread spread = Spread.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9});
        assertEquals(8, spread.count());
        assertEquals(5, spread.mean(), 1e-12);
        assertEquals(4, spread.populationVariance(), 1e-12);
        assertEquals(2, spread.populationDeviation(), 1e-12);
        assertEquals(32.0 / 7, spread.sampleVariance().orElseThrow(), 1e-12);
        assertEquals(Math.sqrt(32.0 / 7), spread.sampleDeviation().orElseThrow(), 1e-12);
    }

    @Test
    void oneValueHasNoSampleVariance() {
        Spread spread = Spread.of(new double[] {3});
        assertEquals(0, spread.populationVariance(), 0);
        assertTrue(spread.sampleVariance().isEmpty());
        assertTrue(spread.sampleDeviation().isEmpty());
    }

    @Test
    void noValueIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Spread.of(new double[0]));
    }
}
