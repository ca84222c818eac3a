package org.gongyuan.protocol.record;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One entry of every kind, as a sitting of two rooms would write them.
public final class Entries {

    public static final Instant NINE = Instant.parse("2026-05-16T01:00:00Z");
    public static final SessionId SESSION = SessionId.parse("00112233445566778899aabbccddeeff");
    public static final SeatId SEAT = new SeatId("C01/R2/14");
    private static final StaffId LI = new StaffId("li.na");
    private static final StaffId WANG = new StaffId("wang.wei");
    private static final Octets KEY = Octets.of(new byte[] {1, 2, 3});

    private Entries() {}

    public static Digest digest(int of) {
        return Suite.INTL_1.digest(new byte[] {(byte) of});
    }

    public static List<Entry> ofEveryKind() {
        return List.of(
                new SittingEntry.LogOpened(
                        NINE, "caam.example/2026-a1/n1", new SittingId("2026-a1"), "n1", KEY),
                new SittingEntry.ManifestAccepted(
                        NINE,
                        digest(1),
                        "auto-junior",
                        1,
                        "INTL-1",
                        NINE,
                        3,
                        5,
                        List.of(digest(2), digest(3))),
                new SittingEntry.SittingOpened(
                        NINE,
                        new SittingId("2026-a1"),
                        digest(1),
                        NINE,
                        NINE.plusSeconds(1800),
                        NINE.plusSeconds(7200),
                        Duration.ofMinutes(90),
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        "closed-5",
                        Duration.ofDays(5),
                        digest(4),
                        40),
                new SittingEntry.PosturePolicyFrozen(NINE, PosturePolicy.STANDARD),
                new SittingEntry.ShareReceived(NINE, "release", digest(5), 2),
                new SittingEntry.ShareRefused(NINE, "release", digest(6), "too-early"),
                new SittingEntry.Released(NINE, digest(1), digest(7), List.of(1, 2, 5)),
                new SittingEntry.KeyHandedOn(NINE, "n1", "n2", digest(7)),
                new SittingEntry.SetAside(NINE, List.of(3L, 4L, 70_000L)),
                new SittingEntry.CarriedOver(
                        NINE,
                        "caam.example/2026-a1/n2",
                        77,
                        Octets.of(
                                Leaf.of(
                                        new SessionEntry.Expired(
                                                NINE,
                                                new SessionId(1, 2),
                                                9,
                                                4,
                                                digest(1),
                                                digest(2))))),
                new SittingEntry.Absent(NINE, digest(8)),
                new SittingEntry.SittingClosed(NINE, 40, 1, 39, 35, 2, 1, 1),
                new SittingEntry.OpenedByQuorum(NINE, "marking", digest(9), List.of(1, 3, 4)),
                new SittingEntry.HumanScoresRecorded(NINE, digest(10), 37, LI, WANG),
                new SittingEntry.CutScoreAdopted(
                        NINE, digest(11), digest(1), List.of(digest(12), digest(13))),
                new SittingEntry.Scored(NINE, "run-1", digest(14), digest(15), 37, digest(11)),
                new SittingEntry.PublicationApproved(NINE, "run-1", digest(15), digest(16), KEY),
                new SittingEntry.NoticeBegun(NINE, "run-1", NINE.plusSeconds(9)),
                new SittingEntry.Published(NINE, "run-1", digest(15)),
                new SittingEntry.ProposedHolders(
                        NINE, "run-1", digest(15), digest(24), digest(0), 31, 2, LI, WANG),
                new SittingEntry.KeyDestroyed(NINE, "evidence", "2026-a1/C01/R2", LI, WANG),
                new SittingEntry.CheckpointKeyRotated(NINE, KEY, KEY),
                new SittingEntry.DeletionAnnounced(
                        NINE, "evidence", "2026-a1/C01/R2", NINE.minusSeconds(60)),
                new SittingEntry.RetentionEnded(NINE, "candidate", "2026-a1", 37),
                new SittingEntry.ShareEnded(
                        NINE,
                        digest(1),
                        3,
                        digest(5),
                        ShareEnd.DESTROYED,
                        LI,
                        NINE.minusSeconds(60),
                        KEY),
                new SittingEntry.ResponsesHeld(NINE, true),
                new SittingEntry.LogRestored(
                        NINE, "caam.example/2026-a1/n2", 4_711, digest(1), 3, LI, WANG),
                new SittingEntry.NotRestored(NINE),
                new SittingEntry.CustodianKeyRegistered(NINE, LI, "INTL-1", digest(5)),
                new SittingEntry.ShareAlarmRaised(NINE, "2026-a1", digest(6)),
                new SittingEntry.FormTakenIn(
                        NINE, digest(1), digest(7), List.of(digest(2), digest(3))),
                new SittingEntry.RehearsalBegun(
                        NINE,
                        "rehearsal-0011223344556677",
                        LI,
                        3,
                        NINE.plusSeconds(60),
                        List.of(digest(5), digest(6))),
                new SittingEntry.RehearsalStep(
                        NINE, "rehearsal-0011223344556677", digest(5), 1, "received"),
                new SittingEntry.Acted(NINE, KEY, KEY, WANG, KEY),
                new SittingEntry.Audited(NINE, LI, "readPerson", "wang.wei", "read", "-"),
                new SittingEntry.RulesFrozen(
                        NINE,
                        "auto-2026",
                        List.of("preset=open", "extension-limit=1800000"),
                        NINE.minusSeconds(60),
                        LI,
                        WANG),
                new SittingEntry.RuleChanged(
                        NINE, "extension-limit", "1800000", "2700000", NINE, LI, WANG),
                new SittingEntry.LimitExceeded(
                        NINE, "room:C01/R2", Duration.ofMinutes(50), Cause.POWER_CUT, LI, WANG),
                new SessionEntry.Admitted(NINE, SESSION, 0, digest(17), SEAT, KEY, LI),
                new SessionEntry.Keyed(NINE, SESSION, 1, digest(18), digest(19)),
                new SessionEntry.Started(NINE, SESSION, 2, NINE.plusSeconds(5400)),
                new SessionEntry.ResponseSaved(
                        NINE,
                        SESSION,
                        3,
                        1,
                        new PlacementId(7),
                        digest(20),
                        digest(21),
                        digest(22)),
                new SessionEntry.HeadSigned(NINE, SESSION, 4, 1, digest(23), KEY),
                new SessionEntry.Held(
                        NINE, SESSION, 5, Duration.ofMinutes(40), Cause.POWER_CUT, LI, WANG),
                new SessionEntry.Resumed(NINE, SESSION, 6, NINE.plusSeconds(2400), LI, WANG),
                new SessionEntry.Extended(
                        NINE,
                        SESSION,
                        7,
                        Duration.ofMinutes(3),
                        NINE.plusSeconds(2580),
                        Cause.MACHINE_FAULT,
                        LI,
                        WANG),
                new SessionEntry.Moved(
                        NINE,
                        SESSION,
                        8,
                        SEAT,
                        new SeatId("C01/R2/39"),
                        KEY,
                        Cause.MACHINE_FAULT,
                        LI,
                        WANG),
                new SessionEntry.Readmitted(NINE, SESSION, 9, SEAT, KEY, LI),
                new SessionEntry.ForkRefused(NINE, SESSION, 10, SEAT, KEY),
                new SessionEntry.Observed(
                        NINE, SESSION, 11, 1, "no-face", NINE, digest(24), digest(25)),
                new SessionEntry.FrameTaken(
                        NINE, SESSION, 12, 1, NINE, digest(26), digest(27), digest(28)),
                new SessionEntry.Submitted(NINE, SESSION, 13, 1, digest(29), digest(30), KEY),
                new SessionEntry.Expired(NINE, SESSION, 14, 1, digest(29), digest(30)),
                new SessionEntry.Voided(NINE, SESSION, 15, Cause.BREACH, LI, WANG),
                new SessionEntry.Transferred(
                        NINE, SESSION, 16, new SittingId("2026-a2"), Cause.EVACUATION, LI, WANG),
                new SessionEntry.PostureReported(
                        NINE,
                        SESSION,
                        17,
                        List.of(FindingKind.DEBUGGER, FindingKind.NOT_LOCKED),
                        digest(31)),
                new SessionEntry.PostureOverridden(
                        NINE, SESSION, 18, FindingKind.DEBUGGER, Cause.FALSE_ALARM, LI, WANG));
    }
}
