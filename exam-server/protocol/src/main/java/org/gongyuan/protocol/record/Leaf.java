package org.gongyuan.protocol.record;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.util.List;

/// Entries as leaves of the log and back (`exam-record.md` sections 2 and 4): one canonical array,
/// `[1, kind, at, field, …]`.
public final class Leaf {

    /// The format version that every leaf starts with.
    public static final int VERSION = 1;

    /// A leaf has at most this many bytes (section 2.3).
    public static final int LARGEST = 4096;

    /// An attachment has at most this many bytes (section 2.3).
    public static final int LARGEST_ATTACHMENT = 2 * 1024 * 1024;

    /// Version, kind, instant and indices: the first byte of a canonical array of four.
    private static final byte SET_ASIDE_ARRAY = (byte) 0x84;

    private static final String HELD = "held";
    private static final String FREE = "free";

    private Leaf() {}

    /// The leaf of an entry.
    ///
    /// @throws IllegalArgumentException when the leaf would be larger than [#LARGEST]
    public static byte[] of(Entry entry) {
        var to = new CborWriter(256);
        switch (entry) {
            case SittingEntry.LogOpened e -> write(to, e);
            case SittingEntry.ManifestAccepted e -> write(to, e);
            case SittingEntry.SittingOpened e -> write(to, e);
            case SittingEntry.PosturePolicyFrozen e -> write(to, e);
            case SittingEntry.ShareReceived e -> write(to, e);
            case SittingEntry.ShareRefused e -> write(to, e);
            case SittingEntry.Released e -> write(to, e);
            case SittingEntry.KeyHandedOn e -> write(to, e);
            case SittingEntry.SetAside e -> write(to, e);
            case SittingEntry.CarriedOver e -> write(to, e);
            case SittingEntry.Absent e -> write(to, e);
            case SittingEntry.SittingClosed e -> write(to, e);
            case SittingEntry.OpenedByQuorum e -> write(to, e);
            case SittingEntry.HumanScoresRecorded e -> write(to, e);
            case SittingEntry.CutScoreAdopted e -> write(to, e);
            case SittingEntry.Scored e -> write(to, e);
            case SittingEntry.PublicationApproved e -> write(to, e);
            case SittingEntry.NoticeBegun e -> write(to, e);
            case SittingEntry.Published e -> write(to, e);
            case SittingEntry.ProposedHolders e -> write(to, e);
            case SittingEntry.KeyDestroyed e -> write(to, e);
            case SittingEntry.DeletionAnnounced e -> write(to, e);
            case SittingEntry.RetentionEnded e -> write(to, e);
            case SittingEntry.ShareEnded e -> write(to, e);
            case SittingEntry.ResponsesHeld e -> write(to, e);
            case SittingEntry.CheckpointKeyRotated e -> write(to, e);
            case SittingEntry.LogRestored e -> write(to, e);
            case SittingEntry.NotRestored e -> head(to, 0, e);
            case SittingEntry.CustodianKeyRegistered e -> write(to, e);
            case SittingEntry.ShareAlarmRaised e -> write(to, e);
            case SittingEntry.FormTakenIn e -> write(to, e);
            case SittingEntry.RehearsalBegun e -> write(to, e);
            case SittingEntry.RehearsalStep e -> write(to, e);
            case SittingEntry.Acted e -> write(to, e);
            case SittingEntry.Audited e -> write(to, e);
            case SittingEntry.RulesFrozen e -> write(to, e);
            case SittingEntry.RuleChanged e -> write(to, e);
            case SittingEntry.LimitExceeded e -> write(to, e);
            case SessionEntry.Admitted e -> write(to, e);
            case SessionEntry.Keyed e -> write(to, e);
            case SessionEntry.Started e -> write(to, e);
            case SessionEntry.ResponseSaved e -> write(to, e);
            case SessionEntry.HeadSigned e -> write(to, e);
            case SessionEntry.Held e -> write(to, e);
            case SessionEntry.Resumed e -> write(to, e);
            case SessionEntry.Extended e -> write(to, e);
            case SessionEntry.Moved e -> write(to, e);
            case SessionEntry.Readmitted e -> write(to, e);
            case SessionEntry.ForkRefused e -> write(to, e);
            case SessionEntry.Observed e -> write(to, e);
            case SessionEntry.FrameTaken e -> write(to, e);
            case SessionEntry.Submitted e -> write(to, e);
            case SessionEntry.Expired e -> write(to, e);
            case SessionEntry.Voided e -> write(to, e);
            case SessionEntry.Transferred e -> write(to, e);
            case SessionEntry.PostureReported e -> write(to, e);
            case SessionEntry.PostureOverridden e -> write(to, e);
        }
        var leaf = to.toBytes();
        if (leaf.length > LARGEST) {
            throw new IllegalArgumentException(
                    "a leaf has at most %d bytes, this one of kind %d has %d"
                            .formatted(LARGEST, entry.kind(), leaf.length));
        }
        return leaf;
    }

    /// The entry a leaf holds.
    ///
    /// @throws NotAnEntry when the bytes are not exactly one entry of this version
    public static Entry read(byte[] leaf) {
        return read(leaf, 0, leaf.length);
    }

    /// The entry that the bytes from `from` to before `to` hold.
    ///
    /// @throws NotAnEntry when the bytes are not exactly one entry of this version
    public static Entry read(byte[] bytes, int from, int to) {
        if (to - from > LARGEST) {
            throw new NotAnEntry(
                    "a leaf has at most %d bytes, this one has %d".formatted(LARGEST, to - from));
        }
        try {
            var reader = new CborReader(bytes, from, to);
            int length = reader.array();
            long version = reader.uint();
            if (version != VERSION) {
                throw new NotAnEntry("unknown leaf version " + version);
            }
            var field = new Fields(bytes, reader, length - 2);
            long kind = reader.uint();
            var entry = entry(kind, field);
            reader.end();
            return entry;
        } catch (NotAnEntry refused) {
            throw refused;
        } catch (NotCanonical | IllegalArgumentException refused) {
            throw new NotAnEntry("not an entry: " + refused.getMessage(), refused);
        }
    }

    /// Whether the leaf that begins at `from` is a [SittingEntry.SetAside], told from its first
    /// bytes alone, so that whoever must know them before all others need not read every entry
    /// twice.
    public static boolean isSetAside(byte[] bytes, int from, int to) {
        return to - from > 3
                && bytes[from] == SET_ASIDE_ARRAY
                && bytes[from + 1] == VERSION
                && bytes[from + 2] == SittingEntry.SetAside.KIND;
    }

    private static Entry entry(long kind, Fields field) {
        return switch (Math.toIntExact(Math.min(kind, 1_000))) {
            case SittingEntry.LogOpened.KIND -> {
                field.expect(5, "LogOpened");
                yield new SittingEntry.LogOpened(
                        field.instant(),
                        field.text(),
                        field.sitting(),
                        field.text(),
                        field.octets());
            }
            case SittingEntry.ManifestAccepted.KIND -> {
                field.expect(9, "ManifestAccepted");
                yield new SittingEntry.ManifestAccepted(
                        field.instant(),
                        field.digest(),
                        field.text(),
                        field.count(),
                        field.text(),
                        field.instant(),
                        field.count(),
                        field.count(),
                        field.digests());
            }
            case SittingEntry.SittingOpened.KIND -> {
                field.expect(13, "SittingOpened");
                yield new SittingEntry.SittingOpened(
                        field.instant(),
                        field.sitting(),
                        field.digest(),
                        field.instant(),
                        field.instant(),
                        field.instant(),
                        field.duration(),
                        field.duration(),
                        field.duration(),
                        field.text(),
                        field.duration(),
                        field.digest(),
                        field.count());
            }
            case SittingEntry.ShareReceived.KIND -> {
                field.expect(4, "ShareReceived");
                yield new SittingEntry.ShareReceived(
                        field.instant(), field.text(), field.digest(), field.count());
            }
            case SittingEntry.ShareRefused.KIND -> {
                field.expect(4, "ShareRefused");
                yield new SittingEntry.ShareRefused(
                        field.instant(), field.text(), field.digest(), field.text());
            }
            case SittingEntry.Released.KIND -> {
                field.expect(4, "Released");
                yield new SittingEntry.Released(
                        field.instant(), field.digest(), field.digest(), field.indices());
            }
            case SittingEntry.PosturePolicyFrozen.KIND -> {
                field.expect(2, "PosturePolicyFrozen");
                yield new SittingEntry.PosturePolicyFrozen(
                        field.instant(), PosturePolicy.ofWords(field.texts()));
            }
            case SessionEntry.PostureReported.KIND -> {
                field.expect(5, "PostureReported");
                yield new SessionEntry.PostureReported(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.findings(),
                        field.digest());
            }
            case SessionEntry.PostureOverridden.KIND -> {
                field.expect(7, "PostureOverridden");
                yield new SessionEntry.PostureOverridden(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.finding(),
                        field.cause(),
                        field.staff(),
                        field.staff());
            }
            case SittingEntry.KeyHandedOn.KIND -> {
                field.expect(4, "KeyHandedOn");
                yield new SittingEntry.KeyHandedOn(
                        field.instant(), field.text(), field.text(), field.digest());
            }
            case SittingEntry.SetAside.KIND -> {
                field.expect(2, "SetAside");
                yield new SittingEntry.SetAside(field.instant(), field.numbers());
            }
            case SittingEntry.CarriedOver.KIND -> {
                field.expect(4, "CarriedOver");
                yield new SittingEntry.CarriedOver(
                        field.instant(), field.text(), field.number(), field.octets());
            }
            case SittingEntry.Absent.KIND -> {
                field.expect(2, "Absent");
                yield new SittingEntry.Absent(field.instant(), field.digest());
            }
            case SittingEntry.SittingClosed.KIND -> {
                field.expect(8, "SittingClosed");
                yield new SittingEntry.SittingClosed(
                        field.instant(),
                        field.count(),
                        field.count(),
                        field.count(),
                        field.count(),
                        field.count(),
                        field.count(),
                        field.count());
            }
            case SittingEntry.OpenedByQuorum.KIND -> {
                field.expect(4, "OpenedByQuorum");
                yield new SittingEntry.OpenedByQuorum(
                        field.instant(), field.text(), field.digest(), field.indices());
            }
            case SittingEntry.HumanScoresRecorded.KIND -> {
                field.expect(5, "HumanScoresRecorded");
                yield new SittingEntry.HumanScoresRecorded(
                        field.instant(),
                        field.digest(),
                        field.count(),
                        field.staff(),
                        field.staff());
            }
            case SittingEntry.CutScoreAdopted.KIND -> {
                field.expect(4, "CutScoreAdopted");
                yield new SittingEntry.CutScoreAdopted(
                        field.instant(), field.digest(), field.digest(), field.digests());
            }
            case SittingEntry.Scored.KIND -> {
                field.expect(6, "Scored");
                yield new SittingEntry.Scored(
                        field.instant(),
                        field.text(),
                        field.digest(),
                        field.digest(),
                        field.count(),
                        field.digest());
            }
            case SittingEntry.PublicationApproved.KIND -> {
                field.expect(5, "PublicationApproved");
                yield new SittingEntry.PublicationApproved(
                        field.instant(),
                        field.text(),
                        field.digest(),
                        field.digest(),
                        field.octets());
            }
            case SittingEntry.NoticeBegun.KIND -> {
                field.expect(3, "NoticeBegun");
                yield new SittingEntry.NoticeBegun(field.instant(), field.text(), field.instant());
            }
            case SittingEntry.Published.KIND -> {
                field.expect(3, "Published");
                yield new SittingEntry.Published(field.instant(), field.text(), field.digest());
            }
            case SittingEntry.ProposedHolders.KIND -> {
                field.expect(9, "ProposedHolders");
                yield new SittingEntry.ProposedHolders(
                        field.instant(),
                        field.text(),
                        field.digest(),
                        field.digest(),
                        field.digest(),
                        field.number(),
                        field.number(),
                        field.staff(),
                        field.staff());
            }
            case SittingEntry.KeyDestroyed.KIND -> {
                field.expect(5, "KeyDestroyed");
                yield new SittingEntry.KeyDestroyed(
                        field.instant(), field.text(), field.text(), field.staff(), field.staff());
            }
            case SittingEntry.DeletionAnnounced.KIND -> {
                field.expect(4, "DeletionAnnounced");
                yield new SittingEntry.DeletionAnnounced(
                        field.instant(), field.text(), field.text(), field.instant());
            }
            case SittingEntry.RetentionEnded.KIND -> {
                field.expect(4, "RetentionEnded");
                yield new SittingEntry.RetentionEnded(
                        field.instant(), field.text(), field.text(), field.number());
            }
            case SittingEntry.ShareEnded.KIND -> {
                field.expect(8, "ShareEnded");
                yield new SittingEntry.ShareEnded(
                        field.instant(),
                        field.digest(),
                        field.count(),
                        field.digest(),
                        ShareEnd.of(field.text()),
                        field.staff(),
                        field.instant(),
                        field.octets());
            }
            case SittingEntry.ResponsesHeld.KIND -> {
                field.expect(2, "ResponsesHeld");
                yield new SittingEntry.ResponsesHeld(field.instant(), isHeld(field.text()));
            }
            case SittingEntry.CheckpointKeyRotated.KIND -> {
                field.expect(3, "CheckpointKeyRotated");
                yield new SittingEntry.CheckpointKeyRotated(
                        field.instant(), field.octets(), field.octets());
            }
            case SittingEntry.LogRestored.KIND -> {
                field.expect(7, "LogRestored");
                yield new SittingEntry.LogRestored(
                        field.instant(),
                        field.text(),
                        field.number(),
                        field.digest(),
                        field.number(),
                        field.staff(),
                        field.staff());
            }
            case SittingEntry.NotRestored.KIND -> {
                field.expect(1, "NotRestored");
                yield new SittingEntry.NotRestored(field.instant());
            }
            case SittingEntry.CustodianKeyRegistered.KIND -> {
                field.expect(4, "CustodianKeyRegistered");
                yield new SittingEntry.CustodianKeyRegistered(
                        field.instant(), field.staff(), field.text(), field.digest());
            }
            case SittingEntry.ShareAlarmRaised.KIND -> {
                field.expect(3, "ShareAlarmRaised");
                yield new SittingEntry.ShareAlarmRaised(
                        field.instant(), field.text(), field.digest());
            }
            case SittingEntry.FormTakenIn.KIND -> {
                field.expect(4, "FormTakenIn");
                yield new SittingEntry.FormTakenIn(
                        field.instant(), field.digest(), field.digest(), field.digests());
            }
            case SittingEntry.RehearsalBegun.KIND -> {
                field.expect(6, "RehearsalBegun");
                yield new SittingEntry.RehearsalBegun(
                        field.instant(),
                        field.text(),
                        field.staff(),
                        field.count(),
                        field.instant(),
                        field.digests());
            }
            case SittingEntry.RehearsalStep.KIND -> {
                field.expect(5, "RehearsalStep");
                yield new SittingEntry.RehearsalStep(
                        field.instant(), field.text(), field.digest(), field.count(), field.text());
            }
            case SittingEntry.Acted.KIND -> {
                field.expect(5, "Acted");
                yield new SittingEntry.Acted(
                        field.instant(),
                        field.octets(),
                        field.octets(),
                        field.staff(),
                        field.octets());
            }
            case SittingEntry.Audited.KIND -> {
                field.expect(6, "Audited");
                yield new SittingEntry.Audited(
                        field.instant(),
                        field.staff(),
                        field.text(),
                        field.text(),
                        field.text(),
                        field.text());
            }
            case SittingEntry.RulesFrozen.KIND -> {
                field.expect(6, "RulesFrozen");
                yield new SittingEntry.RulesFrozen(
                        field.instant(),
                        field.text(),
                        field.texts(),
                        field.instant(),
                        field.staff(),
                        field.staff());
            }
            case SittingEntry.RuleChanged.KIND -> {
                field.expect(7, "RuleChanged");
                yield new SittingEntry.RuleChanged(
                        field.instant(),
                        field.text(),
                        field.text(),
                        field.text(),
                        field.instant(),
                        field.staff(),
                        field.staff());
            }
            case SittingEntry.LimitExceeded.KIND -> {
                field.expect(6, "LimitExceeded");
                yield new SittingEntry.LimitExceeded(
                        field.instant(),
                        field.text(),
                        field.duration(),
                        field.cause(),
                        field.staff(),
                        field.staff());
            }
            case SessionEntry.Admitted.KIND -> {
                field.expect(7, "Admitted");
                yield new SessionEntry.Admitted(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.digest(),
                        field.seat(),
                        field.octets(),
                        field.staff());
            }
            case SessionEntry.Keyed.KIND -> {
                field.expect(5, "Keyed");
                yield new SessionEntry.Keyed(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.digest(),
                        field.digest());
            }
            case SessionEntry.Started.KIND -> {
                field.expect(4, "Started");
                yield new SessionEntry.Started(
                        field.instant(), field.session(), field.number(), field.instant());
            }
            case SessionEntry.ResponseSaved.KIND -> {
                field.expect(8, "ResponseSaved");
                yield new SessionEntry.ResponseSaved(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.number(),
                        field.placement(),
                        field.digest(),
                        field.digest(),
                        field.digest());
            }
            case SessionEntry.HeadSigned.KIND -> {
                field.expect(6, "HeadSigned");
                yield new SessionEntry.HeadSigned(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.number(),
                        field.digest(),
                        field.octets());
            }
            case SessionEntry.Held.KIND -> {
                field.expect(7, "Held");
                yield new SessionEntry.Held(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.duration(),
                        field.cause(),
                        field.staff(),
                        field.staff());
            }
            case SessionEntry.Resumed.KIND -> {
                field.expect(6, "Resumed");
                yield new SessionEntry.Resumed(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.instant(),
                        field.staff(),
                        field.staff());
            }
            case SessionEntry.Extended.KIND -> {
                field.expect(8, "Extended");
                yield new SessionEntry.Extended(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.duration(),
                        field.instant(),
                        field.cause(),
                        field.staff(),
                        field.staff());
            }
            case SessionEntry.Moved.KIND -> {
                field.expect(9, "Moved");
                yield new SessionEntry.Moved(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.seat(),
                        field.seat(),
                        field.octets(),
                        field.cause(),
                        field.staff(),
                        field.staff());
            }
            case SessionEntry.Readmitted.KIND -> {
                field.expect(6, "Readmitted");
                yield new SessionEntry.Readmitted(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.seat(),
                        field.octets(),
                        field.staff());
            }
            case SessionEntry.ForkRefused.KIND -> {
                field.expect(5, "ForkRefused");
                yield new SessionEntry.ForkRefused(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.seat(),
                        field.octets());
            }
            case SessionEntry.Observed.KIND -> {
                field.expect(8, "Observed");
                yield new SessionEntry.Observed(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.number(),
                        field.text(),
                        field.instant(),
                        field.digest(),
                        field.digest());
            }
            case SessionEntry.FrameTaken.KIND -> {
                field.expect(8, "FrameTaken");
                yield new SessionEntry.FrameTaken(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.number(),
                        field.instant(),
                        field.digest(),
                        field.digest(),
                        field.digest());
            }
            case SessionEntry.Submitted.KIND -> {
                field.expect(7, "Submitted");
                yield new SessionEntry.Submitted(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.number(),
                        field.digest(),
                        field.digest(),
                        field.octets());
            }
            case SessionEntry.Expired.KIND -> {
                field.expect(6, "Expired");
                yield new SessionEntry.Expired(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.number(),
                        field.digest(),
                        field.digest());
            }
            case SessionEntry.Voided.KIND -> {
                field.expect(6, "Voided");
                yield new SessionEntry.Voided(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.cause(),
                        field.staff(),
                        field.staff());
            }
            case SessionEntry.Transferred.KIND -> {
                field.expect(7, "Transferred");
                yield new SessionEntry.Transferred(
                        field.instant(),
                        field.session(),
                        field.number(),
                        field.sitting(),
                        field.cause(),
                        field.staff(),
                        field.staff());
            }
            default -> throw new NotAnEntry("unknown kind of entry " + kind);
        };
    }

    private static void write(CborWriter to, SittingEntry.LogOpened e) {
        head(to, 4, e);
        to.text(e.origin());
        to.text(e.sitting().text());
        to.text(e.node());
        to.bytes(e.checkpointKey().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.ManifestAccepted e) {
        head(to, 8, e);
        to.bytes(e.manifest().toBytes());
        to.text(e.form());
        to.uint(e.revision());
        to.text(e.suite());
        to.uint(e.notBefore().toEpochMilli());
        to.uint(e.k());
        to.uint(e.n());
        digests(to, e.signers());
    }

    private static void write(CborWriter to, SittingEntry.SittingOpened e) {
        head(to, 12, e);
        to.text(e.sitting().text());
        to.bytes(e.manifest().toBytes());
        to.uint(e.opens().toEpochMilli());
        to.uint(e.starts().toEpochMilli());
        to.uint(e.ends().toEpochMilli());
        to.uint(e.duration().toMillis());
        to.uint(e.lateEntry().toMillis());
        to.uint(e.earliestHandIn().toMillis());
        to.text(e.preset());
        to.uint(e.notice().toMillis());
        to.bytes(e.roster().toBytes());
        to.uint(e.expected());
    }

    private static void write(CborWriter to, SittingEntry.ShareReceived e) {
        head(to, 3, e);
        to.text(e.purpose());
        to.bytes(e.custodian().toBytes());
        to.uint(e.share());
    }

    private static void write(CborWriter to, SittingEntry.ShareRefused e) {
        head(to, 3, e);
        to.text(e.purpose());
        to.bytes(e.custodian().toBytes());
        to.text(e.reason());
    }

    private static void write(CborWriter to, SittingEntry.Released e) {
        head(to, 3, e);
        to.bytes(e.manifest().toBytes());
        to.bytes(e.key().toBytes());
        indices(to, e.shares());
    }

    private static void write(CborWriter to, SittingEntry.SetAside e) {
        head(to, 1, e);
        to.array(e.indices().size());
        e.indices().forEach(to::uint);
    }

    private static void write(CborWriter to, SittingEntry.CarriedOver e) {
        head(to, 3, e);
        to.text(e.origin());
        to.uint(e.index());
        to.bytes(e.leaf().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.KeyHandedOn e) {
        head(to, 3, e);
        to.text(e.from());
        to.text(e.to());
        to.bytes(e.key().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.Absent e) {
        head(to, 1, e);
        to.bytes(e.candidate().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.SittingClosed e) {
        head(to, 7, e);
        to.uint(e.expected());
        to.uint(e.absent());
        to.uint(e.admitted());
        to.uint(e.submitted());
        to.uint(e.expired());
        to.uint(e.voided());
        to.uint(e.transferred());
    }

    private static void write(CborWriter to, SittingEntry.OpenedByQuorum e) {
        head(to, 3, e);
        to.text(e.purpose());
        to.bytes(e.key().toBytes());
        indices(to, e.shares());
    }

    private static void write(CborWriter to, SittingEntry.HumanScoresRecorded e) {
        head(to, 4, e);
        to.bytes(e.document().toBytes());
        to.uint(e.count());
        to.text(e.firstMarker().text());
        to.text(e.secondMarker().text());
    }

    private static void write(CborWriter to, SittingEntry.CutScoreAdopted e) {
        head(to, 3, e);
        to.bytes(e.document().toBytes());
        to.bytes(e.manifest().toBytes());
        digests(to, e.signers());
    }

    private static void write(CborWriter to, SittingEntry.Scored e) {
        head(to, 5, e);
        to.text(e.run());
        to.bytes(e.inputs().toBytes());
        to.bytes(e.results().toBytes());
        to.uint(e.sheets());
        to.bytes(e.cutScore().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.PublicationApproved e) {
        head(to, 4, e);
        to.text(e.run());
        to.bytes(e.results().toBytes());
        to.bytes(e.approver().toBytes());
        to.bytes(e.signature().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.NoticeBegun e) {
        head(to, 2, e);
        to.text(e.run());
        to.uint(e.until().toEpochMilli());
    }

    private static void write(CborWriter to, SittingEntry.Published e) {
        head(to, 2, e);
        to.text(e.run());
        to.bytes(e.results().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.ProposedHolders e) {
        head(to, 8, e);
        to.text(e.run());
        to.bytes(e.results().toBytes());
        to.bytes(e.list().toBytes());
        to.bytes(e.predecessor().toBytes());
        to.uint(e.proposed());
        to.uint(e.held());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SittingEntry.KeyDestroyed e) {
        head(to, 4, e);
        to.text(e.purpose());
        to.text(e.scope());
        to.text(e.first().text());
        to.text(e.second().text());
    }

    private static void write(CborWriter to, SittingEntry.DeletionAnnounced e) {
        head(to, 3, e);
        to.text(e.purpose());
        to.text(e.scope());
        to.uint(e.due().toEpochMilli());
    }

    private static void write(CborWriter to, SittingEntry.RetentionEnded e) {
        head(to, 3, e);
        to.text(e.purpose());
        to.text(e.scope());
        to.uint(e.persons());
    }

    private static void write(CborWriter to, SittingEntry.ShareEnded e) {
        head(to, 7, e);
        to.bytes(e.manifest().toBytes());
        to.uint(e.share());
        to.bytes(e.custodian().toBytes());
        to.text(e.how().word());
        to.text(e.person().text());
        to.uint(e.asked().toEpochMilli());
        to.bytes(e.proof().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.ResponsesHeld e) {
        head(to, 1, e);
        to.text(e.isHeld() ? HELD : FREE);
    }

    private static boolean isHeld(String word) {
        return switch (word) {
            case HELD -> true;
            case FREE -> false;
            default ->
                    throw new IllegalArgumentException(
                            "responses are held or free, not \"" + word + "\"");
        };
    }

    private static void write(CborWriter to, SittingEntry.CheckpointKeyRotated e) {
        head(to, 2, e);
        to.bytes(e.next().toBytes());
        to.bytes(e.signature().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.LogRestored e) {
        head(to, 6, e);
        to.text(e.origin());
        to.uint(e.size());
        to.bytes(e.root().toBytes());
        to.uint(e.missing());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SittingEntry.CustodianKeyRegistered e) {
        head(to, 3, e);
        to.text(e.person().text());
        to.text(e.suite());
        to.bytes(e.key().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.ShareAlarmRaised e) {
        head(to, 2, e);
        to.text(e.upon());
        to.bytes(e.told().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.FormTakenIn e) {
        head(to, 3, e);
        to.bytes(e.manifest().toBytes());
        to.bytes(e.act().toBytes());
        digests(to, e.signers());
    }

    private static void write(CborWriter to, SittingEntry.RehearsalBegun e) {
        head(to, 5, e);
        to.text(e.rehearsal());
        to.text(e.by().text());
        to.uint(e.needed());
        to.uint(e.opens().toEpochMilli());
        digests(to, e.custodians());
    }

    private static void write(CborWriter to, SittingEntry.RehearsalStep e) {
        head(to, 4, e);
        to.text(e.rehearsal());
        to.bytes(e.custodian().toBytes());
        to.uint(e.index());
        to.text(e.outcome());
    }

    private static void write(CborWriter to, SittingEntry.Acted e) {
        head(to, 4, e);
        to.bytes(e.act().toBytes());
        to.bytes(e.proposed().toBytes());
        to.text(e.approver().text());
        to.bytes(e.approved().toBytes());
    }

    private static void write(CborWriter to, SittingEntry.Audited e) {
        head(to, 5, e);
        to.text(e.person().text());
        to.text(e.what());
        to.text(e.upon());
        to.text(e.outcome());
        to.text(e.reason());
    }

    private static void write(CborWriter to, SittingEntry.RulesFrozen e) {
        head(to, 5, e);
        to.text(e.exam());
        to.array(e.rules().size());
        e.rules().forEach(to::text);
        to.uint(e.frozen().toEpochMilli());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SittingEntry.RuleChanged e) {
        head(to, 6, e);
        to.text(e.rule());
        to.text(e.from());
        to.text(e.to());
        to.uint(e.decided().toEpochMilli());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SittingEntry.LimitExceeded e) {
        head(to, 5, e);
        to.text(e.scope());
        to.uint(e.by().toMillis());
        to.text(e.cause().text());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SessionEntry.Admitted e) {
        sessionHead(to, 4, e);
        to.bytes(e.candidate().toBytes());
        to.text(e.seat().text());
        to.bytes(e.seatKey().toBytes());
        to.text(e.by().text());
    }

    private static void write(CborWriter to, SessionEntry.Keyed e) {
        sessionHead(to, 2, e);
        to.bytes(e.key().toBytes());
        to.bytes(e.envelope().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.Started e) {
        sessionHead(to, 1, e);
        to.uint(e.deadline().toEpochMilli());
    }

    private static void write(CborWriter to, SessionEntry.ResponseSaved e) {
        sessionHead(to, 5, e);
        to.uint(e.seq());
        to.uint(e.placement().number());
        to.bytes(e.commitment().toBytes());
        to.bytes(e.prev().toBytes());
        to.bytes(e.sealed().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.HeadSigned e) {
        sessionHead(to, 3, e);
        to.uint(e.seq());
        to.bytes(e.head().toBytes());
        to.bytes(e.signature().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.Held e) {
        sessionHead(to, 4, e);
        to.uint(e.left().toMillis());
        to.text(e.cause().text());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SessionEntry.Resumed e) {
        sessionHead(to, 3, e);
        to.uint(e.deadline().toEpochMilli());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SessionEntry.Extended e) {
        sessionHead(to, 5, e);
        to.uint(e.by().toMillis());
        to.uint(e.deadline().toEpochMilli());
        to.text(e.cause().text());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SessionEntry.Moved e) {
        sessionHead(to, 6, e);
        to.text(e.from().text());
        to.text(e.to().text());
        to.bytes(e.seatKey().toBytes());
        to.text(e.cause().text());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SessionEntry.Readmitted e) {
        sessionHead(to, 3, e);
        to.text(e.seat().text());
        to.bytes(e.seatKey().toBytes());
        to.text(e.by().text());
    }

    private static void write(CborWriter to, SessionEntry.ForkRefused e) {
        sessionHead(to, 2, e);
        to.text(e.seat().text());
        to.bytes(e.seatKey().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.Observed e) {
        sessionHead(to, 5, e);
        to.uint(e.seq());
        to.text(e.signal());
        to.uint(e.seatTime().toEpochMilli());
        to.bytes(e.detail().toBytes());
        to.bytes(e.prev().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.FrameTaken e) {
        sessionHead(to, 5, e);
        to.uint(e.seq());
        to.uint(e.seatTime().toEpochMilli());
        to.bytes(e.picture().toBytes());
        to.bytes(e.prev().toBytes());
        to.bytes(e.sealed().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.Submitted e) {
        sessionHead(to, 4, e);
        to.uint(e.lastSeq());
        to.bytes(e.head().toBytes());
        to.bytes(e.sheet().toBytes());
        to.bytes(e.signature().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.Expired e) {
        sessionHead(to, 3, e);
        to.uint(e.lastSeq());
        to.bytes(e.head().toBytes());
        to.bytes(e.sheet().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.Voided e) {
        sessionHead(to, 3, e);
        to.text(e.cause().text());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SessionEntry.Transferred e) {
        sessionHead(to, 4, e);
        to.text(e.to().text());
        to.text(e.cause().text());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SessionEntry.PostureReported e) {
        sessionHead(to, 2, e);
        to.array(e.found().size());
        e.found().forEach(finding -> to.text(finding.word()));
        to.bytes(e.report().toBytes());
    }

    private static void write(CborWriter to, SessionEntry.PostureOverridden e) {
        sessionHead(to, 4, e);
        to.text(e.finding().word());
        to.text(e.cause().text());
        to.text(e.proposer().text());
        to.text(e.approver().text());
    }

    private static void write(CborWriter to, SittingEntry.PosturePolicyFrozen e) {
        head(to, 1, e);
        var words = e.policy().words();
        to.array(words.size());
        words.forEach(to::text);
    }

    private static void head(CborWriter to, int fields, SittingEntry entry) {
        to.array(3 + fields).uint(VERSION).uint(entry.kind()).uint(entry.at().toEpochMilli());
    }

    private static void sessionHead(CborWriter to, int fields, SessionEntry entry) {
        to.array(5 + fields).uint(VERSION).uint(entry.kind()).uint(entry.at().toEpochMilli());
        to.bytes(entry.session().toBytes()).uint(entry.ordinal());
    }

    private static void digests(CborWriter to, List<Digest> digests) {
        to.array(digests.size());
        for (var digest : digests) {
            to.bytes(digest.toBytes());
        }
    }

    private static void indices(CborWriter to, List<Integer> indices) {
        to.array(indices.size());
        for (int index : indices) {
            to.uint(index);
        }
    }
}
