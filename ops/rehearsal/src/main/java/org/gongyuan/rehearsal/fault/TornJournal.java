package org.gongyuan.rehearsal.fault;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalEntry;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.RecoveryReport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `torn-journal`: the node is killed under load and its journal damaged in every way of the
/// specification, each on a copy of its own. What seats showed as saved and what is undamaged must
/// be readable or listed for salvage; the damage must be named; nothing may be read that was not
/// written. The node itself must not start upon one of the damaged copies. Then it starts upon the
/// true one, and the examination goes on to its end.
final class TornJournal implements Drill {

    private static final int SEATS = 8;
    private static final int SEGMENT_MIB = 1;
    private static final int LONG_RESPONSE = 1_500;

    @Override
    public Verdict round(RandomGenerator random) {
        var setting =
                Stage.Setting.of(SEATS)
                        .with(
                                Map.of(
                                        "warm.rounds",
                                        "20",
                                        "journal.segment-mib",
                                        Integer.toString(SEGMENT_MIB)));
        try (var exam = new Examination(setting, SEGMENT_MIB)) {
            exam.open();
            exam.begin(SEATS);
            exam.examinees().forEach(one -> one.writeMore(LONG_RESPONSE));
            Examination.await(
                    "the journal has four segments",
                    () -> JournalMap.of(exam.journalFolder()).segments().size() >= 4);
            Examination.aWhile(random, Duration.ofMillis(200));
            exam.stage().node().kill();
            var verdict = damage(exam, random);
            verdict = verdict.violatedIf(!isRefused(exam, random), "a damaged journal is refused");
            exam.stage().node().start();
            exam.awaitProgress();
            exam.end();
            return verdict.plus(exam.judge());
        }
    }

    private static Verdict damage(Examination exam, RandomGenerator random) {
        var truth = exam.journalFolder();
        var map = JournalMap.of(truth);
        var whole = exam.journals().resolve("whole");
        Damage.copy(truth, whole);
        var written = new Written(exam, map, open(exam, whole));
        var verdict = new Verdict(0, 0, 0, 0, Map.of());
        for (var damage : Damage.values()) {
            var copy = exam.journals().resolve("damaged");
            Damage.copy(truth, copy);
            try {
                var destroyed = damage.strike(copy, map, random);
                verdict = verdict.plus(written.judge(damage, destroyed, open(exam, copy)));
            } catch (IOException failed) {
                throw new UncheckedIOException("damage " + damage, failed);
            } finally {
                Examination.delete(copy);
            }
        }
        return verdict.with("damages", Damage.values().length);
    }

    /// What opening a journal gave: its entries, and what was said about it.
    private record Opened(List<JournalEntry> entries, boolean isReady, RecoveryReport report) {

        boolean isNamed() {
            return !isReady || report.tornTail().isPresent();
        }

        boolean lists(long index) {
            return report.later().stream()
                    .anyMatch(piece -> piece.firstIndex() <= index && index <= piece.lastIndex());
        }
    }

    private static Opened open(Examination exam, Path folder) {
        try {
            return switch (Journal.open(
                    JournalFolder.at(folder), exam.journalSettings(), InstantSource.system())) {
                case JournalOpening.Ready(var journal, var report) -> {
                    try (journal) {
                        yield new Opened(all(journal.reader()), true, report);
                    }
                }
                case JournalOpening.Damaged(var reader, var report) ->
                        new Opened(all(reader), false, report);
            };
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the journal in " + folder, unreadable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private static List<JournalEntry> all(JournalReader reader) {
        var all = new java.util.ArrayList<JournalEntry>();
        reader.read(0, reader.size(), all::add);
        return all;
    }

    /// What the journal held before it was damaged.
    private static final class Written {

        private final JournalMap map;
        private final List<JournalEntry> entries;
        private final Set<Long> acknowledged = new HashSet<>();

        Written(Examination exam, JournalMap map, Opened whole) {
            this.map = map;
            if (!whole.isReady()) {
                throw new IllegalStateException(
                        "kill -9 damaged the journal: " + whole.report().damages());
            }
            entries = whole.entries();
            for (var entry : entries) {
                if (Leaf.read(entry.leaf()) instanceof SessionEntry.ResponseSaved saved
                        && saved.seq() <= shown(exam, saved.session())) {
                    acknowledged.add(entry.index());
                }
            }
        }

        private static long shown(Examination exam, SessionId session) {
            var heads = exam.ledger().shown().get(session);
            return heads == null ? 0 : heads.lastKey();
        }

        Verdict judge(Damage damage, Set<Long> destroyed, Opened opened) {
            long undamaged = 0;
            long found = 0;
            for (long index : acknowledged) {
                if (!destroyed.contains(index)) {
                    undamaged++;
                    found += index < opened.entries().size() || opened.lists(index) ? 1 : 0;
                }
            }
            long invented = 0;
            for (var entry : opened.entries()) {
                var known =
                        entry.index() < entries.size() ? entries.get((int) entry.index()) : null;
                if (known == null
                        || !Arrays.equals(known.leaf(), entry.leaf())
                        || !Arrays.equals(known.attachment(), entry.attachment())) {
                    invented++;
                }
            }
            return new Verdict(undamaged, found, undamaged - found, invented, Map.of())
                    .violatedIf(
                            !opened.isNamed() && !damage.mayPassUnnamed(map), damage + " is named");
        }
    }

    /// Whether the node does not start upon a damaged journal, and says why.
    private static boolean isRefused(Examination exam, RandomGenerator random) {
        var truth = exam.journalFolder();
        var aside = truth.resolveSibling("journal-aside");
        try {
            Files.move(truth, aside);
            Damage.copy(aside, truth);
            Damage.FLIPPED_LEAF.strike(truth, JournalMap.of(truth), random);
            try {
                exam.stage().node().start();
                return false;
            } catch (IllegalStateException refused) {
                return refused.getMessage().contains("FrameBroken");
            } finally {
                exam.stage().node().close();
                Examination.delete(truth);
                Files.move(aside, truth);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the journal cannot be damaged", failed);
        }
    }
}
