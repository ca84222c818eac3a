package org.gongyuan.server.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry.Audited;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.audit.IndexedLog;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.audit.RecordQuery.Order;
import org.gongyuan.server.audit.RecordQuery.Where;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.SignedCheckpoint;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A staff log and the record of a sitting, searched together.
@DisplayName("The index of the audit")
class RecordIndexTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final SittingId SPRING = new SittingId("spring-a");
    private static final SessionId SESSION = SessionId.of(new byte[SessionId.LENGTH]);
    private static final StaffId ZHAO = new StaffId("zhao");
    private static final StaffId QIAN = new StaffId("qian");
    private static final Digest DIGEST = Digest.of(new byte[Digest.LENGTH]);
    private static final Octets KEY = Octets.of(new byte[40]);

    @TempDir private Path folder;
    private Journal staff;
    private Journal sitting;
    private RecordIndex index;

    private record Log(String origin, Optional<SittingId> sitting, Journal journal)
            implements IndexedLog {

        @Override
        public JournalReader reader() {
            return journal.reader();
        }

        @Override
        public SignedCheckpoint checkpoint() {
            throw new AssertionError("nothing is exported here");
        }

        @Override
        public InclusionProof inclusion(long at, long size) throws InterruptedException {
            return journal.inclusion(at, size);
        }
    }

    @BeforeEach
    void open() throws Exception {
        staff = journal("b/staff-log/n");
        sitting = journal("b/spring-a/n");
        index = index();
    }

    private RecordIndex index() {
        var logs =
                List.<IndexedLog>of(
                        new Log("b/staff-log/n", Optional.empty(), staff),
                        new Log("b/spring-a/n", Optional.of(SPRING), sitting));
        return new RecordIndex(() -> logs);
    }

    private Journal journal(String origin) throws Exception {
        var settings =
                JournalSettings.standard(origin)
                        .withSegmentBytes(64 << 10)
                        .withReserveSegments(0)
                        .withThresholds(0, 0, 0);
        var opening =
                Journal.open(
                        JournalFolder.at(folder.resolve(origin.replace('/', '-'))),
                        settings,
                        () -> NOON);
        return ((JournalOpening.Ready) opening).journal();
    }

    @AfterEach
    void close() throws IOException {
        staff.close();
        sitting.close();
    }

    private static void enter(Journal journal, Entry entry) {
        var _ = journal.append(Leaf.of(entry), Urgency.TIME).join();
    }

    private static Instant at(int seconds) {
        return NOON.plusSeconds(seconds);
    }

    private void read(int seconds, StaffId who, String what, String upon) {
        enter(staff, new Audited(at(seconds), who, what, upon, "read", "-"));
    }

    private void candidateIsMoved() {
        enter(
                sitting,
                new SessionEntry.Admitted(
                        at(10), SESSION, 0, DIGEST, new SeatId("C1/R1/01"), KEY, ZHAO));
        enter(sitting, new SessionEntry.Started(at(20), SESSION, 1, at(3600)));
        enter(
                sitting,
                new SessionEntry.Moved(
                        at(30),
                        SESSION,
                        2,
                        new SeatId("C1/R1/01"),
                        new SeatId("C1/R2/07"),
                        KEY,
                        Cause.MACHINE_FAULT,
                        ZHAO,
                        QIAN));
        enter(
                sitting,
                new SessionEntry.Extended(
                        at(40),
                        SESSION,
                        3,
                        java.time.Duration.ofMinutes(5),
                        at(3900),
                        Cause.MACHINE_FAULT,
                        ZHAO,
                        QIAN));
    }

    private List<String> kinds(RecordQuery query) {
        return index.find(query, OptionalLong.empty(), 100).found().stream()
                .map(found -> found.facts().kind())
                .toList();
    }

    @Test
    void findsWhatAPersonDidInEveryLogInTheOrderOfTime() {
        candidateIsMoved();
        read(15, ZHAO, "listPeople", "-");
        read(35, QIAN, "listPeople", "-");

        assertEquals(
                List.of("admitted", "audited", "moved", "extended"),
                kinds(RecordQuery.all(Where.ALL).by(ZHAO).in(Order.OLDEST)));
        assertEquals(
                List.of("extended", "audited", "moved"),
                kinds(RecordQuery.all(Where.ALL).by(QIAN)));
    }

    @Test
    void replaysASeatWithWhatHappenedThereAndNowhereElse() {
        candidateIsMoved();

        assertEquals(
                List.of("admitted", "started", "moved"), kinds(at("C1/R1/01").in(Order.OLDEST)));
        assertEquals(List.of("moved", "extended"), kinds(at("C1/R2/07").in(Order.OLDEST)));
        assertEquals(4, kinds(at("C1")).size());
        assertEquals(List.of(), kinds(at("C1/R")));
    }

    private static RecordQuery at(String seat) {
        var all = RecordQuery.all(Where.ALL);
        return new RecordQuery(
                all.where(),
                all.person(),
                all.kind(),
                all.what(),
                all.upon(),
                all.outcome(),
                all.session(),
                Optional.of(seat),
                all.sitting(),
                all.from(),
                all.until(),
                all.order());
    }

    @Test
    void givesEveryEntryOnceFromCursorToCursorWhileOthersAreEntered() {
        for (int i = 0; i < 250; i++) {
            read(i, i % 2 == 0 ? ZHAO : QIAN, "readPerson", "p" + i);
        }
        var seen = new ArrayList<String>();
        var cursor = OptionalLong.empty();
        do {
            var page = index.find(RecordQuery.all(Where.STAFF).by(ZHAO), cursor, 7);
            page.found().forEach(found -> seen.add(found.facts().upon()));
            cursor = page.next();
            read(1_000, ZHAO, "later", "-");
        } while (cursor.isPresent());

        assertEquals(125, seen.size());
        assertEquals(125, seen.stream().distinct().count());
        assertEquals("p248", seen.getFirst());
        assertEquals("p0", seen.getLast());
    }

    @Test
    void findsTheSameWhenItIsMadeAnew() {
        candidateIsMoved();
        for (int i = 0; i < 60; i++) {
            read(i, ZHAO, "readPerson", "p" + i);
        }
        var before = kinds(RecordQuery.all(Where.ALL));
        index = index();

        assertEquals(0, index.size());
        assertEquals(before, kinds(RecordQuery.all(Where.ALL)));
        assertEquals(64, index.size());
    }

    @Test
    void findsNothingByAWordThatNoEntryHas() {
        read(1, ZHAO, "readPerson", "p1");

        assertEquals(List.of(), kinds(RecordQuery.all(Where.ALL).by(new StaffId("nobody.here"))));
        assertTrue(kinds(RecordQuery.all(Where.SITTINGS)).isEmpty());
    }
}
