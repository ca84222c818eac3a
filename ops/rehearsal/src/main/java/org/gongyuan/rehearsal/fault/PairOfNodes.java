package org.gongyuan.rehearsal.fault;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.rehearsal.stage.NodeProcess;
import org.gongyuan.rehearsal.stage.SampleForm;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.rehearsal.stage.StoreProcess;
import org.gongyuan.server.conclusion.ConcludedSitting;
import org.gongyuan.server.conclusion.ConclusionRefused;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.scoring.DocumentRefused;
import org.gongyuan.server.scoring.ScoringStopped;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Verifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
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
            int[] ports = {freePort(), freePort(), freePort()};
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

    /// Ends the nodes, holds the ledger against their journals, has the marking quorum open every
    /// answer sheet, and has the verifier check the bundle of both logs.
    Verdict judge(Ledger ledger) {
        nodes.forEach(NodeProcess::close);
        var recorded =
                Recorded.read(
                        nodes.stream()
                                .map(one -> new Recorded.Log(journal(one), settings(one)))
                                .toList(),
                        Suite.INTL_1);
        var verdict =
                recorded.judge(ledger)
                        .with("set_aside", recorded.setAside())
                        .with("submitted", recorded.count("Submitted"))
                        .with("receipts_carried_over", recorded.count("CarriedOver"));
        return concluded(verdict);
    }

    private Verdict concluded(Verdict verdict) {
        var stage = examination.stage();
        var bundle = folder.resolve("bundle");
        long sheets;
        try (var sitting =
                        ConcludedSitting.takeOver(
                                stage.sitting(),
                                nodes.stream().map(PairOfNodes::concluding).toList(),
                                Acceptance.upTo(Classification.INTERNAL),
                                stage.clock(),
                                random);
                var one = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, random)) {
            var handIns = new ArrayList<HandIn>();
            for (int custodian : CUSTODIANS) {
                handIns.add(
                        sitting.form()
                                .handIn(
                                        SharePurpose.MARKING,
                                        stage.people().custodians().get(custodian),
                                        one.publicKey()));
            }
            try (var marking = sitting.openMarking(one, handIns)) {
                sheets = sitting.forMarkers(marking).size();
            }
            sitting.bundle(bundle, receipts(), false);
        } catch (IOException failed) {
            throw new UncheckedIOException("the sitting cannot be concluded", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        } catch (FormRefused | ConclusionRefused | ScoringStopped | DocumentRefused refused) {
            throw new IllegalStateException("the sitting cannot be concluded", refused);
        }
        try (var read = Bundle.open(bundle)) {
            var report = Verifier.verify(read, Optional.empty());
            report.findings().stream()
                    .filter(Finding.Fails.class::isInstance)
                    .forEach(System.err::println);
            return verdict.with("sheets_opened", sheets)
                    .violatedIf(report.fails(), "the verifier agrees")
                    .violatedIf(
                            sheets != examination.examinees().size(), "every answer sheet opens");
        }
    }

    /// Every candidate's receipt, to be checked with the bundle.
    private List<ConcludedSitting.Receipt> receipts() {
        return examination.examinees().stream()
                .map(
                        one ->
                                new ConcludedSitting.Receipt(
                                        one.session().toString(),
                                        one.candidate().closed().join().receipt()))
                .toList();
    }

    private static ConcludedSitting.Node concluding(NodeProcess one) {
        return new ConcludedSitting.Node(
                one.data(), one.data().resolve("keys"), SampleForm.BODY, one.name(), "");
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

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
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
