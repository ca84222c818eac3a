package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;

/// Exercises what an exam needs fast until it has been compiled (`item-bank/spec/trust.md`, section
/// 12.2): AES-GCM does 18 MB/s in a cold JVM and a hundred times that in a warm one. Bounded by
/// rounds, never by time.
public final class Warmup {

    /// Enough for the compiler, about two seconds on one core.
    public static final int ROUNDS = 200;

    private static final int SMALL_PER_ROUND = 100;

    private Warmup() {}

    /// Warms this suite up. What it did is returned, so that nothing of it can be left out.
    public static long run(Suite suite, int rounds) {
        var done = 0L;
        var random = Nonces.random();
        var small = new byte[300];
        var large = new byte[suite == Suite.INTL_1 ? Chunks.SIZE : Chunks.SIZE / 64];
        var hashing = suite.hashing();
        try (var key = BlobKey.generate(suite, random);
                var seat = SealingKeyPair.generate(suite, Purpose.SEAT, random);
                var signing = SigningKeyPair.generate(suite, SigningPurpose.SEAT, random)) {
            for (var round = 0; round < rounds; round++) {
                done += key.openChunked(key.sealChunked(large, small), small).length;
                for (var i = 0; i < SMALL_PER_ROUND; i++) {
                    small[i] = (byte) round;
                    done += key.open(key.seal(small, small), small).length;
                    done += hashing.update(small).digest().hashCode();
                }
                done += session(seat, small, hashing.digest());
                var signature = signing.sign(small);
                done += signing.verifyingKey().holds(signature, small) ? 1 : 0;
            }
        } catch (SealBroken broken) {
            throw new IllegalStateException("what was sealed for warming up is broken", broken);
        }
        Arrays.fill(small, (byte) 0);
        return done;
    }

    private static long session(SealingKeyPair seat, byte[] message, Digest transcript)
            throws SealBroken {
        var done = 0L;
        var answer = Handshake.answer(seat.publicKey(), transcript);
        try (var server = answer.secrets();
                var secrets = Handshake.accept(seat, answer.encapsulation(), transcript)) {
            for (var i = 0; i < SMALL_PER_ROUND; i++) {
                var tag = secrets.macToServer().tag(message);
                done += server.macToServer().holds(tag, message) ? 1 : 0;
                done +=
                        server.sealToServer()
                                .open(secrets.sealToServer().seal(message, tag), tag)
                                .length;
            }
        }
        return done;
    }
}
