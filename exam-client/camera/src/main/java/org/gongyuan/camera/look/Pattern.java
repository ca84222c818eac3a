package org.gongyuan.camera.look;

/// The coarse pattern of a picture: for each of 16 × 16 cells whether it is brighter than its left
/// neighbour. Noise moves few of these 256 bits, another scene moves many.
public record Pattern(long first, long second, long third, long fourth) {

    /// How many bits there are.
    public static final int BITS = 256;

    /// The pattern of a grey picture of 17 × 16 pixels, row by row.
    static Pattern of(byte[] grey) {
        if (grey.length != 17 * 16) {
            throw new IllegalArgumentException(
                    "%d grey pixels; 17 × 16 are read".formatted(grey.length));
        }
        var words = new long[4];
        for (int bit = 0; bit < BITS; bit++) {
            int at = bit / 16 * 17 + bit % 16;
            if (Byte.toUnsignedInt(grey[at + 1]) > Byte.toUnsignedInt(grey[at])) {
                words[bit / Long.SIZE] |= 1L << (bit % Long.SIZE);
            }
        }
        return new Pattern(words[0], words[1], words[2], words[3]);
    }

    /// In how many of the 256 bits two pictures differ.
    public int distance(Pattern other) {
        return Long.bitCount(first ^ other.first)
                + Long.bitCount(second ^ other.second)
                + Long.bitCount(third ^ other.third)
                + Long.bitCount(fourth ^ other.fourth);
    }
}
