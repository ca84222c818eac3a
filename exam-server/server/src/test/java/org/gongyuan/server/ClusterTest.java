package org.gongyuan.server;

import static org.gongyuan.server.LoopbackExam.SITTING;
import static org.gongyuan.server.LoopbackExam.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.node.StaffActs;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.server.store.EmbeddedStore;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayName("Two nodes that share a store")
class ClusterTest {

    @TempDir private Path folder;

    @Test
    void goOnWithEachOthersSeatsAndPassTheKeySealed() throws IOException {
        try (var store = EmbeddedStore.open(folder.resolve("store"), EmbeddedStore.ANY_PORT);
                var exam = new LoopbackExam(folder, 2)) {
            exam.server.close();
            int[] ports = {FreePort.next(), FreePort.next()};
            var trusted = nodeKey("node-a") + "," + nodeKey("node-b");
            var a = exam.start("node-a", settings(store.uri(), ports, 0, trusted));
            var b = exam.start("node-b", settings(store.uri(), ports, 1, trusted));
            try {
                exam.openSitting(a);
                exam.openSitting(b);
                exam.server = a;
                var seat = exam.connect(1);
                seat.helloWith("t-1", "secret-1");
                seat.awaits(ServerMessage.Admitted.class);
                seat.ready();
                exam.release();
                seat.awaits(ServerMessage.Start.class);
                seat.answers(1, "A");
                seat.answers(2, "B");
                while (seat.awaits(ServerMessage.Saved.class).seq() < 2) {
                    Thread.onSpinWait();
                }
                while (!b.lane()
                        .ask(() -> b.hall().sitting(SITTING).orElseThrow().sitting().isReleased())
                        .join()) {
                    Thread.onSpinWait();
                }
                a.close();

                exam.server = b;
                var head = seat.head();
                exam.connect(seat, seat(1));
                seat.helloAgain();
                var standing = seat.awaits(ServerMessage.Admitted.class).standing();
                assertEquals(Standing.State.RUNNING, standing.state());
                assertEquals(2, standing.lastSeq());
                assertEquals(head, standing.head());
                seat.ready();
                assertTrue(
                        seat.awaits(ServerMessage.Start.class).formKey().length() > 0,
                        "the key came from the other node");
                seat.answers(3, "C");
                seat.submits();
                seat.awaits(ServerMessage.Receipt.class);

                var closed = assertInstanceOf(Closing.Closed.class, b.closeSitting(SITTING).join());
                assertEquals(1, closed.tally().submitted());
                assertEquals(1, closed.tally().absent());
                assertOrdinalsWithoutGap(b);
            } finally {
                b.close();
                exam.server = exam.start("node-c", Map.of());
            }
        }
    }

    @Test
    void showACandidateWhoLostNodeAndSeatWhatHeAnswered() throws IOException {
        try (var store = EmbeddedStore.open(folder.resolve("store"), EmbeddedStore.ANY_PORT);
                var exam = new LoopbackExam(folder, 1)) {
            exam.server.close();
            int[] ports = {FreePort.next(), FreePort.next()};
            var trusted = nodeKey("node-a") + "," + nodeKey("node-b");
            var a = exam.start("node-a", settings(store.uri(), ports, 0, trusted));
            var b = exam.start("node-b", settings(store.uri(), ports, 1, trusted));
            try {
                exam.openSitting(a);
                exam.openSitting(b);
                while (windowKeys(a) < 2 || windowKeys(b) < 2) {
                    Thread.onSpinWait();
                }
                exam.server = a;
                var seat = exam.connect(1);
                seat.helloWith("t-1", "secret-1");
                seat.awaits(ServerMessage.Admitted.class);
                seat.ready();
                exam.release();
                seat.awaits(ServerMessage.Start.class);
                seat.answers(1, "A");
                seat.answers(2, "B");
                while (seat.awaits(ServerMessage.Saved.class).seq() < 2) {
                    Thread.onSpinWait();
                }
                a.close();

                exam.server = b;
                var other = exam.connect(1);
                other.helloWith("t-1", "secret-1");
                var standing = other.awaits(ServerMessage.Admitted.class).standing();
                assertEquals(2, standing.lastSeq());
                assertTrue(standing.responseKey().isPresent(), "the key opens at the other node");
                assertEquals(2, standing.responses().size());
            } finally {
                b.close();
                exam.server = exam.start("node-c", Map.of());
            }
        }
    }

    @Test
    void giveTheReceiptOfASessionThatTheOtherNodeClosed() throws IOException {
        try (var store = EmbeddedStore.open(folder.resolve("store"), EmbeddedStore.ANY_PORT);
                var exam = new LoopbackExam(folder, 1)) {
            exam.server.close();
            int[] ports = {FreePort.next(), FreePort.next()};
            var trusted = nodeKey("node-a") + "," + nodeKey("node-b");
            var a = exam.start("node-a", settings(store.uri(), ports, 0, trusted));
            var b = exam.start("node-b", settings(store.uri(), ports, 1, trusted));
            try {
                exam.openSitting(a);
                exam.openSitting(b);
                exam.server = a;
                var seat = exam.connect(1);
                seat.helloWith("t-1", "secret-1");
                seat.awaits(ServerMessage.Admitted.class);
                seat.ready();
                exam.release();
                seat.awaits(ServerMessage.Start.class);
                seat.answers(1, "A");
                seat.awaits(ServerMessage.Saved.class);
                seat.submits();
                var first = Receipt.parse(seat.awaits(ServerMessage.Receipt.class).receipt());
                a.close();

                exam.server = b;
                exam.connect(seat, seat(1));
                seat.helloAgain();
                assertEquals(
                        Standing.State.SUBMITTED,
                        seat.awaits(ServerMessage.Admitted.class).standing().state());
                var other = Receipt.parse(seat.awaits(ServerMessage.Receipt.class).receipt());
                assertEquals(first.entry(), other.entry());
                var carried =
                        assertInstanceOf(
                                SittingEntry.CarriedOver.class, Leaf.read(other.leaf().toBytes()));
                assertEquals(first.index(), carried.index());
                assertTrue(carried.origin().endsWith("node-a"), carried.origin());
            } finally {
                b.close();
                exam.server = exam.start("node-c", Map.of());
            }
        }
    }

    @Test
    void letAMachinePassThatWasLetPassAtTheOtherNodeAlsoAfterARestart() throws IOException {
        try (var store = EmbeddedStore.open(folder.resolve("store"), EmbeddedStore.ANY_PORT);
                var exam = new LoopbackExam(folder, 1)) {
            exam.server.close();
            int[] ports = {FreePort.next(), FreePort.next()};
            var trusted = nodeKey("node-a") + "," + nodeKey("node-b");
            var a = exam.start("node-a", settings(store.uri(), ports, 0, trusted));
            var b = exam.start("node-b", settings(store.uri(), ports, 1, trusted));
            try {
                exam.openSitting(a, PosturePolicy.STANDARD);
                exam.openSitting(b, PosturePolicy.STANDARD);
                assertTrue(isKeptOut(a), "nobody let it pass");
                assertTrue(isKeptOut(b));
                assertEquals("", letPass(a).because());
                assertFalse(isKeptOut(a));
                while (isKeptOut(b)) {
                    Thread.onSpinWait();
                }
                a.close();
                a = exam.start("node-a", settings(store.uri(), ports, 0, trusted));
                assertFalse(isKeptOut(a), "it lies in the node's own folder too");
            } finally {
                b.close();
                a.close();
                exam.server = exam.start("node-c", Map.of());
            }
        }
    }

    /// Two persons let two monitors pass at a node.
    private StaffActs.Result letPass(ExamServer node) {
        var now = Instant.now(Clock.systemUTC());
        var order =
                new StaffOrder(
                        SITTING,
                        Octets.of(new byte[16]),
                        now,
                        now.plusSeconds(60),
                        new StaffId("li"),
                        Optional.of(new StaffId("zhao")),
                        new StaffOrder.What.Disregard(
                                new Scope.At(seat(1)),
                                FindingKind.SEVERAL_MONITORS,
                                Cause.EXAMINED));
        return new StaffActs(
                        node.hall(),
                        node.lane(),
                        folder,
                        Acceptance.upTo(Classification.INTERNAL),
                        Optional.empty(),
                        _ -> true)
                .carryOut(order, new StaffId("zhao"));
    }

    /// A seat tells two monitors at the door; it asks again while it is kept out.
    private static boolean isKeptOut(ExamServer node) {
        var report =
                new PostureReport(
                        List.of(
                                new PostureReport.Finding(
                                        FindingKind.SEVERAL_MONITORS, "LEFT, RIGHT")));
        return node.lane()
                .ask(
                        () ->
                                node.hall()
                                        .sitting(SITTING)
                                        .orElseThrow()
                                        .sitting()
                                        .reportAtDoor(seat(1), report)
                                        .findings()
                                        .getFirst()
                                        .keepsOut())
                .join();
    }

    private static int windowKeys(ExamServer node) {
        try (var once = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, new SecureRandom())) {
            return node.lane()
                    .ask(
                            () ->
                                    node.hall()
                                            .sitting(SITTING)
                                            .orElseThrow()
                                            .sitting()
                                            .windowKeysFor(once.publicKey(), new byte[0])
                                            .size())
                    .join();
        }
    }

    @Test
    void giveKeysToNoNodeThatIsNotTrusted() throws IOException {
        try (var store = EmbeddedStore.open(folder.resolve("store"), EmbeddedStore.ANY_PORT);
                var exam = new LoopbackExam(folder, 1)) {
            exam.server.close();
            int[] ports = {FreePort.next(), FreePort.next()};
            var a = exam.start("node-a", settings(store.uri(), ports, 0, nodeKey("node-a")));
            var b = exam.start("node-b", settings(store.uri(), ports, 1, nodeKey("node-b")));
            try {
                exam.openSitting(a);
                exam.server = a;
                exam.release();
                exam.openSitting(b);
                // One for the form key and one for the window keys.
                while (a.hall().alarms() < 2) {
                    Thread.onSpinWait();
                }
                assertEquals(1, windowKeys(a), "a has its own alone");
                assertEquals(1, windowKeys(b), "b has its own alone");
                assertFalse(
                        b.lane()
                                .ask(
                                        () ->
                                                b.hall()
                                                        .sitting(SITTING)
                                                        .orElseThrow()
                                                        .sitting()
                                                        .isReleased())
                                .join());
            } finally {
                b.close();
            }
        }
    }

    private static void assertOrdinalsWithoutGap(ExamServer node) {
        var log = node.hall().sitting(SITTING).orElseThrow().log();
        var seen = new HashSet<Long>();
        log.reader()
                .read(
                        0,
                        log.reader().size(),
                        found -> {
                            var entry = Leaf.read(found.leaf());
                            if (entry instanceof SessionEntry one) {
                                assertTrue(seen.add(one.ordinal()), "ordinal " + one.ordinal());
                                assertTrue(one.ordinal() > 0, "the beginning is in the other log");
                            }
                            assertFalse(entry instanceof SittingEntry.Released);
                        });
    }

    private Map<String, String> settings(String uri, int[] ports, int own, String trusted) {
        var settings = new HashMap<String, String>();
        settings.put("store", "own:" + uri);
        settings.put("durability", "cluster");
        settings.put("cluster.port", Integer.toString(ports[own]));
        settings.put("cluster.members", "127.0.0.1:%d,127.0.0.1:%d".formatted(ports[0], ports[1]));
        settings.put("cluster.trusted", trusted);
        return settings;
    }

    /// Makes the key file of a node and gives the verifying key.
    private String nodeKey(String name) throws IOException {
        var keys = folder.resolve("data-" + name).resolve("keys");
        Files.createDirectories(keys);
        try (var pair =
                SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.NODE, new SecureRandom())) {
            Files.writeString(keys.resolve("node.key"), KeyFile.lyingOpen(pair).text());
            return pair.verifyingKey().text();
        }
    }
}
