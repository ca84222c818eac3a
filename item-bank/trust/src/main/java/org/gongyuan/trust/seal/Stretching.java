package org.gongyuan.trust.seal;

/// What it costs to try one short secret: Argon2id (RFC 9106) with this much memory, so many passes
/// and lanes. Secrets people can type are short, so the cost is what protects them. The cost is
/// written beside what it protects; a cost beyond the bounds is refused before anything is
/// computed.
public record Stretching(int memoryKib, int passes, int lanes) {

    /// About a twentieth of a second on one core, once per sign-in or key file.
    public static final Stretching INTERACTIVE = new Stretching(19 * 1024, 2, 1);

    /// For simulated candidates, of whom thousands sign in at once. Protects nothing.
    public static final Stretching SIMULATED = new Stretching(8, 1, 1);

    private static final int MOST_MEMORY = 256 * 1024;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 4;

    public Stretching {
        within("memory in KiB", memoryKib, 8, MOST_MEMORY);
        within("passes", passes, 1, MOST_PASSES);
        within("lanes", lanes, 1, MOST_LANES);
        if (memoryKib < 8 * lanes) {
            throw new IllegalArgumentException(
                    "%d lanes need at least %d KiB of memory, not %d"
                            .formatted(lanes, 8 * lanes, memoryKib));
        }
    }

    /// The 32 bytes that `secret` becomes with this salt.
    byte[] stretch(byte[] secret, byte[] salt) {
        return new Argon2(memoryKib, passes, lanes).hash(secret, salt);
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s %d is outside %d..%d".formatted(name, value, least, most));
        }
    }
}
