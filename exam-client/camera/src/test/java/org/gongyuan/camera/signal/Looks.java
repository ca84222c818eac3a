package org.gongyuan.camera.signal;

import org.gongyuan.camera.look.Face;
import org.gongyuan.camera.look.Look;
import org.gongyuan.camera.look.Margins;
import org.gongyuan.camera.look.Pattern;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// Looks as a camera with one candidate before it gives them, and what can go wrong with them.
final class Looks {

    static final Face FACE = new Face(240, 120, 160, 160);
    private static final Pattern SCENE = scene(1);
    private static final Margins ROOM = margins(1);

    private long nowMs;
    private int exact;
    private final SplittableRandom noise = new SplittableRandom(7);

    static Pattern scene(long seed) {
        var random = new SplittableRandom(seed);
        return new Pattern(
                random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    static Margins margins(long seed) {
        var pixels = new byte[17 * 16];
        new SplittableRandom(seed).nextBytes(pixels);
        return Margins.of(pixels);
    }

    Pattern noisy(Pattern pattern, int bits) {
        long first = pattern.first();
        for (int i = 0; i < bits; i++) {
            first ^= 1L << noise.nextInt(64);
        }
        return new Pattern(first, pattern.second(), pattern.third(), pattern.fourth());
    }

    private Look look(
            double brightness, double contrast, double sharpness, Pattern pattern, List<Face> all) {
        return look(brightness, contrast, sharpness, pattern, ROOM, all);
    }

    private Look look(
            double brightness,
            double contrast,
            double sharpness,
            Pattern pattern,
            Margins margins,
            List<Face> all) {
        nowMs += 1_000;
        return new Look(nowMs, brightness, contrast, sharpness, ++exact, pattern, margins, all);
    }

    Look good() {
        return look(110, 55, 300, noisy(SCENE, 4), List.of(FACE));
    }

    Look black() {
        return look(1.6, 0.5, 14, scene(90), List.of());
    }

    Look covered() {
        return look(40, 4, 22, scene(91), List.of());
    }

    Look blurred() {
        return look(110, 50, 4, noisy(SCENE, 4), List.of(FACE));
    }

    Look faces(int count) {
        return look(110, 55, 300, noisy(SCENE, 4), Collections.nCopies(count, FACE));
    }

    Look elsewhere() {
        return look(110, 55, 300, scene(2), margins(2), List.of(FACE));
    }

    Look pattern(Pattern pattern) {
        return look(110, 55, 300, pattern, List.of(FACE));
    }

    Look theSame(Look before) {
        nowMs += 1_000;
        return new Look(
                nowMs,
                before.brightness(),
                before.contrast(),
                before.sharpness(),
                before.exact(),
                before.pattern(),
                before.margins(),
                before.faces());
    }

    static Baseline baseline() {
        return new Baseline(300, ROOM);
    }
}
