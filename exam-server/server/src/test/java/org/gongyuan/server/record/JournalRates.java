package org.gongyuan.server.record;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/// Prints what this machine does: synced acknowledgements and entries read back per second.
/// Not a test: `java … JournalRates FOLDER SECONDS OUTSTANDING`.
final class JournalRates {

    private JournalRates() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var seconds = Integer.parseInt(arguments[1]);
        var outstanding = Integer.parseInt(arguments[2]);
        Files.createDirectories(folder);
        var settings = JournalSettings.standard(Journals.ORIGIN).withThresholds(0, 0, 0);
        var leaf = new byte[300];
        var free = new Semaphore(outstanding);
        var acknowledgement =
                new Acknowledgement() {
                    @Override
                    public void durable(long index) {
                        free.release();
                    }

                    @Override
                    public void refused(AppendRefusal why) {
                        System.err.println(why.sentence());
                    }
                };
        try (var journal = Journals.open(JournalFolder.at(folder), settings)) {
            for (var round = 0; round < 3; round++) {
                var start = System.nanoTime();
                var end = start + seconds * 1_000_000_000L;
                var before = journal.size();
                var groups = journal.health().groups();
                while (System.nanoTime() < end) {
                    free.acquire();
                    journal.append(leaf, new byte[0], Urgency.RESPONSE, acknowledgement);
                }
                free.acquire(outstanding);
                free.release(outstanding);
                var took = (System.nanoTime() - start) / 1e9;
                var count = journal.size() - before;
                System.out.printf(
                        "%d outstanding: %.0f synced entries/s, %.1f in a group%n",
                        outstanding,
                        count / took,
                        (double) count / (journal.health().groups() - groups));
            }
        }
        var start = System.nanoTime();
        try (var journal = Journals.open(JournalFolder.at(folder), settings)) {
            var took = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%d entries recovered in %.2f s, %.0f/s%n",
                    journal.size(), took, journal.size() / took);
        }
    }
}
