package org.gongyuan.camera.look;

import java.util.Arrays;

/// The left and right quarter of a picture in 8 × 16 cells of grey: what stands behind the
/// candidate, mostly. Compared by correlation, so that a lamp switched on is not another room.
public final class Margins {

    /// How many cells.
    public static final int CELLS = 8 * 16;

    private static final int ROW = 17;
    private static final int SIDE = 4;

    private final double[] grey;

    private Margins(double[] grey) {
        this.grey = grey;
    }

    /// The margins of a grey picture of 17 × 16 pixels, row by row.
    public static Margins of(byte[] pixels) {
        if (pixels.length != ROW * 16) {
            throw new IllegalArgumentException(
                    "%d grey pixels; 17 × 16 are read".formatted(pixels.length));
        }
        var grey = new double[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            int across = cell % (2 * SIDE);
            int column = across < SIDE ? across : ROW - 2 * SIDE + across;
            grey[cell] = Byte.toUnsignedInt(pixels[cell / (2 * SIDE) * ROW + column]);
        }
        return new Margins(grey);
    }

    /// The correlation with other margins, -1 to 1; 1 where both are plain walls.
    public double likeness(Margins other) {
        double mine = mean();
        double theirs = other.mean();
        double both = 0;
        double one = 0;
        double two = 0;
        for (int i = 0; i < CELLS; i++) {
            double a = grey[i] - mine;
            double b = other.grey[i] - theirs;
            both += a * b;
            one += a * a;
            two += b * b;
        }
        return one < CELLS || two < CELLS ? 1 : both / Math.sqrt(one * two);
    }

    /// By how many grey levels a cell differs on average when the change of light is taken out.
    public double difference(Margins other) {
        double mine = mean();
        double theirs = other.mean();
        double sum = 0;
        for (int i = 0; i < CELLS; i++) {
            sum += Math.abs(grey[i] - mine - (other.grey[i] - theirs));
        }
        return sum / CELLS;
    }

    private double mean() {
        return Arrays.stream(grey).average().orElse(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Margins margins && Arrays.equals(grey, margins.grey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(grey);
    }
}
