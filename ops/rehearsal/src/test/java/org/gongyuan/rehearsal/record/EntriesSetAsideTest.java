package org.gongyuan.rehearsal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Check;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Report;
import org.gongyuan.verify.check.Verifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A second node had taken the last entries of one session, and the first went on with it.
@DisplayName("Entries that a node's log sets aside")
class EntriesSetAsideTest {

    private static final int BEGINNING = 4;

    @TempDir private Path temporary;

    private WrittenSitting sitting;
    private List<SessionEntry> lost;

    @BeforeEach
    void writeTheLogOfANodeThatWasOutrun() {
        sitting = new WrittenSitting(7, 20, 6, temporary);
        for (Entry entry : sitting.entries.subList(0, BEGINNING)) {
            sitting.second.add(
                    entry instanceof SittingEntry.LogOpened opened
                            ? new SittingEntry.LogOpened(
                                    opened.at(),
                                    opened.origin().replaceFirst("n1$", "n2"),
                                    opened.sitting(),
                                    "n2",
                                    opened.checkpointKey())
                            : entry);
        }
        var session =
                sitting.entries.stream()
                        .filter(SessionEntry.Submitted.class::isInstance)
                        .map(one -> ((SessionEntry) one).session())
                        .findFirst()
                        .orElseThrow();
        var all =
                sitting.entries.stream()
                        .filter(SessionEntry.class::isInstance)
                        .map(SessionEntry.class::cast)
                        .filter(one -> one.session().equals(session))
                        .toList();
        lost = all.subList(all.size() - 3, all.size());
        sitting.second.addAll(lost);
    }

    @Test
    void doNotCount() throws IOException {
        setAside(4, 5, 6);

        var report = verify();

        assertEquals(Set.of(), failed(report), report::toString);
        assertEquals(0, report.exitStatus());
    }

    @Test
    void mustBeNamed() throws IOException {
        setAside(4, 5);

        assertTrue(failed(verify()).contains(Check.V10));
    }

    @Test
    void mayGoOnBehindWhatOthersHold() throws IOException {
        var last = (SessionEntry.Submitted) lost.getLast();
        sitting.second.add(
                new SessionEntry.ForkRefused(
                        last.at(),
                        last.session(),
                        last.ordinal() + 1,
                        admitted(last).seat(),
                        admitted(last).seatKey()));
        setAside(4, 5, 6, 7);

        assertEquals(Set.of(), failed(verify()));
    }

    @Test
    void mustBeHeldByOthers() throws IOException {
        var last = (SessionEntry.Submitted) lost.getLast();
        sitting.second.add(
                new SessionEntry.ForkRefused(
                        last.at(),
                        last.session(),
                        last.ordinal() + 2,
                        admitted(last).seat(),
                        admitted(last).seatKey()));
        setAside(4, 5, 6, 7);

        assertEquals(Set.of(Check.V33), failed(verify()));
    }

    @Test
    void areNotSetAsideByBothLogs() throws IOException {
        setAside(4, 5, 6);
        var at = sitting.entries.getLast().at();
        long index = sitting.entries.indexOf(lost.getLast());
        sitting.entries.add(new SittingEntry.SetAside(at, List.of(index)));

        assertTrue(failed(verify()).contains(Check.V33));
    }

    @Test
    void areNamedOnce() throws IOException {
        setAside(4, 5, 6);
        setAside(6);

        assertEquals(Set.of(Check.V33), failed(verify()));
    }

    @Test
    void standBeforeWhatNamesThem() throws IOException {
        setAside(4, 5, 6, 7);

        assertEquals(Set.of(Check.V33), failed(verify()));
    }

    @Test
    void areOfASession() throws IOException {
        setAside(3, 4, 5, 6);

        assertTrue(failed(verify()).contains(Check.V33));
    }

    private SessionEntry.Admitted admitted(SessionEntry of) {
        return sitting.entries.stream()
                .filter(SessionEntry.Admitted.class::isInstance)
                .map(SessionEntry.Admitted.class::cast)
                .filter(one -> one.session().equals(of.session()))
                .findFirst()
                .orElseThrow();
    }

    private void setAside(long... indices) {
        Instant at = sitting.second.getLast().at();
        sitting.second.add(
                new SittingEntry.SetAside(at, java.util.Arrays.stream(indices).boxed().toList()));
    }

    private Report verify() throws IOException {
        var folder = temporary.resolve("bundle");
        new WrittenBundle(sitting).write(folder);
        try (var bundle = Bundle.open(folder)) {
            return Verifier.verify(bundle, Optional.empty());
        }
    }

    private static Set<Check> failed(Report report) {
        var failed = EnumSet.noneOf(Check.class);
        report.findings().stream()
                .filter(Finding.Fails.class::isInstance)
                .forEach(one -> failed.add(one.check()));
        return failed;
    }
}
