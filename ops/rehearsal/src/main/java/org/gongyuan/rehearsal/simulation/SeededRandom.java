package org.gongyuan.rehearsal.simulation;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.SplittableRandom;

/// Chance that repeats itself: the same seed gives the same bytes. For simulations only.
final class SeededRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    SeededRandom(long seed) {
        super(new Source(seed), null);
    }

    /// Whether something happens that does so `percent` times in a hundred.
    boolean happens(double percent) {
        return nextDouble() * 100 < percent;
    }

    /// A number from `least` to `most`, both included.
    int between(int least, int most) {
        return nextInt(least, most + 1);
    }

    private static final class Source extends SecureRandomSpi {

        private static final long serialVersionUID = 1L;

        private final transient SplittableRandom random;

        Source(long seed) {
            this.random = new SplittableRandom(seed);
        }

        @Override
        protected void engineSetSeed(byte[] seed) {}

        @Override
        protected void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            var seed = new byte[length];
            random.nextBytes(seed);
            return seed;
        }
    }
}
