package org.gongyuan.protocol.message;

/// Bounds every message keeps.
final class Bound {

    private Bound() {}

    static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }
}
