package org.gongyuan.rehearsal.fault;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.rehearsal.candidate.Afterwards;
import org.gongyuan.rehearsal.stage.NodeProcess;
import org.gongyuan.rehearsal.stage.SampleForm;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.rehearsal.stage.StoreProcess;
import org.gongyuan.server.FreePort;
import org.gongyuan.server.conclusion.ConcludedSitting;
import org.gongyuan.server.conclusion.ConclusionRefused;
import org.gongyuan.server.node.SittingFolder;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.scoring.DocumentRefused;
import org.gongyuan.server.scoring.ScoringStopped;
import org.gongyuan.server.store.Store;
import org.gongyuan.server.store.StoreSettings;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Verifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Two nodes that hold one sitting together, and the store between them, each a process.
final class PairOfNodes implements AutoCloseable {

    private static final List<Integer> CUSTODIANS = List.of(0, 2, 4);

    private final SecureRandom random = new SecureRandom();
    private final Path folder;
    private final StoreProcess store;
    private final Examination examination;
    private final List<NodeProcess> nodes;

    /// Sets everything up and starts the store; the nodes do not run yet.
    PairOfNodes(int candidates) {
        try {
            folder = Files.createTempDirectory("gongyuan-pair");
            int[] ports = {FreePort.next(), FreePort.next(), FreePort.next()};
            store = new StoreProcess(folder.resolve("store"), ports[2]);
            store.start();
            var trusted = nodeKey("node") + "," + nodeKey("n2");
            var members = "127.0.0.1:%d,127.0.0.1:%d".formatted(ports[0], ports[1]);
            var first =
                    Map.of(
                            "warm.rounds",
                            "20",
                            "store",
                            "own:" + store.uri(),
                            "durability",
                            "cluster",
                            "cluster.host",
                            "127.0.0.1",
                            "cluster.port",
                            Integer.toString(ports[0]),
                            "cluster.members",
                            members,
                            "cluster.trusted",
                            trusted);
            examination =
                    new Examination(
                            Stage.set(
                                    folder.resolve("stage"),
                                    Stage.Setting.of(candidates).with(first)),
                            128);
            var stage = examination.stage();
            nodes =
                    List.of(
                            stage.node(),
                            stage.companion(
                                    "n2", Map.of("cluster.port", Integer.toString(ports[1]))));
        } catch (IOException failed) {
            throw new UncheckedIOException("two nodes cannot be set up", failed);
        }
    }

    Examination examination() {
        return examination;
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    StoreProcess store() {
        return store;
    }

    /// The node that is not this one.
    NodeProcess other(NodeProcess one) {
        return nodes.get(0).equals(one) ? nodes.get(1) : nodes.get(0);
    }

    /// Ends the nodes, holds the ledger against their journals, and concludes the sitting: marking,
    /// scores, publication, and the verifier over the bundle of both logs.
    Verdict judge(Ledger ledger) {
        nodes.forEach(NodeProcess::close);
        var logs =
                nodes.stream().map(one -> new Recorded.Log(journal(one), settings(one))).toList();
        return concluded(judged(ledger, logs), nodes);
    }

    /// The disk of a node that died is gone with everything on it, its keys too: its log is
    /// restored from the store beside the other's, and then all is as in [#judge].
    Verdict judgeWithout(NodeProcess lost, Ledger ledger) {
        nodes.forEach(NodeProcess::close);
        Examination.delete(lost.data());
        var left = other(lost);
        ConcludedSitting.Restored restored;
        try (var room = new Afterwards(examination.stage(), List.of(left));
                var copies = Store.open(new StoreSettings.Remote(store.uri(), "gongyuan", true))) {
            restored = room.restore(lost, copies.entries());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        } catch (IOException | FormRefused | ConclusionRefused failed) {
            throw new IllegalStateException("the lost log cannot be restored", failed);
        }
        var folder = SittingFolder.of(left.data(), examination.stage().sitting()).restored();
        var logs =
                List.of(
                        new Recorded.Log(journal(left), settings(left)),
                        new Recorded.Log(folder.resolve(lost.name()), settings(lost)));
        var verdict =
                judged(ledger, logs)
                        .with("restored", restored.size())
                        .with("not_restored", restored.missing().size());
        return concluded(verdict, List.of(left));
    }

    private static Verdict judged(Ledger ledger, List<Recorded.Log> logs) {
        var recorded = Recorded.read(logs, Suite.INTL_1);
        return recorded.judge(ledger)
                .with("set_aside", recorded.setAside())
                .with("submitted", recorded.count("Submitted"))
                .with("receipts_carried_over", recorded.count("CarriedOver"));
    }

    private Verdict concluded(Verdict verdict, List<NodeProcess> held) {
        var stage = examination.stage();
        var bundle = folder.resolve("bundle");
        try (var room = new Afterwards(stage, held)) {
            room.openMarking(CUSTODIANS);
            var _ = room.adoptCutScore(stage.form().maximum());
            int _ = room.mark(stage.form().byHand());
            int sheets = room.score();
            var published = room.publish(Stage.Setting.of(1).notice());
            room.bundle(bundle, receipts());
            return verified(verdict, bundle, room)
                    .with("sheets_scored", sheets)
                    .with("published", published.results().scored().size())
                    .violatedIf(
                            sheets != examination.examinees().size()
                                    || sheets != published.results().scored().size(),
                            "every answer sheet is scored and published")
                    .violatedIf(
                            room.answeredInRecord() != room.responsesOnSheets(),
                            "what is answered in the record is on the sheets");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        } catch (IOException
                | FormRefused
                | ConclusionRefused
                | ScoringStopped
                | DocumentRefused
                | SealBroken refused) {
            throw new IllegalStateException("the sitting cannot be concluded", refused);
        }
    }

    /// Nothing that the stage demands may be absent: exit status 0 and no other.
    private static Verdict verified(Verdict verdict, Path bundle, Afterwards room) {
        try (var read = Bundle.open(bundle)) {
            var report = Verifier.verify(read, Optional.empty());
            report.findings().stream()
                    .filter(Finding.Fails.class::isInstance)
                    .forEach(System.err::println);
            return verdict.with("verified", report.entries())
                    .violatedIf(report.exitStatus() != 0, "the verifier ends with 0")
                    .violatedIf(
                            report.entries() != room.entries(),
                            "the verifier reads every entry of the record");
        }
    }

    /// Every candidate's receipt, to be checked with the bundle.
    private List<String> receipts() {
        return examination.examinees().stream()
                .map(one -> one.candidate().closed().join().receipt())
                .toList();
    }

    private Path journal(NodeProcess one) {
        return one.data().resolve("sittings", examination.stage().sitting().text(), "journal");
    }

    private JournalSettings settings(NodeProcess one) {
        return JournalSettings.standard(
                "%s/%s/%s"
                        .formatted(
                                SampleForm.BODY, examination.stage().sitting().text(), one.name()));
    }

    /// Makes the key file of a node and gives the verifying key.
    private String nodeKey(String name) throws IOException {
        var keys = folder.resolve("stage").resolve(name).resolve("data").resolve("keys");
        Files.createDirectories(keys);
        try (var pair = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.NODE, random)) {
            Files.writeString(keys.resolve("node.key"), KeyFile.lyingOpen(pair).text());
            return pair.verifyingKey().text();
        }
    }

    @Override
    public void close() {
        examination.close();
        nodes.forEach(NodeProcess::close);
        store.close();
        Examination.delete(folder);
    }
}
