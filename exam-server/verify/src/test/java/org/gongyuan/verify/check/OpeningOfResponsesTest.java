package org.gongyuan.verify.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

@DisplayName("Responses of a sitting in a record")
class OpeningOfResponsesTest {

    private static final Instant NINE = Instant.parse("2026-05-16T01:00:00Z");
    private static final String LOG = "body/2026-a1/n1";
    private static final SittingId SITTING = new SittingId("2026-a1");
    private static final Digest FORM = Digest.of(new byte[32]);
    private static final Digest OTHER = Suite.INTL_1.digest(new byte[] {1});
    private static final StaffId LI = new StaffId("li.na");
    private static final StaffId WANG = new StaffId("wang.wei");

    /// Opened at the staff port, closed, let be opened by two, and opened.
    private final List<SittingEntry> entries =
            new ArrayList<>(
                    List.of(
                            accepted(),
                            acted("open-sitting", 1, new byte[] {1}, WANG),
                            new SittingEntry.SittingClosed(at(2), 0, 0, 0, 0, 0, 0, 0),
                            letting(3, SITTING, FORM, WANG),
                            opened(4)));

    private static Instant at(int seconds) {
        return NINE.plusSeconds(seconds);
    }

    private static SittingEntry accepted() {
        return new SittingEntry.ManifestAccepted(
                NINE, FORM, "form", 1, "INTL-1", NINE, 2, 3, List.of(FORM, OTHER));
    }

    private static SittingEntry opened(int second) {
        return new SittingEntry.OpenedByQuorum(at(second), "marking", FORM, List.of(1, 2));
    }

    private static SittingEntry letting(
            int second, SittingId sitting, Digest manifest, StaffId approver) {
        return acted(
                OpeningPayload.WORD,
                second,
                new OpeningPayload(sitting, manifest).toBytes(),
                approver);
    }

    private static SittingEntry acted(String kind, int second, byte[] payload, StaffId approver) {
        var act =
                new ActDocument(
                        kind,
                        Octets.of(new byte[16]),
                        NINE,
                        NINE.plusSeconds(3_600),
                        LI,
                        "done",
                        Octets.of(payload));
        var none = Octets.of(new byte[1]);
        return new SittingEntry.Acted(at(second), Octets.of(act.toBytes()), none, approver, none);
    }

    private Set<Check> failing() {
        var findings = new Findings();
        var sitting =
                new SittingTrail(
                        Suite.INTL_1,
                        new ManifestFacts(FORM, NINE, null, null, Map.of()),
                        findings,
                        new SeatSignatures(new Alongside(findings)));
        long index = 0;
        for (var entry : entries) {
            sitting.follow(LOG, index++, entry);
        }
        var own = new Findings();
        OpeningOfResponses.check(sitting, own);
        var failing = new TreeSet<Check>();
        own.all().stream()
                .filter(Finding.Fails.class::isInstance)
                .forEach(one -> failing.add(one.check()));
        return failing;
    }

    @Test
    void areOpenedUnderAnActOfTwo() {
        assertEquals(Set.of(), failing());
    }

    @Test
    void areNotOpenedWithoutOneNorBeforeIt() {
        var act = entries.remove(3);
        assertEquals(Set.of(Check.V46), failing());

        entries.add(letting(5, SITTING, FORM, WANG));
        assertEquals(Set.of(Check.V46), failing(), "after the opening");
        entries.set(4, act);
        assertEquals(Set.of(), failing(), "its place in the log is as good as its instant");
    }

    @Test
    void areNotOpenedUnderAnActOfOnePerson() {
        entries.set(3, letting(3, SITTING, FORM, LI));

        assertEquals(Set.of(Check.V46), failing());
    }

    @Test
    void areNotOpenedUnderAnActUponOthers() {
        entries.set(3, letting(3, new SittingId("2026-a2"), FORM, WANG));
        assertEquals(Set.of(Check.V46), failing());

        entries.set(3, letting(3, SITTING, OTHER, WANG));
        assertEquals(Set.of(Check.V46), failing());
    }

    @Test
    void areNotLetBeOpenedBeforeTheClosing() {
        entries.set(3, letting(1, SITTING, FORM, WANG));

        assertEquals(Set.of(Check.V46), failing());
    }

    @Test
    void areOpenedAgainAfterAScoreRunUnderAnotherActAlone() {
        entries.add(opened(5));
        assertEquals(Set.of(), failing(), "for the markers and for the run");

        entries.add(new SittingEntry.Scored(at(6), "run-1", FORM, FORM, 1, FORM));
        entries.add(opened(7));
        assertEquals(Set.of(Check.V46), failing());

        entries.add(6, letting(7, SITTING, FORM, WANG));
        assertEquals(Set.of(), failing());
    }

    @Test
    void areOpenedByTheCustodiansAloneWhereTheSittingWasOpenedWithKeys() {
        entries.remove(3);
        entries.remove(1);

        assertEquals(Set.of(), failing());
    }
}
