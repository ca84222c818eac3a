package org.gongyuan.bank.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A stream of numbers that anyone can draw again from a seed and a label (`forms.md` section 4).
/// Belongs to one thread.
public final class Draws {

    private static final byte[] LABEL = "gongyuan/draw/1\0".getBytes(UTF_8);
    private static final long WORDS = 1L << 32;

    private final Suite suite;
    private final byte[] seed;
    private final byte[] label;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private int blocks;

    /// The stream of `seed` and `label`.
    public Draws(Suite suite, Seed seed, String label) {
        this.suite = suite;
        this.seed = seed.toBytes();
        this.label = label.getBytes(UTF_8);
    }

    /// The next number of 0 … `bound` − 1.
    public int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("cannot draw below " + bound);
        }
        var unbiased = WORDS - WORDS % bound;
        while (true) {
            var word = word();
            if (word < unbiased) {
                return (int) (word % bound);
            }
        }
    }

    /// The elements in an order drawn from the stream; those that are `fixed` keep their places.
    public <T> List<T> shuffled(List<T> elements, Predicate<? super T> fixed) {
        var loose = new ArrayList<T>();
        for (var element : elements) {
            if (!fixed.test(element)) {
                loose.add(element);
            }
        }
        for (var i = loose.size() - 1; i > 0; i--) {
            var j = below(i + 1);
            var swapped = loose.get(i);
            loose.set(i, loose.get(j));
            loose.set(j, swapped);
        }
        var next = loose.iterator();
        var order = new ArrayList<T>(elements.size());
        for (var element : elements) {
            order.add(fixed.test(element) ? element : next.next());
        }
        return List.copyOf(order);
    }

    private long word() {
        if (!block.hasRemaining()) {
            var count = ByteBuffer.allocate(4).putInt(blocks++).array();
            block = ByteBuffer.wrap(suite.digest(LABEL, seed, count, label).toBytes());
        }
        return Integer.toUnsignedLong(block.getInt());
    }
}
