package org.gongyuan.server.result;

import static org.gongyuan.server.scoring.HeldSitting.CHOICE;
import static org.gongyuan.server.scoring.HeldSitting.NOON;
import static org.gongyuan.server.scoring.HeldSitting.NUMBER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.sealing.Gathering;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.MarkingPart;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.scoring.HeldSitting;
import org.gongyuan.server.scoring.Results;
import org.gongyuan.server.scoring.Scoring;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResultKey;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.share.Share;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@DisplayName("The publication of results")
class PublicationTest {

    private static final Duration NOTICE = Duration.ofDays(3);

    @TempDir Path folder;
    private HeldSitting held;
    private Scoring.Scored scored;
    private SealedResults.Opened opened;
    private Publication publication;

    @BeforeEach
    void score() throws Exception {
        held = new HeldSitting(folder);
        var good = held.admit("good");
        held.respond(good, CHOICE, "A");
        held.respond(good, NUMBER, "7");
        held.submit(good);
        var poor = held.admit("poor");
        held.respond(poor, NUMBER, "8");
        held.expire(poor);
        var cheat = held.admit("cheat");
        held.voided(cheat);
        held.absent("away");
        held.close(NOON.plusSeconds(6000));
        try (var key = held.markingKey()) {
            scored = held.scoring(List.of()).run("run-1", held.record(), key);
        }
        var node = SealingKeyPair.generate(HeldSitting.SUITE, Purpose.NODE, held.random);
        var shares = new ArrayList<Share>();
        for (var approver : held.approvers.subList(0, 2)) {
            shares.add(scored.sealed().handIn(approver, node.publicKey()).open(node));
        }
        var gathered = assertInstanceOf(Gathering.Complete.class, scored.sealed().combine(shares));
        try (var key = (ResultKey) gathered.key()) {
            opened = scored.sealed().open(key);
        }
        publication =
                Publication.of(
                        HeldSitting.SUITE,
                        scored.entry(),
                        NOTICE,
                        held.approving.stream().map(SigningKeyPair::verifyingKey).toList());
    }

    @AfterEach
    void close() throws Exception {
        held.close();
    }

    private Publication.Step approve(Publication from, SigningKeyPair approver, String run) {
        var signature =
                approver.sign(Publication.toSign(HeldSitting.SUITE, "run-1", from.results()));
        return from.approve(
                run, from.results(), approver.verifyingKey().fingerprint(), signature, NOON);
    }

    private static Publication taken(Publication.Step step) {
        return assertInstanceOf(Publication.Step.Taken.class, step, step::toString).next();
    }

    private static void refused(Publication.Reason reason, Publication.Step step) {
        assertEquals(reason, assertInstanceOf(Publication.Step.Refused.class, step).reason());
    }

    @Test
    void takesTwoApproversAndTheNoticePeriod() {
        var once = taken(approve(publication, held.approving.get(0), "run-1"));
        refused(Publication.Reason.OUT_OF_ORDER, once.beginNotice(NOON));
        var twice = taken(approve(once, held.approving.get(1), "run-1"));
        refused(Publication.Reason.OUT_OF_ORDER, twice.publish(NOON.plus(NOTICE)));
        var inNotice = taken(twice.beginNotice(NOON));
        refused(Publication.Reason.TOO_EARLY, inNotice.publish(NOON.plus(NOTICE).minusMillis(1)));
        refused(Publication.Reason.OUT_OF_ORDER, inNotice.beginNotice(NOON));
        var published = taken(inNotice.publish(NOON.plus(NOTICE)));
        assertTrue(published.isPublished());
        refused(Publication.Reason.OUT_OF_ORDER, published.publish(NOON.plus(NOTICE)));
    }

    @Test
    void refusesOneApproverTwiceAStrangerAndAnotherRun() {
        var once = taken(approve(publication, held.approving.get(0), "run-1"));
        refused(Publication.Reason.REPEATED, approve(once, held.approving.get(0), "run-1"));
        refused(Publication.Reason.OTHER_RUN, approve(once, held.approving.get(1), "run-2"));
        refused(
                Publication.Reason.UNKNOWN_APPROVER,
                approve(
                        once,
                        SigningKeyPair.generate(
                                HeldSitting.SUITE,
                                org.gongyuan.trust.seal.SigningPurpose.APPROVER,
                                held.random),
                        "run-1"));
        var wrong = held.approving.get(1).sign(new byte[] {1});
        refused(
                Publication.Reason.SIGNATURE,
                once.approve(
                        "run-1",
                        once.results(),
                        held.approving.get(1).verifyingKey().fingerprint(),
                        wrong,
                        NOON));
    }

    private static byte[] ask(PublicResults results, String ticket, String secret) {
        return results.answer(Optional.ofNullable(ticket), Optional.ofNullable(secret));
    }

    @Test
    void tellsEverybodyTheSameBefore() {
        var results = new PublicResults();
        var nobody = ask(results, null, null);
        for (var name : List.of("good", "poor", "cheat", "away", "unknown")) {
            assertArrayEquals(nobody, ask(results, "T-" + name, "secret-" + name));
            assertArrayEquals(nobody, ask(results, "T-" + name, "x".repeat(5000)));
        }
        var receipts = new PublicReceipts();
        assertArrayEquals(receipts.answer(""), receipts.answer("gongyuan-receipt/1\n"));
    }

    @Test
    void answersCandidatesAfterwardsAndOnlyThem() throws Exception {
        var results = new PublicResults();
        results.publish(opened.results(), held.roster(), held.record().candidates());

        var good = new String(ask(results, "T-good", "secret-good"), UTF_8);
        assertTrue(good.contains("\"points\":\"3\""), good);
        assertTrue(good.contains("\"outcome\":\"failed\""), good);
        assertTrue(new String(ask(results, "T-cheat", "secret-cheat"), UTF_8).contains("\"void\""));
        assertTrue(new String(ask(results, "T-away", "secret-away"), UTF_8).contains("\"absent\""));
        var unknown = ask(results, "T-unknown", "secret-good");
        assertArrayEquals(unknown, ask(results, "T-good", "secret-poor"));
        assertArrayEquals(unknown, ask(results, "T-good", null));
        assertArrayEquals(unknown, ask(results, null, null));
        assertArrayEquals(unknown, ask(results, "T-good", "secret-good".repeat(50)));
    }

    private Receipt receipt(Class<? extends SessionEntry> kind) throws Exception {
        var size = held.journal.size();
        var note = new String(held.checkpoint(), UTF_8);
        for (var index = 0L; index < size; index++) {
            var leaf = held.journal.reader().entry(index).leaf();
            if (kind.isInstance(Leaf.read(leaf))) {
                return new Receipt(
                        Octets.of(leaf), index, held.journal.inclusion(index, size).path(), note);
            }
        }
        throw new AssertionError("no such entry");
    }

    @Test
    void letsReceiptsBeChecked() throws Exception {
        var receipts = new PublicReceipts();
        receipts.publish(
                opened.results(),
                List.of(
                        new PublicReceipts.Log(
                                HeldSitting.ORIGIN,
                                List.of(
                                        new NoteKey(
                                                HeldSitting.ORIGIN,
                                                held.checkpointKey.verifyingKey())))));
        var good = receipt(SessionEntry.Submitted.class);

        var answer = new String(receipts.answer(good.toText()), UTF_8);
        assertTrue(answer.contains("\"inRecord\":true"), answer);
        assertTrue(answer.contains("\"points\":\"3\""), answer);
        var moved = new Receipt(good.leaf(), good.index() + 1, good.proof(), good.checkpoint());
        assertTrue(new String(receipts.answer(moved.toText()), UTF_8).contains("not-included"));
        var forged =
                new Receipt(
                        good.leaf(),
                        good.index(),
                        good.proof(),
                        good.checkpoint().replace("node-1", "node-2"));
        assertTrue(
                new String(receipts.answer(forged.toText()), UTF_8)
                        .contains("checkpoint-signature"));
        assertTrue(new String(receipts.answer("hello"), UTF_8).contains("not-a-receipt"));
    }

    @Test
    void leavesABundleThatListsEveryFile() throws Exception {
        var bundle = folder.resolve("bundle");
        new BundleExport(
                        held.form,
                        "2026-a1",
                        List.of(
                                new JournalExport(
                                        "node-1",
                                        held.journal,
                                        held.checkpointKey.verifyingKey(),
                                        List.of(held.checkpoint()))))
                .cutScore(held.adopted())
                .published(
                        "run-1",
                        opened,
                        List.of(),
                        held.approving.stream().map(SigningKeyPair::verifyingKey).toList(),
                        true)
                .receipt("good.txt", receipt(SessionEntry.Submitted.class).toText())
                .write(bundle);

        var index = Files.readAllLines(bundle.resolve("index"));
        assertEquals("gongyuan-bundle/1", index.getFirst());
        assertTrue(index.contains("stage published"));
        try (var files = Files.walk(bundle)) {
            var there =
                    files.filter(Files::isRegularFile)
                            .map(file -> bundle.relativize(file).toString())
                            .filter(path -> !path.equals("index"))
                            .sorted()
                            .toList();
            var listed =
                    index.stream()
                            .filter(line -> line.startsWith("file "))
                            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                            .toList();
            assertEquals(there, listed);
        }
        var manifest = Manifest.parse(Files.readAllBytes(bundle.resolve("form/manifest")));
        var key =
                MarkingPart.parse(Files.readAllBytes(bundle.resolve("form/answer-key")), manifest);
        assertEquals(3, key.placements().size());
        assertEquals(
                opened.results(), Results.parse(Files.readAllBytes(bundle.resolve("results"))));
    }

    @Test
    void keepsScoresOutOfABundleOfAnEarlierStage() throws Exception {
        var bundle = folder.resolve("bundle");
        new BundleExport(
                        held.form,
                        "2026-a1",
                        List.of(
                                new JournalExport(
                                        "node-1",
                                        held.journal,
                                        held.checkpointKey.verifyingKey(),
                                        List.of(held.checkpoint()))))
                .scored("run-1")
                .write(bundle);

        for (var name : List.of("results", "sheets", "form/answer-key", "human-scores")) {
            assertFalse(Files.exists(bundle.resolve(name)), name);
        }
    }
}
