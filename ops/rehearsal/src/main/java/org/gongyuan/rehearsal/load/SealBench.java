package org.gongyuan.rehearsal.load;

import org.gongyuan.trust.seal.BlobKey;
import org.gongyuan.trust.seal.Chunks;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/// `ops/bench seal`: chunked sealing of a form's blob against the bare cipher, for each suite.
public final class SealBench {

    private static final int CHUNKS = 64;
    private static final int ROUNDS = 7;
    private static final long MILLIS = 300;
    private static final double MEGABYTE = 1e6;

    private SealBench() {}

    /// Measures both suites; the figures of the default suite also stand by themselves.
    public static Figures run() {
        var intl = of(Suite.INTL_1);
        var sm = of(Suite.SM_1);
        var figures = Figures.of("seal");
        for (var key : List.of("seal_mb_per_s", "open_mb_per_s", "ceiling_mb_per_s", "ratio")) {
            figures.with(key, ((Number) intl.get(key)).doubleValue());
        }
        return figures.with("INTL-1", intl).with("SM-1", sm);
    }

    private static Figures of(Suite suite) {
        var random = new SecureRandom();
        var plain = new byte[CHUNKS * Chunks.SIZE];
        random.nextBytes(plain);
        var associated = new byte[32];
        try (var form = FormKey.generate(suite, random);
                var key = form.blobKey(new byte[16])) {
            var sealed = new byte[Math.toIntExact(Chunks.sealedLength(plain.length))];
            int _ = key.sealChunked(plain, associated, sealed, 0);
            var target = new byte[Chunks.SEALED_SIZE];
            var opened = new byte[Chunks.SIZE];
            var bare = new BareCiphers(suite, random);
            var seal =
                    Rounds.medianRates(
                            ROUNDS,
                            MILLIS,
                            () -> seal(key, plain, associated, target),
                            () -> bareSeal(bare, plain, target));
            long first = bare.sealed() + 1;
            var bareSealed = bareSealed(bare, plain);
            var open =
                    Rounds.medianRates(
                            ROUNDS,
                            MILLIS,
                            () -> open(key, sealed, associated, opened),
                            () -> bareOpen(bare, first, bareSealed, opened));
            var array =
                    Rounds.medianRates(
                            ROUNDS,
                            MILLIS,
                            () -> key.sealChunked(plain, associated).length,
                            () -> bareSealed(bare, plain).length);
            return new Figures()
                    .with("seal_mb_per_s", seal.ours() / MEGABYTE)
                    .with("open_mb_per_s", open.ours() / MEGABYTE)
                    .with("ceiling_mb_per_s", seal.bare() / MEGABYTE)
                    .with("open_ceiling_mb_per_s", open.bare() / MEGABYTE)
                    .with("ratio", Math.min(seal.ratio(), open.ratio()))
                    .with("array_mb_per_s", array.ours() / MEGABYTE)
                    .with("array_ceiling_mb_per_s", array.bare() / MEGABYTE)
                    .with("array_ratio", array.ratio());
        }
    }

    private static long seal(BlobKey key, byte[] plain, byte[] associated, byte[] target) {
        var sealer = key.chunkSealer(associated);
        for (int i = 0; i < CHUNKS; i++) {
            int from = i * Chunks.SIZE;
            int _ = sealer.seal(plain, from, from + Chunks.SIZE, i == CHUNKS - 1, target, 0);
        }
        return plain.length;
    }

    private static long bareSeal(BareCiphers bare, byte[] plain, byte[] target) {
        for (int i = 0; i < CHUNKS; i++) {
            bare.seal(plain, i * Chunks.SIZE, Chunks.SIZE, target, 0);
        }
        return plain.length;
    }

    /// The same content sealed bare into a new array, as `sealChunked` gives one.
    private static byte[] bareSealed(BareCiphers bare, byte[] plain) {
        var sealed = new byte[CHUNKS * Chunks.SEALED_SIZE];
        for (int i = 0; i < CHUNKS; i++) {
            bare.seal(plain, i * Chunks.SIZE, Chunks.SIZE, sealed, i * Chunks.SEALED_SIZE);
        }
        return sealed;
    }

    private static long bareOpen(BareCiphers bare, long first, byte[] sealed, byte[] opened) {
        for (int i = 0; i < CHUNKS; i++) {
            int from = i * Chunks.SEALED_SIZE;
            bare.open(first + i, sealed, from, Chunks.SEALED_SIZE, opened, 0);
        }
        return (long) CHUNKS * Chunks.SIZE;
    }

    private static long open(BlobKey key, byte[] sealed, byte[] associated, byte[] into) {
        var header = Arrays.copyOf(sealed, Chunks.HEADER);
        try (var opener = key.chunkOpener(header, associated)) {
            long opened = 0;
            for (int i = 0; i < CHUNKS; i++) {
                int from = Math.toIntExact(Chunks.sealedOffset(i));
                opened +=
                        opener.open(
                                i,
                                i == CHUNKS - 1,
                                sealed,
                                from,
                                from + Chunks.SEALED_SIZE,
                                into,
                                0);
            }
            return opened;
        } catch (SealBroken broken) {
            throw new IllegalStateException("our own seal does not open", broken);
        }
    }
}
