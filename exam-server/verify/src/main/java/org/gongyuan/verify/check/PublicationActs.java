package org.gongyuan.verify.check;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.verify.check.SittingTrail.Placed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Acts by which two persons published results (V43). That both stood for the act is V40.
final class PublicationActs {

    private static final String PUBLISH = "publish";

    private PublicationActs() {}

    /// What such an act publishes.
    private record Published(String sitting, String run, Digest results) {}

    /// When results were first approved by an act, if they were.
    static Optional<Instant> first(
            List<Placed<SittingEntry.Acted>> acts, String run, Digest results) {
        return acts.stream()
                .filter(
                        placed ->
                                read(placed.entry())
                                        .filter(one -> one.run().equals(run))
                                        .filter(one -> one.results().equals(results))
                                        .isPresent())
                .map(placed -> placed.entry().at())
                .min(Instant::compareTo);
    }

    static void check(SittingTrail sitting, Findings findings) {
        for (var placed : sitting.all(SittingEntry.Acted.class)) {
            if (!isPublication(placed.entry())) {
                continue;
            }
            var read = read(placed.entry());
            boolean holds =
                    read.isPresent()
                            && placed.log().contains("/" + read.get().sitting() + "/")
                            && sitting.all(SittingEntry.Scored.class).stream()
                                    .map(Placed::entry)
                                    .anyMatch(
                                            scored ->
                                                    scored.run().equals(read.get().run())
                                                            && scored.results()
                                                                    .equals(read.get().results())
                                                            && !scored.at()
                                                                    .isAfter(placed.entry().at()));
            findings.claim(
                    holds,
                    Check.V43,
                    placed.where(),
                    "the act publishes what this record did not score before");
        }
    }

    private static boolean isPublication(SittingEntry.Acted entry) {
        try {
            return ActDocument.read(entry.act().toBytes()).kind().equals(PUBLISH);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The payload of an act to publish: `[sitting, run, results digest]`.
    private static Optional<Published> read(SittingEntry.Acted entry) {
        try {
            var act = ActDocument.read(entry.act().toBytes());
            if (!act.kind().equals(PUBLISH)) {
                return Optional.empty();
            }
            var from = new CborReader(act.payload().toBytes());
            from.array(3);
            var published =
                    new Published(from.text(), from.text(), Digest.of(from.bytes(Digest.LENGTH)));
            from.end();
            return Optional.of(published);
        } catch (NotCanonical | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
