package org.gongyuan.trust.seal;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What it costs to try one short secret: Argon2id (RFC 9106), version 19, with this much memory,
/// so many passes and lanes (`item-bank/spec/trust.md`, section 10.1). The one cost of key files,
/// passwords and seat journals; it is written beside what it protects.
///
/// @param memory in KiB
/// @param passes over the memory
/// @param lanes worked in parallel
public record Argon2(int memory, int passes, int lanes) {

    /// How many bytes a salt has.
    public static final int SALT = 16;

    /// How many bytes come out.
    public static final int LENGTH = 32;

    /// For key files, opened now and then by one person: 64 MiB, three passes.
    public static final Argon2 FOR_KEY_FILES = new Argon2(64 * 1024, 3, 1);

    /// For sign-ins and seat journals, some at a time: 19 MiB, two passes, about a twentieth of a
    /// second on one core.
    public static final Argon2 FOR_PASSWORDS = new Argon2(19 * 1024, 2, 1);

    /// For simulated candidates, of whom thousands sign in at once. Protects nothing.
    public static final Argon2 SIMULATED = new Argon2(8, 1, 1);

    private static final int MOST_MEMORY = 256 * 1024;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 4;

    /// Costs within bounds: a file from outside must not make us spend more.
    public Argon2 {
        if (memory < 8 * Math.max(1, lanes) || memory > MOST_MEMORY) {
            throw new KeyRefused(
                    "Argon2 with %d KiB, allowed are %d to %d"
                            .formatted(memory, 8 * Math.max(1, lanes), MOST_MEMORY));
        }
        if (passes < 1 || passes > MOST_PASSES) {
            throw new KeyRefused(
                    "Argon2 with %d passes, allowed are 1 to %d".formatted(passes, MOST_PASSES));
        }
        if (lanes < 1 || lanes > MOST_LANES) {
            throw new KeyRefused(
                    "Argon2 with %d lanes, allowed are 1 to %d".formatted(lanes, MOST_LANES));
        }
    }

    /// What comes out for this passphrase and salt.
    public byte[] hash(char[] passphrase, byte[] salt) {
        var bytes = utf8(passphrase);
        try {
            return hash(bytes, salt);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    byte[] hash(byte[] passphrase, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memory)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        var out = new byte[LENGTH];
        var _ = generator.generateBytes(passphrase, out);
        return out;
    }

    static byte[] utf8(char[] text) {
        var room = new byte[4 * text.length];
        try {
            var buffer = ByteBuffer.wrap(room);
            var result =
                    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text), buffer, true);
            if (result.isError()) {
                throw new KeyRefused("the passphrase has half a surrogate pair");
            }
            return Arrays.copyOf(room, buffer.position());
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }
}
