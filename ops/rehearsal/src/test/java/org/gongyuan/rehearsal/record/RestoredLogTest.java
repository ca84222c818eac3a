package org.gongyuan.rehearsal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The end of one session was entered by a second node, whose disk and key are gone. Its log was
/// restored; the first node's log vouches for it and its key signs the checkpoint.
@DisplayName("A log restored from the store")
class RestoredLogTest {

    private static final String ORIGIN = "caam.example/written-1/n2";
    private static final StaffId LI = new StaffId("li.na");
    private static final StaffId WANG = new StaffId("wang.wei");

    @TempDir private Path temporary;

    private WrittenSitting sitting;
    private SigningKeyPair gone;

    @BeforeEach
    void moveTheEndOfASessionToTheNodeThatIsGone() {
        sitting = new WrittenSitting(7, 20, 6, temporary);
        gone = SigningKeyPair.generate(sitting.suite, SigningPurpose.CHECKPOINT, sitting.random);
        var opened = (SittingEntry.LogOpened) sitting.entries.getFirst();
        sitting.second.add(
                new SittingEntry.LogOpened(
                        opened.at(), ORIGIN, opened.sitting(), "n2", WrittenSitting.key(gone)));
        sitting.second.addAll(sitting.entries.subList(1, 4));
        var session =
                sitting.entries.stream()
                        .filter(SessionEntry.Submitted.class::isInstance)
                        .map(one -> ((SessionEntry) one).session())
                        .findFirst()
                        .orElseThrow();
        var all =
                sitting.entries.stream()
                        .filter(
                                one ->
                                        one instanceof SessionEntry of
                                                && of.session().equals(session))
                        .toList();
        var moved = all.subList(all.size() - 3, all.size());
        sitting.second.addAll(moved);
        sitting.entries.removeAll(moved);
    }

    @Test
    void countsAsItsNodeLeftIt() throws IOException {
        vouch(0, LI, WANG);

        var report = verify();

        assertEquals(Set.of(), failed(report), report::toString);
        assertEquals(0, report.exitStatus());
    }

    @Test
    void maySayThatEntriesAreMissing() throws IOException {
        lose();
        lose();
        vouch(2, LI, WANG);

        var report = verify();

        assertEquals(Set.of(), failed(report), report::toString);
    }

    @Test
    void mayHaveSetAsideWhatIsMissing() throws IOException {
        lose();
        long lost = sitting.second.size() - 1L;
        var at = sitting.second.getLast().at();
        sitting.second.add(new SittingEntry.SetAside(at, List.of(lost)));
        vouch(1, LI, WANG);

        assertEquals(Set.of(), failed(verify()));
    }

    @Test
    void isNotBelievedWithoutALogThatVouchesForIt() throws IOException {
        assertEquals(Set.of(Check.V03), failed(verify()));
    }

    @Test
    void mayNotHideHowMuchIsMissing() throws IOException {
        lose();
        vouch(0, LI, WANG);

        assertEquals(Set.of(Check.V35), failed(verify()));
    }

    @Test
    void isRestoredByTwoPersons() throws IOException {
        vouch(0, LI, LI);

        assertEquals(Set.of(Check.V35), failed(verify()));
    }

    @Test
    void isTheOneThatWasVouchedFor() throws IOException {
        vouch(0, LI, WANG);
        sitting.second.add(
                new SittingEntry.ShareRefused(
                        sitting.second.getLast().at(),
                        "form",
                        sitting.suite.digest(new byte[1]),
                        "too-early"));

        assertEquals(Set.of(Check.V03, Check.V35), failed(verify()));
    }

    @Test
    void doesNotVouchForItself() throws IOException {
        var root = root();
        long size = sitting.second.size();
        sitting.second.add(
                new SittingEntry.LogRestored(
                        sitting.second.getLast().at(), ORIGIN, size, root, 0, LI, WANG));

        assertEquals(Set.of(Check.V03, Check.V35), failed(verify()));
    }

    @Test
    void isRestoredOnce() throws IOException {
        vouch(0, LI, WANG);
        vouch(0, LI, WANG);

        assertEquals(Set.of(Check.V35), failed(verify()));
    }

    @Test
    void mayNotLoseWhatASessionNeeds() throws IOException {
        sitting.second.set(5, new SittingEntry.NotRestored(sitting.second.get(4).at()));
        vouch(1, LI, WANG);

        assertTrue(failed(verify()).contains(Check.V10));
    }

    @Test
    void missesNothingInALogOfANodeThatLives() throws IOException {
        vouch(0, LI, WANG);
        sitting.entries.add(new SittingEntry.NotRestored(sitting.entries.getLast().at()));

        assertEquals(Set.of(Check.V35), failed(verify()));
    }

    private void lose() {
        sitting.second.add(new SittingEntry.NotRestored(sitting.second.getLast().at()));
    }

    private void vouch(long missing, StaffId proposer, StaffId approver) {
        Entry last = sitting.entries.getLast();
        sitting.entries.add(
                new SittingEntry.LogRestored(
                        last.at(),
                        ORIGIN,
                        sitting.second.size(),
                        root(),
                        missing,
                        proposer,
                        approver));
    }

    private Digest root() {
        var tree = new MerkleTree();
        sitting.second.forEach(entry -> tree.append(Leaf.of(entry)));
        return tree.root();
    }

    private Report verify() throws IOException {
        var written = new WrittenBundle(sitting);
        var note = written.files.get("logs/n2/checkpoint");
        written.files.put(
                "logs/n2/checkpoints",
                ByteBuffer.allocate(4 + note.length).putInt(note.length).put(note).array());
        var key = gone.verifyingKey();
        var lines =
                new String(written.files.get("keys"), UTF_8)
                        .replaceFirst(
                                "checkpoint ",
                                "checkpoint %s %s%ncheckpoint "
                                        .formatted(
                                                key.fingerprint().hex(),
                                                Base64.getUrlEncoder()
                                                        .withoutPadding()
                                                        .encodeToString(key.toBytes())))
                        .lines()
                        .toList();
        var sorted = lines.subList(1, lines.size()).stream().sorted().toList();
        written.files.put(
                "keys",
                (lines.getFirst() + "\n" + String.join("\n", sorted) + "\n").getBytes(UTF_8));
        var folder = temporary.resolve("bundle");
        written.write(folder);
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
