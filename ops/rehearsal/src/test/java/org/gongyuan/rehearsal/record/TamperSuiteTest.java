package org.gongyuan.rehearsal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.HoldersList;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.ShareEnd;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Check;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Report;
import org.gongyuan.verify.check.Stage;
import org.gongyuan.verify.check.Verifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Each tampering is one change to a good record or bundle. Where the forger holds the node's
/// checkpoint key he signs anew (the entries are changed before the log is built); where he does
/// not, he changes the files. The check that owns the fact must find it, and no other but those
/// that cannot but find it too, each edit with its reason: nothing is found by accident.
@DisplayName("A tampered bundle")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperSuiteTest {

    private static final StaffId LI = new StaffId("li.na");
    private static final StaffId WANG = new StaffId("wang.wei");

    /// One change, and the check that must find it.
    record Tampering(
            String name,
            Check owner,
            Consumer<WrittenSitting> record,
            Consumer<WrittenBundle> bundle,
            Consumer<Path> folder,
            Set<Check> also) {

        /// The same change, of which others than its owner must speak too.
        ///
        /// @param because why they cannot but find it
        Tampering with(String because, Check... others) {
            assertFalse(because.isBlank());
            return new Tampering(
                    name, owner, record, bundle, folder, EnumSet.copyOf(List.of(others)));
        }

        /// The checks that find this change: its owner and those that cannot but find it, no other.
        Set<Check> speaking() {
            var speaking = EnumSet.of(owner);
            speaking.addAll(also);
            return speaking;
        }

        @Override
        public String toString() {
            return owner + " " + name;
        }
    }

    private Path temporary;
    private WrittenSitting sitting;
    private List<Entry> good;

    @BeforeAll
    void writeAGoodSitting(@TempDir Path temporary) {
        this.temporary = temporary;
        sitting = new WrittenSitting(7, 70, 6, temporary);
        good = List.copyOf(sitting.entries);
    }

    @Test
    void isNotTheOneThatHolds() throws IOException {
        var report = verify(tampering("nothing", Check.V00, _ -> {}));

        assertEquals(List.of(), fails(report));
        assertEquals(Stage.PUBLISHED, report.stage());
        assertEquals(0, report.exitStatus(), () -> "not reached: " + report.missing());
    }

    @ParameterizedTest
    @MethodSource("everyTampering")
    void isFoundByTheCheckThatOwnsWhatWasChanged(Tampering tampering) throws IOException {
        var report = verify(tampering);

        var found = EnumSet.noneOf(Check.class);
        fails(report).forEach(failure -> found.add(failure.check()));
        assertEquals(
                tampering.speaking(),
                found,
                () -> "who speaks for \"%s\": %s".formatted(tampering, fails(report)));
        assertEquals(1, report.exitStatus());
    }

    @Test
    void isNotReadForLeavesThatItsFilesCannotHold() throws IOException {
        var report =
                verify(
                        bundle(
                                "a checkpoint of the forger's own size",
                                Check.V04,
                                bundle -> {
                                    var note = bundle.signed(1L << 40, digest(14));
                                    bundle.files.put("logs/n1/checkpoint", note);
                                    bundle.files.put(
                                            "logs/n1/checkpoints",
                                            ByteBuffer.allocate(4 + note.length)
                                                    .putInt(note.length)
                                                    .put(note)
                                                    .array());
                                }));

        assertTrue(
                fails(report).stream()
                        .anyMatch(
                                failure ->
                                        failure.check() == Check.V04
                                                && failure.because().contains("1099511627776")),
                () -> fails(report).toString());
    }

    @Test
    void isTriedForEveryCheck() {
        var owners = EnumSet.noneOf(Check.class);
        everyTampering().forEach(tampering -> owners.add(tampering.owner()));

        // V47 is of an audit export, never of a bundle.
        assertEquals(EnumSet.complementOf(EnumSet.of(Check.V47)), owners);
    }

    private static List<Finding.Fails> fails(Report report) {
        return report.findings().stream()
                .filter(Finding.Fails.class::isInstance)
                .map(Finding.Fails.class::cast)
                .toList();
    }

    private Report verify(Tampering tampering) throws IOException {
        sitting.entries.clear();
        sitting.entries.addAll(good);
        var before = new WrittenDocumentsBefore(sitting);
        try {
            tampering.record().accept(sitting);
            var bundle = new WrittenBundle(sitting);
            tampering.bundle().accept(bundle);
            var folder = Files.createTempDirectory(temporary, "bundle");
            bundle.write(folder);
            tampering.folder().accept(folder);
            try (var opened = Bundle.open(folder)) {
                return Verifier.verify(opened, Optional.empty());
            }
        } finally {
            before.restore();
        }
    }

    /// The documents as they were, to be put back after a tampering.
    private static final class WrittenDocumentsBefore {

        private final WrittenSitting sitting;
        private final byte[] cutScore;
        private final byte[] humanScores;
        private final byte[] results;
        private final HoldersList holders;

        WrittenDocumentsBefore(WrittenSitting sitting) {
            this.sitting = sitting;
            this.cutScore = sitting.cutScore;
            this.humanScores = sitting.humanScores;
            this.results = sitting.results;
            this.holders = sitting.holders;
        }

        void restore() {
            sitting.cutScore = cutScore;
            sitting.humanScores = humanScores;
            sitting.results = results;
            sitting.holders = holders;
        }
    }

    // ---- the tamperings

    static Stream<Tampering> everyTampering() {
        return Stream.of(
                        ofFiles(),
                        ofLogs(),
                        ofRelease(),
                        ofSessions(),
                        ofPosture(),
                        ofTime(),
                        ofClosing(),
                        ofScores(),
                        ofPublication(),
                        ofHolders(),
                        ofShares(),
                        ofActs(),
                        ofRules(),
                        ofOrder())
                .flatMap(List::stream);
    }

    private static List<Tampering> ofFiles() {
        return List.of(
                folder("a file is added", Check.V00, folder -> write(folder, "extra", "x")),
                folder(
                        "a file is missing",
                        Check.V00,
                        folder -> deleteOne(folder.resolve("receipts"))),
                folder(
                        "a byte is added to a file",
                        Check.V00,
                        folder -> append(folder.resolve("keys"), "\n")),
                folder(
                        "the index gives another digest of a file",
                        Check.V00,
                        folder ->
                                replaceIn(
                                        folder.resolve("index"), "file [0-9a-f]{4}", "file 0000")),
                bundle(
                                "the manifest is another",
                                Check.V07,
                                bundle -> swapByte(bundle, "form/manifest", 40))
                        .with(
                                "release, human scores, cut score and results name the manifest's"
                                        + " digest",
                                Check.V08,
                                Check.V24,
                                Check.V26,
                                Check.V28),
                bundle(
                        "one signer signs twice",
                        Check.V07,
                        bundle -> {
                            var signatures = bundle.files.get("form/signatures").clone();
                            signatures[signatures.length - 1] ^= 1;
                            bundle.files.put("form/signatures", signatures);
                        }),
                bundle(
                        "a receipt's proof is another",
                        Check.V06,
                        bundle -> replaceInReceipt(bundle, "index ", "index 1")),
                bundle(
                        "a receipt's checkpoint is unsigned",
                        Check.V06,
                        bundle -> replaceInReceipt(bundle, "checkpoint ", "checkpoint AAAA")),
                bundle(
                        "the super-checkpoint says another size",
                        Check.V05,
                        bundle ->
                                bundle.files.put(
                                        "logs/super-checkpoint",
                                        text(bundle, "logs/super-checkpoint")
                                                .replaceFirst(" [0-9]+ ", " 3 ")
                                                .getBytes(StandardCharsets.UTF_8))));
    }

    private static List<Tampering> ofLogs() {
        return List.of(
                record(
                        "the log was opened for another sitting",
                        Check.V01,
                        edit(
                                SittingEntry.LogOpened.class,
                                e ->
                                        new SittingEntry.LogOpened(
                                                e.at(),
                                                e.origin(),
                                                new SittingId("other"),
                                                e.node(),
                                                e.checkpointKey()))),
                record(
                        "the log is opened twice",
                        Check.V01,
                        sitting ->
                                sitting.entries.add(5, at(sitting, 5, sitting.entries.getFirst()))),
                bundle(
                                "a leaf is no entry",
                                Check.V02,
                                bundle -> {
                                    var entries = firstEntries(bundle);
                                    entries[2 + bundle.leaves.get(0).length + 3] = (byte) 0xff;
                                })
                        .with(
                                "its hash changes with it, and it was the manifest's acceptance",
                                Check.V04,
                                Check.V07),
                bundle(
                        "a checkpoint's signature is another",
                        Check.V03,
                        bundle -> {
                            var notes = bundle.files.get("logs/n1/checkpoints");
                            anotherLetter(notes);
                            anotherLetter(bundle.files.get("logs/n1/checkpoint"));
                        }),
                bundle(
                        "a leaf is changed behind its checkpoint",
                        Check.V04,
                        bundle -> {
                            var entries = firstEntries(bundle);
                            entries[endOfFirst(bundle, SessionEntry.ResponseSaved.class) - 1] ^= 1;
                        }),
                bundle(
                        "a hash tile is changed",
                        Check.V04,
                        bundle -> swapByte(bundle, tile(bundle, "logs/n1/tile/0/"), 7)),
                record(
                        "an entry's instant steps back",
                        Check.V30,
                        edit(
                                SittingEntry.Absent.class,
                                e ->
                                        new SittingEntry.Absent(
                                                e.at().minusSeconds(9000), e.candidate()))));
    }

    private static List<Tampering> ofRelease() {
        return List.of(
                record(
                        "released with two shares",
                        Check.V08,
                        edit(
                                SittingEntry.Released.class,
                                e ->
                                        new SittingEntry.Released(
                                                e.at(), e.manifest(), e.key(), List.of(1, 2)))),
                record(
                        "released with one share twice",
                        Check.V08,
                        edit(
                                SittingEntry.Released.class,
                                e ->
                                        new SittingEntry.Released(
                                                e.at(), e.manifest(), e.key(), List.of(1, 2, 2)))),
                record(
                        "released with a share nobody handed in",
                        Check.V08,
                        remove(SittingEntry.ShareReceived.class)),
                record(
                        "another key was released",
                        Check.V08,
                        edit(
                                SittingEntry.Released.class,
                                e ->
                                        new SittingEntry.Released(
                                                e.at(), e.manifest(), digest(9), e.shares()))),
                record(
                                "released before its time",
                                Check.V09,
                                edit(
                                        SittingEntry.Released.class,
                                        e ->
                                                new SittingEntry.Released(
                                                        WrittenForm.NOT_BEFORE.minusSeconds(1),
                                                        e.manifest(),
                                                        e.key(),
                                                        e.shares())))
                        .with(
                                "its shares came later, and so did the entries before it",
                                Check.V08,
                                Check.V30),
                record(
                        "sessions were started without a release",
                        Check.V31,
                        remove(SittingEntry.Released.class)));
    }

    private static List<Tampering> ofPosture() {
        return List.of(
                record(
                        "one person alone overrides what the policy refuses",
                        Check.V36,
                        edit(
                                SessionEntry.PostureOverridden.class,
                                e ->
                                        new SessionEntry.PostureOverridden(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.finding(),
                                                e.cause(),
                                                e.proposer(),
                                                e.proposer()))),
                record(
                        "another finding than the one that was overridden",
                        Check.V36,
                        edit(
                                SessionEntry.PostureReported.class,
                                e ->
                                        new SessionEntry.PostureReported(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                List.of(FindingKind.REMOTE_CONTROL),
                                                e.report()))),
                record(
                        "a seat that told nothing was started",
                        Check.V36,
                        sitting -> {
                            int last = lastIndex(sitting, SessionEntry.PostureReported.class);
                            var e = (SessionEntry.PostureReported) sitting.entries.get(last);
                            sitting.entries.set(
                                    last,
                                    new SessionEntry.ForkRefused(
                                            e.at(),
                                            e.session(),
                                            e.ordinal(),
                                            new SeatId("C01/R1/99"),
                                            Octets.of(new byte[] {1})));
                        }),
                record(
                        "the policy is frozen when candidates are in already",
                        Check.V36,
                        sitting -> {
                            int index = index(sitting, SittingEntry.PosturePolicyFrozen.class);
                            sitting.entries.remove(index);
                            sitting.entries.add(
                                    index + 1,
                                    new SittingEntry.PosturePolicyFrozen(
                                            sitting.entries.get(index).at(),
                                            PosturePolicy.STANDARD));
                        }),
                record(
                        "the policy is milder than what was overridden, and there twice",
                        Check.V36,
                        sitting -> {
                            int index = index(sitting, SittingEntry.PosturePolicyFrozen.class);
                            sitting.entries.add(
                                    index + 1,
                                    new SittingEntry.PosturePolicyFrozen(
                                            sitting.entries.get(index).at(), PosturePolicy.NOTED));
                        }));
    }

    private static int lastIndex(WrittenSitting sitting, Class<? extends Entry> kind) {
        for (int i = sitting.entries.size() - 1; i >= 0; i--) {
            if (kind.isInstance(sitting.entries.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + kind.getSimpleName());
    }

    private static List<Tampering> ofSessions() {
        return List.of(
                record(
                        "an entry of a session is missing",
                        Check.V10,
                        remove(SessionEntry.HeadSigned.class)),
                record(
                        "an entry of a session is there twice",
                        Check.V10,
                        sitting -> {
                            int index = index(sitting, SessionEntry.Started.class);
                            sitting.entries.add(index, sitting.entries.get(index));
                        }),
                record(
                        "a session is started twice",
                        Check.V11,
                        replace(
                                SessionEntry.HeadSigned.class,
                                e ->
                                        new SessionEntry.Started(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.at().plus(Duration.ofMinutes(90))))),
                record(
                        "a response's commitment is another",
                        Check.V12,
                        edit(
                                SessionEntry.ResponseSaved.class,
                                e ->
                                        new SessionEntry.ResponseSaved(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.seq(),
                                                e.placement(),
                                                digest(4),
                                                e.prev(),
                                                e.sealed()))),
                record(
                        "a response's number is another",
                        Check.V12,
                        edit(
                                SessionEntry.ResponseSaved.class,
                                e ->
                                        new SessionEntry.ResponseSaved(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.seq() + 1,
                                                e.placement(),
                                                e.commitment(),
                                                e.prev(),
                                                e.sealed()))),
                record(
                        "a response's placement is another",
                        Check.V12,
                        edit(
                                SessionEntry.ResponseSaved.class,
                                e ->
                                        new SessionEntry.ResponseSaved(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.seq(),
                                                new PlacementId(e.placement().number() + 1),
                                                e.commitment(),
                                                e.prev(),
                                                e.sealed()))),
                record(
                        "one person extends alone",
                        Check.V15,
                        edit(
                                SessionEntry.Extended.class,
                                e ->
                                        new SessionEntry.Extended(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.by(),
                                                e.deadline(),
                                                e.cause(),
                                                LI,
                                                LI))),
                record(
                        "one person moves alone",
                        Check.V15,
                        edit(
                                SessionEntry.Moved.class,
                                e ->
                                        new SessionEntry.Moved(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.from(),
                                                e.to(),
                                                e.seatKey(),
                                                e.cause(),
                                                LI,
                                                LI))),
                record(
                        "one person voids alone",
                        Check.V15,
                        edit(
                                SessionEntry.Voided.class,
                                e ->
                                        new SessionEntry.Voided(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                Cause.BREACH,
                                                LI,
                                                LI))),
                record(
                        "a submission's sheet is another",
                        Check.V16,
                        edit(
                                SessionEntry.Submitted.class,
                                e ->
                                        new SessionEntry.Submitted(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.lastSeq(),
                                                e.head(),
                                                digest(5),
                                                e.signature()))),
                record(
                        "a submission's signature is another",
                        Check.V16,
                        edit(
                                SessionEntry.Submitted.class,
                                e ->
                                        new SessionEntry.Submitted(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.lastSeq(),
                                                e.head(),
                                                e.sheet(),
                                                Octets.of(new byte[66])))),
                record(
                        "a signed head is another",
                        Check.V18,
                        edit(
                                SessionEntry.HeadSigned.class,
                                e ->
                                        new SessionEntry.HeadSigned(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.seq(),
                                                digest(6),
                                                e.signature()))),
                record(
                        "an observation is changed",
                        Check.V19,
                        edit(
                                SessionEntry.Observed.class,
                                e ->
                                        new SessionEntry.Observed(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.seq(),
                                                e.signal(),
                                                e.seatTime(),
                                                digest(7),
                                                e.prev()))),
                record(
                        "a picture's number is another",
                        Check.V19,
                        edit(
                                SessionEntry.FrameTaken.class,
                                e ->
                                        new SessionEntry.FrameTaken(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.seq() + 1,
                                                e.seatTime(),
                                                e.picture(),
                                                e.prev(),
                                                e.sealed()))));
    }

    private static List<Tampering> ofActs() {
        return List.of(
                record(
                        "the reason of an act was changed afterwards",
                        Check.V40,
                        act(
                                act ->
                                        new ActDocument(
                                                act.kind(),
                                                act.nonce(),
                                                act.proposed(),
                                                act.expires(),
                                                act.proposer(),
                                                "another reason",
                                                act.payload()))),
                record(
                        "what was done is not what was stood for",
                        Check.V40,
                        act(
                                act ->
                                        new ActDocument(
                                                act.kind(),
                                                act.nonce(),
                                                act.proposed(),
                                                act.expires(),
                                                act.proposer(),
                                                act.reason(),
                                                Octets.of(new byte[] {2})))),
                record(
                        "an act is approved by its proposer",
                        Check.V40,
                        edit(
                                SittingEntry.Acted.class,
                                e ->
                                        new SittingEntry.Acted(
                                                e.at(), e.act(), e.proposed(), LI, e.proposed()))),
                record(
                        "the approver stands by the proposer's proof",
                        Check.V40,
                        edit(
                                SittingEntry.Acted.class,
                                e ->
                                        new SittingEntry.Acted(
                                                e.at(),
                                                e.act(),
                                                e.proposed(),
                                                e.approver(),
                                                e.proposed()))),
                record(
                        "an act was approved after its time",
                        Check.V40,
                        act(
                                act ->
                                        new ActDocument(
                                                act.kind(),
                                                act.nonce(),
                                                act.proposed(),
                                                act.proposed().plusSeconds(1),
                                                act.proposer(),
                                                act.reason(),
                                                act.payload()))),
                record(
                        "an act is entered twice",
                        Check.V40,
                        sitting -> {
                            int index = index(sitting, SittingEntry.Acted.class);
                            sitting.entries.add(index, sitting.entries.get(index));
                        }),
                record(
                        "a step of a rehearsal stands in the sitting's log",
                        Check.V44,
                        sitting -> {
                            int index = index(sitting, SittingEntry.ShareReceived.class);
                            sitting.entries.add(
                                    index,
                                    new SittingEntry.RehearsalStep(
                                            sitting.entries.get(index).at(),
                                            "rehearsal-0011223344556677",
                                            digest(9),
                                            1,
                                            "received"));
                        }),
                record(
                                "a share of a rehearsal is received for a release",
                                Check.V45,
                                edit(
                                        SittingEntry.ShareReceived.class,
                                        e ->
                                                new SittingEntry.ShareReceived(
                                                        e.at(),
                                                        "rehearsal",
                                                        e.custodian(),
                                                        e.share())))
                        .with("the release lacks the share", Check.V08),
                record(
                        "one custodian gives two shares",
                        Check.V45,
                        sitting -> {
                            int index = index(sitting, SittingEntry.ShareReceived.class);
                            var first = (SittingEntry.ShareReceived) sitting.entries.get(index);
                            var second =
                                    (SittingEntry.ShareReceived) sitting.entries.get(index + 1);
                            sitting.entries.set(
                                    index + 1,
                                    new SittingEntry.ShareReceived(
                                            second.at(),
                                            second.purpose(),
                                            first.custodian(),
                                            second.share()));
                        }),
                record(
                        "an act is no act",
                        Check.V40,
                        edit(
                                SittingEntry.Acted.class,
                                e ->
                                        new SittingEntry.Acted(
                                                e.at(),
                                                Octets.of(new byte[] {1}),
                                                e.proposed(),
                                                e.approver(),
                                                e.approved()))),
                record(
                        "both stand by one and the same sign-in",
                        Check.V40,
                        edit(
                                SittingEntry.Acted.class,
                                e -> {
                                    var proof =
                                            Octets.of(new ActProof.Attested(digest(15)).toBytes());
                                    return new SittingEntry.Acted(
                                            e.at(), e.act(), proof, e.approver(), proof);
                                })),
                record(
                        "the approver's passkey is nobody's",
                        Check.V40,
                        edit(
                                SittingEntry.Acted.class,
                                e -> {
                                    var act = ActDocument.read(e.act().toBytes());
                                    var own = new WrittenDevice().stand(act.toApprove());
                                    return new SittingEntry.Acted(
                                            e.at(),
                                            e.act(),
                                            e.proposed(),
                                            e.approver(),
                                            Octets.of(own.toBytes()));
                                })),
                record(
                        "a device did not verify its person",
                        Check.V40,
                        sitting -> {
                            int index = index(sitting, SittingEntry.Acted.class);
                            var e = (SittingEntry.Acted) sitting.entries.get(index);
                            var act = ActDocument.read(e.act().toBytes());
                            var careless = sitting.approving.standCarelessly(act.toApprove());
                            sitting.entries.set(
                                    index,
                                    new SittingEntry.Acted(
                                            e.at(),
                                            e.act(),
                                            e.proposed(),
                                            e.approver(),
                                            Octets.of(careless.toBytes())));
                        }));
    }

    /// Changes of what a planned sitting's record says of its rules; the good one is not planned,
    /// so they are entered first.
    private static List<Tampering> ofRules() {
        return List.of(
                record(
                        "one person froze the rules",
                        Check.V41,
                        sitting -> frozen(sitting, 14_400_000, LI)),
                record(
                        "a frozen rule was changed to the candidates' disadvantage",
                        Check.V41,
                        sitting -> {
                            int index = frozen(sitting, 14_400_000, WANG);
                            var at = sitting.entries.get(index).at();
                            sitting.entries.add(
                                    index + 1,
                                    new SittingEntry.RuleChanged(
                                            at, "extension-limit", "14400000", "0", at, LI, WANG));
                        }),
                record(
                        "more time was given than the frozen limit",
                        Check.V42,
                        sitting -> frozen(sitting, 0, WANG)),
                record(
                                "an act published what was never scored",
                                Check.V43,
                                act(
                                        act ->
                                                new ActDocument(
                                                        PublicationPayload.WORD,
                                                        act.nonce(),
                                                        act.proposed(),
                                                        act.expires(),
                                                        act.proposer(),
                                                        act.reason(),
                                                        Octets.of(
                                                                new PublicationPayload(
                                                                                new SittingId(
                                                                                        "written-1"),
                                                                                "run-9",
                                                                                digest(9))
                                                                        .toBytes()))))
                        .with("nobody stood for that act", Check.V40),
                record(
                                "responses were opened without an act, where the sitting was opened"
                                        + " by one",
                                Check.V46,
                                act(
                                        act ->
                                                new ActDocument(
                                                        "open-sitting",
                                                        act.nonce(),
                                                        act.proposed(),
                                                        act.expires(),
                                                        act.proposer(),
                                                        act.reason(),
                                                        act.payload())))
                        .with("nobody stood for that act", Check.V40),
                record(
                                "an act let responses be opened before the sitting was closed",
                                Check.V46,
                                act(
                                        act ->
                                                new ActDocument(
                                                        OpeningPayload.WORD,
                                                        act.nonce(),
                                                        act.proposed(),
                                                        act.expires(),
                                                        act.proposer(),
                                                        act.reason(),
                                                        Octets.of(
                                                                new OpeningPayload(
                                                                                new SittingId(
                                                                                        "written-1"),
                                                                                digest(9))
                                                                        .toBytes()))))
                        .with("nobody stood for that act", Check.V40));
    }

    /// Enters the rules that the sitting was opened by, with a limit, and says where.
    private static int frozen(WrittenSitting sitting, long limit, StaffId approver) {
        int index = index(sitting, SittingEntry.PosturePolicyFrozen.class) + 1;
        var opened =
                (SittingEntry.SittingOpened)
                        sitting.entries.get(index(sitting, SittingEntry.SittingOpened.class));
        sitting.entries.add(
                index,
                new SittingEntry.RulesFrozen(
                        sitting.entries.get(index - 1).at(),
                        "auto",
                        List.of(
                                "preset=" + opened.preset(),
                                "starts=" + opened.starts().toEpochMilli(),
                                "length=" + opened.duration().toMillis(),
                                "notice=" + opened.notice().toMillis(),
                                "extension-limit=" + limit),
                        opened.at().minusSeconds(60),
                        LI,
                        approver));
        return index;
    }

    private static Consumer<WrittenSitting> act(UnaryOperator<ActDocument> change) {
        return edit(
                SittingEntry.Acted.class,
                e ->
                        new SittingEntry.Acted(
                                e.at(),
                                Octets.of(
                                        change.apply(ActDocument.read(e.act().toBytes()))
                                                .toBytes()),
                                e.proposed(),
                                e.approver(),
                                e.approved()));
    }

    private static List<Tampering> ofTime() {
        return List.of(
                record(
                                "a response came after the deadline",
                                Check.V13,
                                edit(
                                        SessionEntry.Started.class,
                                        e ->
                                                new SessionEntry.Started(
                                                        e.at(),
                                                        e.session(),
                                                        e.ordinal(),
                                                        e.at().minusSeconds(10))))
                        .with("the deadline that makes it late is not the one due", Check.V14),
                record(
                        "a session got a minute too much",
                        Check.V14,
                        edit(
                                SessionEntry.Started.class,
                                e ->
                                        new SessionEntry.Started(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.deadline().plusSeconds(60)))),
                record(
                        "a hold gave back more than was left",
                        Check.V14,
                        edit(
                                SessionEntry.Resumed.class,
                                e ->
                                        new SessionEntry.Resumed(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.deadline().plusSeconds(1),
                                                e.proposer(),
                                                e.approver()))),
                record(
                        "an extension gave more than it says",
                        Check.V14,
                        edit(
                                SessionEntry.Extended.class,
                                e ->
                                        new SessionEntry.Extended(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.by(),
                                                e.deadline().plusSeconds(60),
                                                e.cause(),
                                                e.proposer(),
                                                e.approver()))),
                record(
                        "collected before the deadline",
                        Check.V17,
                        edit(
                                SessionEntry.Expired.class,
                                e ->
                                        new SessionEntry.Expired(
                                                e.at().minus(Duration.ofHours(1)),
                                                e.session(),
                                                e.ordinal(),
                                                e.lastSeq(),
                                                e.head(),
                                                e.sheet()))),
                record(
                        "what was collected is another sheet",
                        Check.V17,
                        edit(
                                SessionEntry.Expired.class,
                                e ->
                                        new SessionEntry.Expired(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.lastSeq(),
                                                e.head(),
                                                digest(8)))));
    }

    private static List<Tampering> ofClosing() {
        return List.of(
                record(
                        "one more submission is counted",
                        Check.V20,
                        edit(
                                SittingEntry.SittingClosed.class,
                                e ->
                                        new SittingEntry.SittingClosed(
                                                e.at(),
                                                e.expected(),
                                                e.absent(),
                                                e.admitted(),
                                                e.submitted() + 1,
                                                e.expired() - 1,
                                                e.voided(),
                                                e.transferred()))),
                record(
                        "somebody else was admitted",
                        Check.V21,
                        edit(
                                SessionEntry.Admitted.class,
                                e ->
                                        new SessionEntry.Admitted(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                digest(10),
                                                e.seat(),
                                                e.seatKey(),
                                                e.by()))),
                record(
                        "marking was opened with two shares",
                        Check.V22,
                        edit(
                                SittingEntry.OpenedByQuorum.class,
                                e ->
                                        new SittingEntry.OpenedByQuorum(
                                                e.at(), e.purpose(), e.key(), List.of(1, 3)))),
                record(
                        "a submission is carried over from no log",
                        Check.V34,
                        sitting -> {
                            int submitted = index(sitting, SessionEntry.Submitted.class);
                            sitting.entries.add(
                                    new SittingEntry.CarriedOver(
                                            sitting.entries.getLast().at(),
                                            sitting.origin.replaceFirst("n1$", "n2"),
                                            submitted,
                                            Octets.of(Leaf.of(sitting.entries.get(submitted)))));
                        }),
                record(
                        "a log that is alone sets a response aside",
                        Check.V33,
                        sitting -> {
                            int response = index(sitting, SessionEntry.ResponseSaved.class);
                            sitting.entries.add(
                                    new SittingEntry.SetAside(
                                            sitting.entries.getLast().at(),
                                            List.of((long) response)));
                        }),
                record(
                        "a log was restored that is not in the bundle",
                        Check.V35,
                        sitting ->
                                sitting.entries.add(
                                        new SittingEntry.LogRestored(
                                                sitting.entries.getLast().at(),
                                                sitting.origin.replaceFirst("n1$", "n2"),
                                                7,
                                                sitting.suite.digest(new byte[1]),
                                                1,
                                                new StaffId("li.na"),
                                                new StaffId("wang.wei")))),
                record(
                        "an entry is missing in a log that nobody restored",
                        Check.V35,
                        sitting ->
                                sitting.entries.add(
                                        new SittingEntry.NotRestored(
                                                sitting.entries.getLast().at()))),
                record(
                        "scored without an opening",
                        Check.V22,
                        remove(SittingEntry.OpenedByQuorum.class)));
    }

    private static List<Tampering> ofScores() {
        return List.of(
                bundle(
                        "an opened response is another",
                        Check.V23,
                        bundle -> {
                            var sheets = bundle.files.get("sheets");
                            sheets[sheets.length - 1] ^= 1;
                        }),
                bundle(
                                "a sheet is left out",
                                Check.V23,
                                bundle -> {
                                    var sheets = bundle.files.get("sheets");
                                    int first = 4 + java.nio.ByteBuffer.wrap(sheets).getInt();
                                    bundle.files.put(
                                            "sheets",
                                            java.util.Arrays.copyOfRange(
                                                    sheets, first, sheets.length));
                                })
                        .with("a session without sheet cannot be scored anew", Check.V25),
                bundle(
                                "a human score is another",
                                Check.V24,
                                bundle -> {
                                    var path = tile(bundle, "human-scores/");
                                    swapByte(bundle, path, bundle.files.get(path).length / 2);
                                })
                        .with(
                                "a document that is not the one recorded is not used: the points"
                                        + " it gave and the inputs that name it are missing",
                                Check.V25,
                                Check.V28),
                record(
                                "no human scores are recorded",
                                Check.V24,
                                remove(SittingEntry.HumanScoresRecorded.class))
                        .with(
                                "the points they gave are missing, and the inputs name them",
                                Check.V25,
                                Check.V28),
                record(
                                "the results give a point more",
                                Check.V25,
                                sitting -> sitting.results = edited(sitting.results, '0', '1'))
                        .with("the record has the digest of the true results", Check.V28),
                bundle(
                        "the answer key is another",
                        Check.V25,
                        bundle -> {
                            var key = bundle.files.get("form/answer-key");
                            key[key.length - 40] ^= 1;
                        }),
                bundle(
                        "the cut score is another",
                        Check.V26,
                        bundle -> {
                            var score = bundle.files.get("cut-score");
                            score[30] ^= 1;
                        }),
                record(
                        "the cut score was adopted by one",
                        Check.V26,
                        edit(
                                SittingEntry.CutScoreAdopted.class,
                                e ->
                                        new SittingEntry.CutScoreAdopted(
                                                e.at(),
                                                e.document(),
                                                e.manifest(),
                                                e.signers().subList(0, 1)))),
                record(
                                "a decision is another",
                                Check.V27,
                                sitting -> sitting.results = turned(sitting.results))
                        .with("the record has the digest of the true results", Check.V28),
                record(
                                "other results were entered",
                                Check.V28,
                                edit(
                                        SittingEntry.Scored.class,
                                        e ->
                                                new SittingEntry.Scored(
                                                        e.at(),
                                                        e.run(),
                                                        e.inputs(),
                                                        digest(11),
                                                        e.sheets(),
                                                        e.cutScore())))
                        .with("what was published must be what was entered", Check.V29),
                record(
                        "other inputs were entered",
                        Check.V28,
                        edit(
                                SittingEntry.Scored.class,
                                e ->
                                        new SittingEntry.Scored(
                                                e.at(),
                                                e.run(),
                                                digest(12),
                                                e.results(),
                                                e.sheets(),
                                                e.cutScore()))));
    }

    private static List<Tampering> ofPublication() {
        return List.of(
                record(
                        "published with one approval",
                        Check.V29,
                        remove(SittingEntry.PublicationApproved.class)),
                record(
                        "published before the notice had run",
                        Check.V29,
                        edit(
                                SittingEntry.Published.class,
                                e ->
                                        new SittingEntry.Published(
                                                e.at().minusSeconds(60), e.run(), e.results()))),
                record(
                        "the notice was shorter than the rules say",
                        Check.V29,
                        edit(
                                SittingEntry.NoticeBegun.class,
                                e ->
                                        new SittingEntry.NoticeBegun(
                                                e.at(), e.run(), e.at().plusSeconds(60)))),
                record(
                        "an approval is by nobody known",
                        Check.V29,
                        edit(
                                SittingEntry.PublicationApproved.class,
                                e ->
                                        new SittingEntry.PublicationApproved(
                                                e.at(),
                                                e.run(),
                                                e.results(),
                                                digest(13),
                                                e.signature()))),
                record(
                        "a key was destroyed by one person",
                        Check.V32,
                        edit(
                                SittingEntry.KeyDestroyed.class,
                                e ->
                                        new SittingEntry.KeyDestroyed(
                                                e.at(), e.purpose(), e.scope(), LI, LI))),
                record(
                        "evidence was destroyed while results could be objected to",
                        Check.V32,
                        sitting -> {
                            int published = index(sitting, SittingEntry.Published.class);
                            var at = sitting.entries.get(published).at().minusSeconds(1);
                            sitting.entries.add(published, destroyed(at, "evidence"));
                        }),
                record(
                        "the marking key was destroyed before it was used",
                        Check.V32,
                        sitting -> {
                            int scored = index(sitting, SittingEntry.Scored.class);
                            var at = sitting.entries.get(scored).at();
                            sitting.entries.add(scored, destroyed(at, "marking"));
                        }),
                record(
                        "candidates' data ended without an announcement",
                        Check.V48,
                        remove(SittingEntry.DeletionAnnounced.class)),
                record(
                        "candidates' data ended sooner than was announced",
                        Check.V48,
                        edit(
                                SittingEntry.RetentionEnded.class,
                                e ->
                                        new SittingEntry.RetentionEnded(
                                                e.at().minusMillis(1),
                                                e.purpose(),
                                                e.scope(),
                                                e.persons()))),
                record(
                        "candidates' data ended in another room than was announced",
                        Check.V48,
                        edit(
                                SittingEntry.RetentionEnded.class,
                                e ->
                                        new SittingEntry.RetentionEnded(
                                                e.at(), e.purpose(), "written-1/C01", 3))),
                record(
                        "what is no data of a sitting ended in its record",
                        Check.V48,
                        edit(
                                SittingEntry.DeletionAnnounced.class,
                                e ->
                                        new SittingEntry.DeletionAnnounced(
                                                e.at(), "record", e.scope(), e.due()))),
                record(
                        "the same data ended twice in one log",
                        Check.V48,
                        sitting -> {
                            int ended = index(sitting, SittingEntry.RetentionEnded.class);
                            sitting.entries.add(sitting.entries.get(ended));
                        }),
                record(
                        "a deletion was announced before it was due",
                        Check.V48,
                        edit(
                                SittingEntry.DeletionAnnounced.class,
                                e ->
                                        new SittingEntry.DeletionAnnounced(
                                                e.at(),
                                                e.purpose(),
                                                e.scope(),
                                                e.at().plusMillis(1)))),
                record(
                        "candidates' data ended while results could be objected to",
                        Check.V48,
                        sitting -> {
                            int noticed = index(sitting, SittingEntry.NoticeBegun.class);
                            var at = sitting.entries.get(noticed).at();
                            sitting.entries.add(
                                    noticed + 1,
                                    new SittingEntry.RetentionEnded(
                                            at, "evidence", "written-1/C01/R2", 1));
                            sitting.entries.add(
                                    noticed,
                                    new SittingEntry.DeletionAnnounced(
                                            at, "evidence", "written-1/C01/R2", at));
                        }),
                record(
                        "the form key was destroyed while candidates were writing",
                        Check.V32,
                        sitting -> {
                            int closed = index(sitting, SittingEntry.SittingClosed.class);
                            var at = sitting.entries.get(closed - 1).at();
                            sitting.entries.add(closed, destroyed(at, "form"));
                        }));
    }

    /// How results and responses ended. Whoever holds the node's keys writes what he likes into the
    /// log, but cannot say in a custodian's name that his share is no more.
    private static List<Tampering> ofShares() {
        return List.of(
                record(
                        "results ended without an announcement",
                        Check.V48,
                        sitting ->
                                sitting.entries.removeIf(
                                        e ->
                                                e instanceof SittingEntry.DeletionAnnounced one
                                                        && one.purpose().equals("results"))),
                record(
                        "results ended twice",
                        Check.V48,
                        sitting -> sitting.entries.add(ended(sitting, "results"))),
                record(
                                "responses ended without an announcement",
                                Check.V50,
                                sitting ->
                                        sitting.entries.removeIf(
                                                e ->
                                                        e
                                                                        instanceof
                                                                        SittingEntry
                                                                                        .DeletionAnnounced
                                                                                one
                                                                && one.purpose()
                                                                        .equals("responses")))
                        .with("their end itself was to be announced", Check.V48),
                record(
                        "a share ended sooner than was announced",
                        Check.V50,
                        sitting -> {
                            int first = index(sitting, SittingEntry.RetentionEnded.class);
                            var at = sitting.entries.get(first - 1).at();
                            sitting.entries.remove(index(sitting, SittingEntry.ShareEnded.class));
                            sitting.entries.add(
                                    first, sitting.shareEnded(1, ShareEnd.DESTROYED, LI, at));
                        }),
                record(
                        "a share is said to be no more by who does not hold it",
                        Check.V50,
                        editShare(
                                e -> share(e, e.manifest(), 1, digest(9), e.how(), LI, e.proof()))),
                record(
                        "another share is said to be no more than the custodian held",
                        Check.V50,
                        editShare(
                                e ->
                                        share(
                                                e,
                                                e.manifest(),
                                                2,
                                                e.custodian(),
                                                e.how(),
                                                LI,
                                                e.proof()))),
                record(
                        "a share of another form is said to be no more",
                        Check.V50,
                        editShare(
                                e ->
                                        share(
                                                e,
                                                digest(9),
                                                1,
                                                e.custodian(),
                                                e.how(),
                                                LI,
                                                e.proof()))),
                record(
                        "somebody else says that a share is no more",
                        Check.V50,
                        editShare(
                                e ->
                                        share(
                                                e,
                                                e.manifest(),
                                                1,
                                                e.custodian(),
                                                e.how(),
                                                WANG,
                                                e.proof()))),
                record(
                        "a share that was destroyed is entered as lost",
                        Check.V50,
                        editShare(
                                e ->
                                        share(
                                                e,
                                                e.manifest(),
                                                1,
                                                e.custodian(),
                                                ShareEnd.LOST,
                                                LI,
                                                e.proof()))),
                record(
                        "the end of a share has no proof",
                        Check.V50,
                        editShare(
                                e ->
                                        share(
                                                e,
                                                e.manifest(),
                                                1,
                                                e.custodian(),
                                                e.how(),
                                                LI,
                                                Octets.of(new byte[3])))),
                record(
                        "a share ended twice",
                        Check.V50,
                        sitting ->
                                sitting.entries.add(
                                        sitting.entries.get(
                                                index(sitting, SittingEntry.ShareEnded.class)))),
                record(
                        "a share was entered before the custodian was asked",
                        Check.V50,
                        editShare(
                                e ->
                                        new SittingEntry.ShareEnded(
                                                e.at(),
                                                e.manifest(),
                                                e.share(),
                                                e.custodian(),
                                                e.how(),
                                                e.person(),
                                                e.at().plusMillis(1),
                                                e.proof()))),
                record(
                        "shares ended under a legal hold",
                        Check.V50,
                        sitting ->
                                sitting.entries.remove(
                                        new SittingEntry.ResponsesHeld(
                                                at(sitting, SittingEntry.ResponsesHeld.class)
                                                        .plusMillis(1),
                                                false))),
                record(
                        "a hold was lifted that nobody placed",
                        Check.V50,
                        remove(SittingEntry.ResponsesHeld.class)),
                record(
                        "responses are said to have ended while enough shares are left",
                        Check.V50,
                        remove(SittingEntry.ShareEnded.class)),
                record(
                        "a share was given after it was no more",
                        Check.V50,
                        sitting -> {
                            int first = index(sitting, SittingEntry.ShareEnded.class);
                            var gone = (SittingEntry.ShareEnded) sitting.entries.get(first);
                            sitting.entries.add(
                                    new SittingEntry.ShareReceived(
                                            gone.at().plusMillis(1),
                                            "marking",
                                            gone.custodian(),
                                            gone.share()));
                        }),
                record(
                        "responses were opened after they ended",
                        Check.V50,
                        sitting -> {
                            int opened = index(sitting, SittingEntry.OpenedByQuorum.class);
                            var before = (SittingEntry.OpenedByQuorum) sitting.entries.get(opened);
                            sitting.entries.add(
                                    new SittingEntry.OpenedByQuorum(
                                            sitting.entries.getLast().at().plusMillis(1),
                                            before.purpose(),
                                            before.key(),
                                            before.shares()));
                        }));
    }

    private static Instant at(WrittenSitting sitting, Class<? extends Entry> kind) {
        return sitting.entries.get(index(sitting, kind)).at();
    }

    private static Entry ended(WrittenSitting sitting, String purpose) {
        return sitting.entries.stream()
                .filter(SittingEntry.RetentionEnded.class::isInstance)
                .map(SittingEntry.RetentionEnded.class::cast)
                .filter(one -> one.purpose().equals(purpose))
                .findFirst()
                .orElseThrow();
    }

    /// Changes the first entry of a share that ended, which is share 1, of LI.
    private static Consumer<WrittenSitting> editShare(
            UnaryOperator<SittingEntry.ShareEnded> change) {
        return edit(SittingEntry.ShareEnded.class, change);
    }

    private static SittingEntry.ShareEnded share(
            SittingEntry.ShareEnded e,
            Digest manifest,
            int share,
            Digest custodian,
            ShareEnd how,
            StaffId person,
            Octets proof) {
        return new SittingEntry.ShareEnded(
                e.at(), manifest, share, custodian, how, person, e.asked(), proof);
    }

    /// Lists of proposed holders. Whoever holds the node's keys writes another list and its entry,
    /// but cannot stand for an act in another's name.
    private static List<Tampering> ofHolders() {
        return List.of(
                record(
                        "a list of proposed holders came without an act",
                        Check.V49,
                        sitting ->
                                sitting.entries.remove(
                                        index(sitting, SittingEntry.ProposedHolders.class) - 1)),
                record(
                                "a list was drawn before the results were published",
                                Check.V49,
                                sitting -> {
                                    int drawn = index(sitting, SittingEntry.ProposedHolders.class);
                                    var list = sitting.entries.remove(drawn);
                                    var act = sitting.entries.remove(drawn - 1);
                                    int published = index(sitting, SittingEntry.Published.class);
                                    var at = sitting.entries.get(published).at();
                                    var from = (SittingEntry.ProposedHolders) list;
                                    sitting.entries.add(
                                            published, drawn(from, at, from.predecessor()));
                                    sitting.entries.add(published, act);
                                })
                        .with("the act stands before its time in the log", Check.V30),
                record(
                        "an entry says that nobody was held back",
                        Check.V49,
                        edit(
                                SittingEntry.ProposedHolders.class,
                                e ->
                                        new SittingEntry.ProposedHolders(
                                                e.at(),
                                                e.run(),
                                                e.results(),
                                                e.list(),
                                                e.predecessor(),
                                                e.proposed() + e.held(),
                                                0,
                                                e.proposer(),
                                                e.approver()))),
                record(
                        "a list was approved by who proposed it",
                        Check.V49,
                        edit(
                                SittingEntry.ProposedHolders.class,
                                e ->
                                        new SittingEntry.ProposedHolders(
                                                e.at(),
                                                e.run(),
                                                e.results(),
                                                e.list(),
                                                e.predecessor(),
                                                e.proposed(),
                                                e.held(),
                                                e.approver(),
                                                e.approver()))),
                record(
                        "a list names one before it that nobody drew",
                        Check.V49,
                        edit(SittingEntry.ProposedHolders.class, e -> drawn(e, e.at(), digest(9)))),
                record(
                        "a list is of a run that was not published",
                        Check.V49,
                        sitting -> redraw(sitting, list -> other(list, "run-9", list.held()))),
                record(
                        "somebody who reached a level is left out in silence",
                        Check.V49,
                        sitting -> redraw(sitting, list -> other(list, "run-1", List.of()))),
                new Tampering(
                        "a later list proposes whom the first held back",
                        Check.V49,
                        sitting -> sitting.draw(later(sitting), sitting.entries.getLast().at()),
                        bundle -> bundle.list(later(bundle.sitting)),
                        _ -> {},
                        Set.of()),
                bundle(
                        "the list of the bundle is another",
                        Check.V49,
                        bundle ->
                                bundle.files.replaceAll(
                                        (path, bytes) ->
                                                path.startsWith("holders/")
                                                        ? swapped(bytes)
                                                        : bytes)));
    }

    /// The forger takes the list and its entry away and draws another.
    private static void redraw(WrittenSitting sitting, UnaryOperator<HoldersList> change) {
        int drawn = index(sitting, SittingEntry.ProposedHolders.class);
        var after = List.copyOf(sitting.entries.subList(drawn + 1, sitting.entries.size()));
        sitting.entries.subList(drawn - 1, sitting.entries.size()).clear();
        sitting.holders = change.apply(sitting.holders);
        sitting.draw(sitting.holders, sitting.entries.getLast().at());
        sitting.entries.addAll(after);
    }

    private static HoldersList other(HoldersList list, String run, List<SessionId> held) {
        return new HoldersList(
                list.sitting(),
                run,
                list.results(),
                list.predecessor(),
                list.salt(),
                list.proposed(),
                held);
    }

    /// A list after the first, on which everybody is who reached a level.
    private static HoldersList later(WrittenSitting sitting) {
        var first = sitting.holders;
        var all = new TreeSet<>(first.proposed());
        all.addAll(first.held());
        return new HoldersList(
                first.sitting(),
                first.run(),
                first.results(),
                first.digest(sitting.suite),
                first.salt(),
                List.copyOf(all),
                List.of());
    }

    private static SittingEntry.ProposedHolders drawn(
            SittingEntry.ProposedHolders e, Instant at, Digest predecessor) {
        return new SittingEntry.ProposedHolders(
                at,
                e.run(),
                e.results(),
                e.list(),
                predecessor,
                e.proposed(),
                e.held(),
                e.proposer(),
                e.approver());
    }

    private static byte[] swapped(byte[] bytes) {
        var other = bytes.clone();
        other[other.length - 1] ^= 1;
        return other;
    }

    /// What a check sees only if it looks at both sides of a comparison: edits found by reading
    /// the verifier line by line.
    private static List<Tampering> ofOrder() {
        return List.of(
                record(
                        "a response was saved while the session was held",
                        Check.V13,
                        sitting -> {
                            int held = index(sitting, SessionEntry.Held.class);
                            var hold = (SessionEntry.Held) sitting.entries.get(held);
                            int before = lastResponse(sitting, hold);
                            var saved = (SessionEntry.ResponseSaved) sitting.entries.get(before);
                            sitting.entries.set(
                                    before,
                                    new SessionEntry.ResponseSaved(
                                            saved.at(),
                                            saved.session(),
                                            hold.ordinal(),
                                            saved.seq(),
                                            saved.placement(),
                                            saved.commitment(),
                                            saved.prev(),
                                            saved.sealed()));
                            sitting.entries.set(
                                    held,
                                    new SessionEntry.Held(
                                            hold.at(),
                                            hold.session(),
                                            saved.ordinal(),
                                            hold.left(),
                                            hold.cause(),
                                            hold.proposer(),
                                            hold.approver()));
                        }),
                record(
                        "a share was received after the release it served",
                        Check.V08,
                        sitting -> {
                            int released = index(sitting, SittingEntry.Released.class);
                            var release = (SittingEntry.Released) sitting.entries.get(released);
                            var share =
                                    (SittingEntry.ShareReceived) sitting.entries.get(released - 1);
                            sitting.entries.set(
                                    released - 1,
                                    new SittingEntry.Released(
                                            share.at(),
                                            release.manifest(),
                                            release.key(),
                                            release.shares()));
                            sitting.entries.set(
                                    released,
                                    new SittingEntry.ShareReceived(
                                            release.at(),
                                            share.purpose(),
                                            share.custodian(),
                                            share.share()));
                        }),
                record(
                        "the notice began before the second approval",
                        Check.V29,
                        sitting -> {
                            int begun = index(sitting, SittingEntry.NoticeBegun.class);
                            var notice = (SittingEntry.NoticeBegun) sitting.entries.get(begun);
                            var second =
                                    (SittingEntry.PublicationApproved)
                                            sitting.entries.get(begun - 1);
                            sitting.entries.set(
                                    begun - 1,
                                    new SittingEntry.NoticeBegun(
                                            second.at(), notice.run(), notice.until()));
                            sitting.entries.set(
                                    begun,
                                    new SittingEntry.PublicationApproved(
                                            notice.at(),
                                            second.run(),
                                            second.results(),
                                            second.approver(),
                                            second.signature()));
                        }),
                record(
                        "an approval's signature is another",
                        Check.V29,
                        edit(
                                SittingEntry.PublicationApproved.class,
                                e ->
                                        new SittingEntry.PublicationApproved(
                                                e.at(),
                                                e.run(),
                                                e.results(),
                                                e.approver(),
                                                Octets.of(new byte[66])))),
                record(
                        "a session was moved from a seat it did not have",
                        Check.V11,
                        edit(
                                SessionEntry.Moved.class,
                                e ->
                                        new SessionEntry.Moved(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.to(),
                                                e.to(),
                                                e.seatKey(),
                                                e.cause(),
                                                e.proposer(),
                                                e.approver()))),
                record(
                        "a signed head's signature is another",
                        Check.V18,
                        edit(
                                SessionEntry.HeadSigned.class,
                                e ->
                                        new SessionEntry.HeadSigned(
                                                e.at(),
                                                e.session(),
                                                e.ordinal(),
                                                e.seq(),
                                                e.head(),
                                                Octets.of(new byte[66])))),
                bundle(
                        "the checkpoint is not the last of the checkpoints",
                        Check.V03,
                        bundle -> bundle.files.put("logs/n1/checkpoint", notes(bundle).getFirst())),
                bundle(
                        "the checkpoint key is not among the keys",
                        Check.V03,
                        bundle ->
                                bundle.files.put(
                                        "keys",
                                        text(bundle, "keys")
                                                .replaceFirst("(?m)^checkpoint .*\n", "")
                                                .getBytes(StandardCharsets.UTF_8))),
                bundle(
                        "an earlier checkpoint covers more than a later one",
                        Check.V04,
                        bundle -> {
                            var notes = notes(bundle);
                            notes.add(0, notes.remove(1));
                            var all = new ByteArrayOutputStream();
                            for (var note : notes) {
                                all.writeBytes(ByteBuffer.allocate(4).putInt(note.length).array());
                                all.writeBytes(note);
                            }
                            bundle.files.put("logs/n1/checkpoints", all.toByteArray());
                        }));
    }

    private static int lastResponse(WrittenSitting sitting, SessionEntry before) {
        for (int i = sitting.entries.indexOf(before) - 1; ; i--) {
            if (sitting.entries.get(i) instanceof SessionEntry.ResponseSaved saved
                    && saved.session().equals(before.session())) {
                return i;
            }
        }
    }

    private static List<byte[]> notes(WrittenBundle bundle) {
        var notes = new ArrayList<byte[]>();
        var in = ByteBuffer.wrap(bundle.files.get("logs/n1/checkpoints"));
        while (in.hasRemaining()) {
            var note = new byte[in.getInt()];
            in.get(note);
            notes.add(note);
        }
        return notes;
    }

    // ---- how things are changed

    private static Tampering tampering(String name, Check owner, Consumer<WrittenSitting> record) {
        return new Tampering(name, owner, record, _ -> {}, _ -> {}, Set.of());
    }

    private static Tampering record(String name, Check owner, Consumer<WrittenSitting> change) {
        return tampering(name, owner, change);
    }

    private static Tampering bundle(String name, Check owner, Consumer<WrittenBundle> change) {
        return new Tampering(name, owner, _ -> {}, change, _ -> {}, Set.of());
    }

    private static Tampering folder(String name, Check owner, Consumer<Path> change) {
        return new Tampering(name, owner, _ -> {}, _ -> {}, change, Set.of());
    }

    private static <E extends Entry> Consumer<WrittenSitting> edit(
            Class<E> kind, UnaryOperator<E> change) {
        return replace(kind, change::apply);
    }

    private static <E extends Entry> Consumer<WrittenSitting> replace(
            Class<E> kind, java.util.function.Function<E, Entry> change) {
        return sitting -> {
            int index = index(sitting, kind);
            sitting.entries.set(index, change.apply(kind.cast(sitting.entries.get(index))));
        };
    }

    private static Consumer<WrittenSitting> remove(Class<? extends Entry> kind) {
        return sitting -> sitting.entries.remove(index(sitting, kind));
    }

    private static int index(WrittenSitting sitting, Class<? extends Entry> kind) {
        Predicate<Entry> is = kind::isInstance;
        for (int i = 0; i < sitting.entries.size(); i++) {
            if (is.test(sitting.entries.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + kind.getSimpleName());
    }

    /// Changes a letter of a note's signature to another of base64.
    private static void anotherLetter(byte[] note) {
        int place = note.length - 5;
        note[place] = (byte) (note[place] == 'A' ? 'B' : 'A');
    }

    private static Entry at(WrittenSitting sitting, int index, Entry entry) {
        var opened = (SittingEntry.LogOpened) entry;
        Instant at = sitting.entries.get(index).at();
        return new SittingEntry.LogOpened(
                at, opened.origin(), opened.sitting(), opened.node(), opened.checkpointKey());
    }

    private static SittingEntry destroyed(Instant at, String purpose) {
        return new SittingEntry.KeyDestroyed(at, purpose, "written-1", LI, new StaffId("wang.wei"));
    }

    /// Where in the first entry bundle the first leaf of that kind ends.
    private static int endOfFirst(WrittenBundle bundle, Class<? extends Entry> kind) {
        int end = 0;
        for (int i = 0; ; i++) {
            end += 2 + bundle.leaves.get(i).length;
            if (kind.isInstance(Leaf.read(bundle.leaves.get(i)))) {
                return end;
            }
        }
    }

    private static Digest digest(int of) {
        return org.gongyuan.trust.suite.Suite.INTL_1.digest(new byte[] {(byte) of});
    }

    private static byte[] firstEntries(WrittenBundle bundle) {
        return bundle.files.get(tile(bundle, "logs/n1/tile/entries/"));
    }

    private static String tile(WrittenBundle bundle, String prefix) {
        return bundle.files.keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private static void swapByte(WrittenBundle bundle, String path, int at) {
        var bytes = bundle.files.get(path).clone();
        bytes[at] ^= 1;
        bundle.files.put(path, bytes);
    }

    private static String text(WrittenBundle bundle, String path) {
        return new String(bundle.files.get(path), StandardCharsets.UTF_8);
    }

    private static void replaceInReceipt(WrittenBundle bundle, String line, String by) {
        var path = tile(bundle, "receipts/");
        bundle.files.put(
                path,
                text(bundle, path)
                        .replaceFirst("(?m)^" + line + ".*$", by)
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// Changes the last number of points that is `from` to `to`: a text of one character, so the
    /// document stays canonical.
    private static byte[] edited(byte[] results, char from, char to) {
        var edited = results.clone();
        for (int i = edited.length - 2; i > 0; i--) {
            if (edited[i] == 0x61 && edited[i + 1] == from) {
                edited[i + 1] = (byte) to;
                return edited;
            }
        }
        throw new AssertionError("no points of " + from);
    }

    /// Turns the decision of the last session scored: null to level 0, or level 0 to null.
    private static byte[] turned(byte[] results) {
        var turned = results.clone();
        for (int i = turned.length - 30; i < turned.length; i++) {
            boolean afterPoints = turned[i - 1] >= '0' && turned[i - 1] <= '9';
            if (afterPoints && turned[i] == (byte) 0xf6) {
                turned[i] = 0;
                return turned;
            }
            if (afterPoints && turned[i] == 0 && turned[i + 1] == (byte) 0x81) {
                turned[i] = (byte) 0xf6;
                return turned;
            }
        }
        throw new AssertionError("no decision found");
    }

    private static void write(Path folder, String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void replaceIn(Path file, String pattern, String by) {
        try {
            Files.writeString(file, Files.readString(file).replaceFirst(pattern, by));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void deleteOne(Path folder) {
        try (var files = Files.list(folder)) {
            Files.delete(files.sorted().findFirst().orElseThrow());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
