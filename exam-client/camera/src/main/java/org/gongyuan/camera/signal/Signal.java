package org.gongyuan.camera.signal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborWriter;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Something seen by the camera that began, or ended (observation.md section 4).
///
/// @param kind what
/// @param phase whether it began or ended
/// @param lastingMs how long it has lasted so far, in milliseconds
/// @param measures the numbers it rests on, by name, in thousandths
public record Signal(
        SignalKind kind, Phase phase, long lastingMs, SortedMap<String, Long> measures) {

    /// The most measures one signal carries.
    public static final int MOST_MEASURES = 16;

    /// Whether a signal began or ended.
    public enum Phase {
        /// It has lasted long enough to be told.
        BEGUN("begun"),
        /// It is over.
        ENDED("ended");

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        /// Its word in the exam record.
        public String word() {
            return word;
        }
    }

    public Signal {
        requireNonNull(kind, "kind");
        requireNonNull(phase, "phase");
        if (lastingMs < 0) {
            throw new IllegalArgumentException("a signal of %d ms".formatted(lastingMs));
        }
        if (measures.size() > MOST_MEASURES) {
            throw new IllegalArgumentException(
                    "%d measures; at most %d".formatted(measures.size(), MOST_MEASURES));
        }
        measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
    }

    /// A signal with measures given as plain numbers.
    static Signal of(SignalKind kind, Phase phase, long lastingMs, Map<String, Double> measures) {
        var thousandths = new TreeMap<String, Long>();
        measures.forEach((name, value) -> thousandths.put(name, Math.round(value * 1_000)));
        return new Signal(kind, phase, lastingMs, thousandths);
    }

    /// The observation's detail (observation.md 4.1): canonical CBOR
    /// `[1, phase, lasting ms, weight in percent, [[name, thousandths], …]]`.
    public byte[] detail() {
        var detail =
                new CborWriter()
                        .array(5)
                        .uint(1)
                        .text(phase.word())
                        .uint(lastingMs)
                        .uint(kind.percent())
                        .array(measures.size());
        measures.forEach((name, value) -> detail.array(2).text(name).integer(value));
        return detail.toBytes();
    }
}
