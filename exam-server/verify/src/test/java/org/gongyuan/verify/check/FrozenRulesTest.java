package org.gongyuan.verify.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

@DisplayName("Frozen rules in a record")
class FrozenRulesTest {

    private static final Instant NINE = Instant.parse("2026-05-16T01:00:00Z");
    private static final String LOG = "body/2026-a1/n1";
    private static final SittingId SITTING = new SittingId("2026-a1");
    private static final Digest SOME = Digest.of(new byte[32]);
    private static final StaffId LI = new StaffId("li.na");
    private static final StaffId WANG = new StaffId("wang.wei");
    private static final SessionId SESSION = new SessionId(1, 2);
    private static final List<String> RULES =
            List.of(
                    "preset=open",
                    "starts=" + NINE.plusSeconds(1_800).toEpochMilli(),
                    "length=5400000",
                    "notice=600000",
                    "extension-limit=600000",
                    "form=" + "00".repeat(32));

    private final List<Object> entries =
            new ArrayList<>(List.of(opened(600_000), frozen(LI, WANG)));

    private static SittingEntry opened(long notice) {
        return new SittingEntry.SittingOpened(
                NINE,
                SITTING,
                SOME,
                NINE,
                NINE.plusSeconds(1_800),
                NINE.plusSeconds(7_200),
                Duration.ofMinutes(90),
                Duration.ofMinutes(5),
                Duration.ZERO,
                "open",
                Duration.ofMillis(notice),
                SOME,
                1);
    }

    private static SittingEntry frozen(StaffId one, StaffId other) {
        return new SittingEntry.RulesFrozen(NINE, "auto", RULES, NINE.minusSeconds(60), one, other);
    }

    private static SittingEntry changed(String rule, long from, long to, long decided) {
        return new SittingEntry.RuleChanged(
                NINE.plusSeconds(Math.max(0, decided)),
                rule,
                Long.toString(from),
                Long.toString(to),
                NINE.plusSeconds(decided),
                LI,
                WANG);
    }

    private static SessionEntry extended(long n, long minutes, Cause cause) {
        return new SessionEntry.Extended(
                NINE.plusSeconds(2_000 + n),
                SESSION,
                n,
                Duration.ofMinutes(minutes),
                NINE.plusSeconds(9_000),
                cause,
                LI,
                WANG);
    }

    private static SittingEntry beyond(long minutes, StaffId approver) {
        return new SittingEntry.LimitExceeded(
                NINE.plusSeconds(2_000),
                "all",
                Duration.ofMinutes(minutes),
                Cause.POWER_CUT,
                LI,
                approver);
    }

    /// Which of the three checks fail.
    private Set<Check> failing() {
        var findings = new Findings();
        var sitting =
                new SittingTrail(
                        Suite.INTL_1,
                        new ManifestFacts(SOME, NINE, null, null, Map.of()),
                        findings,
                        new SeatSignatures(new Alongside(findings)));
        long index = 0;
        for (var entry : entries) {
            switch (entry) {
                case SittingEntry one -> sitting.follow(LOG, index++, one);
                case SessionEntry one -> sitting.follow(LOG, index++, one);
                default -> throw new IllegalArgumentException("no entry");
            }
        }
        var own = new Findings();
        new FrozenRules(sitting, own).check();
        PublicationActs.check(sitting, own);
        var failing = new TreeSet<Check>();
        own.all().stream()
                .filter(Finding.Fails.class::isInstance)
                .forEach(one -> failing.add(one.check()));
        return failing;
    }

    @Test
    void holdWhenTheSittingWasOpenedByThem() {
        assertEquals(Set.of(), failing());
    }

    @Test
    void holdWithChangesInTheCandidatesFavour() {
        entries.set(0, opened(900_000));
        entries.add(changed("notice", 600_000, 900_000, -30));
        entries.add(changed("extension-limit", 600_000, 1_200_000, 60));
        entries.add(extended(0, 20, Cause.POWER_CUT));

        assertEquals(Set.of(), failing());
    }

    @Test
    void areBrokenByAnOpeningThatIsOtherwise() {
        entries.set(0, opened(1));

        assertEquals(Set.of(Check.V41), failing());
    }

    @Test
    void areBrokenWhenOneFrozeThemAlone() {
        entries.set(1, frozen(LI, LI));

        assertEquals(Set.of(Check.V41), failing());
    }

    @Test
    void areBrokenByAChangeThatMayNotBe() {
        for (var change :
                List.of(
                        changed("notice", 600_000, 1, 60),
                        changed("notice", 5, 900_000, 60),
                        changed("length", 5_400_000, 7_200_000, 60),
                        changed(
                                "starts",
                                NINE.plusSeconds(1_800).toEpochMilli(),
                                NINE.plusSeconds(3_600).toEpochMilli(),
                                60))) {
            entries.add(change);
            assertEquals(Set.of(Check.V41), failing(), change::toString);
            entries.removeLast();
        }
    }

    @Test
    void letNobodyHaveMoreTimeThanTheLimitWithoutAnActBeyondIt() {
        entries.add(extended(0, 6, Cause.POWER_CUT));
        entries.add(extended(1, 30, Cause.ACCOMMODATION));
        assertEquals(Set.of(), failing());

        entries.add(extended(2, 6, Cause.POWER_CUT));
        assertEquals(Set.of(Check.V42), failing());

        entries.add(2, beyond(6, LI));
        assertEquals(Set.of(Check.V42), failing(), "by one person");
        entries.set(2, beyond(7, WANG));
        assertEquals(Set.of(Check.V42), failing(), "for another time");
        entries.set(2, beyond(6, WANG));
        assertEquals(Set.of(), failing());
        entries.add(entries.remove(2));
        assertEquals(Set.of(Check.V42), failing(), "after it");
    }

    @Test
    void arePublishedByAnActForResultsThatWereScoredAlone() {
        entries.add(publishing("run-1", SITTING));
        assertEquals(Set.of(Check.V43), failing());

        entries.add(2, new SittingEntry.Scored(NINE, "run-1", SOME, SOME, 1, SOME));
        assertEquals(Set.of(), failing());
        entries.set(3, publishing("run-2", SITTING));
        assertEquals(Set.of(Check.V43), failing());
        entries.set(3, publishing("run-1", new SittingId("2026-a2")));
        assertEquals(Set.of(Check.V43), failing());
    }

    private static SittingEntry publishing(String run, SittingId sitting) {
        var act =
                new ActDocument(
                        PublicationPayload.WORD,
                        Octets.of(new byte[16]),
                        NINE,
                        NINE.plusSeconds(60),
                        LI,
                        "done",
                        Octets.of(new PublicationPayload(sitting, run, SOME).toBytes()));
        var none = Octets.of(new byte[1]);
        return new SittingEntry.Acted(NINE, Octets.of(act.toBytes()), none, WANG, none);
    }
}
