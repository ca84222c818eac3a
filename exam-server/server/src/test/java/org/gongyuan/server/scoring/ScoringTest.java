package org.gongyuan.server.scoring;

import static org.gongyuan.server.scoring.HeldSitting.CHOICE;
import static org.gongyuan.server.scoring.HeldSitting.ESSAY;
import static org.gongyuan.server.scoring.HeldSitting.NOON;
import static org.gongyuan.server.scoring.HeldSitting.NUMBER;
import static org.gongyuan.server.scoring.HeldSitting.points;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.sealing.Gathering;
import org.gongyuan.bank.sealing.QuorumRefusal;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResultKey;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

@DisplayName("A score run")
class ScoringTest {

    @TempDir Path folder;
    private HeldSitting held;
    private Digest essay;

    @BeforeEach
    void hold() throws Exception {
        held = new HeldSitting(folder);
        var good = held.admit("good");
        held.respond(good, CHOICE, "B");
        held.respond(good, NUMBER, "7");
        held.key(good);
        held.respond(good, CHOICE, "A");
        essay = held.respond(good, ESSAY, "because of resonance");
        held.submit(good);
        var poor = held.admit("poor");
        held.respond(poor, CHOICE, "C");
        held.expire(poor);
        var cheat = held.admit("cheat");
        held.respond(cheat, CHOICE, "A");
        held.voided(cheat);
        held.absent("late");
    }

    @AfterEach
    void close() throws Exception {
        held.close();
    }

    private Marks.Mark mark(String first, String second, Optional<String> third) {
        return new Marks.Mark(
                held.sessions.get("good"),
                ESSAY,
                essay,
                points(first),
                points(second),
                third.map(HeldSitting::points));
    }

    private SealedResults.Opened opened(SealedResults sealed) throws Exception {
        var node = SealingKeyPair.generate(HeldSitting.SUITE, Purpose.NODE, held.random);
        var shares = new ArrayList<Share>();
        for (var approver : held.approvers.subList(1, 3)) {
            shares.add(sealed.handIn(approver, node.publicKey()).open(node));
        }
        var gathered = assertInstanceOf(Gathering.Complete.class, sealed.combine(shares));
        try (var key = (ResultKey) gathered.key()) {
            return sealed.open(key);
        }
    }

    @Test
    void scoresTheLastResponsesAndDecides() throws Exception {
        held.close(NOON.plusSeconds(6000));
        var marks = held.marked(List.of(mark("7", "8", Optional.empty())));
        try (var key = held.markingKey()) {
            var scored = held.scoring(List.of(marks)).run("run-1", held.record(), key);

            assertEquals(2, scored.entry().sheets());
            var results = opened(SealedResults.parse(scored.sealed().toBytes())).results();
            var good = results.of(held.sessions.get("good")).orElseThrow();
            assertEquals(List.of(points("2"), points("1"), points("7.5")), good.points());
            assertEquals(points("10.5"), good.raw());
            assertEquals(OptionalInt.of(0), good.level());
            var poor = results.of(held.sessions.get("poor")).orElseThrow();
            assertEquals(points("0"), poor.raw());
            assertEquals(OptionalInt.empty(), poor.level());
            assertEquals(
                    List.of(new Results.Excluded(held.sessions.get("cheat"), Standing.VOIDED)),
                    results.excluded());
            assertEquals(results.digest(HeldSitting.SUITE), scored.entry().results());
        }
    }

    @Test
    void givesTheSameBytesWhenItIsRepeated() throws Exception {
        held.close(NOON.plusSeconds(6000));
        var marks = held.marked(List.of(mark("7", "8", Optional.empty())));
        try (var key = held.markingKey()) {
            var first = held.scoring(List.of(marks)).run("run-1", held.record(), key);
            var again = held.scoring(List.of(marks)).run("run-2", held.record(), key);

            assertEquals(first.entry().inputs(), again.entry().inputs());
            assertArrayEquals(
                    opened(first.sealed()).results().toBytes(),
                    opened(again.sealed()).results().toBytes());
            assertArrayEquals(
                    opened(first.sealed()).sheets().toBytes(),
                    opened(again.sealed()).sheets().toBytes());
        }
    }

    @Test
    void readsItsResultsBackAndRefusesOthers() throws Exception {
        held.close(NOON.plusSeconds(6000));
        var marks = held.marked(List.of(mark("7", "8", Optional.empty())));
        try (var key = held.markingKey()) {
            var sealed = held.scoring(List.of(marks)).run("run-1", held.record(), key).sealed();
            var results = opened(sealed).results();

            assertEquals(results, Results.parse(results.toBytes()));
            assertFalse(results.toString().contains("10.5"));
            var bytes = sealed.toBytes();
            bytes[bytes.length - 1] ^= 1;
            assertThrows(
                    org.gongyuan.trust.seal.SealBroken.class,
                    () -> opened(SealedResults.parse(bytes)));
        }
    }

    @Test
    void isOpenToNoSingleApprover() throws Exception {
        held.close(NOON.plusSeconds(6000));
        var marks = held.marked(List.of(mark("7", "8", Optional.empty())));
        try (var key = held.markingKey()) {
            var sealed = held.scoring(List.of(marks)).run("run-1", held.record(), key).sealed();
            var node = SealingKeyPair.generate(HeldSitting.SUITE, Purpose.NODE, held.random);
            var one = sealed.handIn(held.approvers.getFirst(), node.publicKey()).open(node);

            var refused =
                    assertInstanceOf(Gathering.Incomplete.class, sealed.combine(List.of(one)));
            assertEquals(QuorumRefusal.TOO_FEW, refused.reason());
        }
    }

    @Test
    void waitsForEveryHumanScore() throws Exception {
        held.close(NOON.plusSeconds(6000));
        try (var key = held.markingKey()) {
            var stopped =
                    assertThrows(
                            ScoringStopped.class,
                            () -> held.scoring(List.of()).run("run-1", held.record(), key));
            assertTrue(stopped.getMessage().contains("placement 3"), stopped.getMessage());
        }
    }

    @Test
    void refusesAMarkForAnotherResponseThanTheLast() throws Exception {
        held.close(NOON.plusSeconds(6000));
        essay = HeldSitting.SUITE.digest(new byte[] {9});
        var marks = held.marked(List.of(mark("7", "8", Optional.empty())));
        try (var key = held.markingKey()) {
            assertThrows(
                    ScoringStopped.class,
                    () -> held.scoring(List.of(marks)).run("run-1", held.record(), key));
        }
    }

    @Test
    void refusesAMarkAboveTheItemsMaximum() throws Exception {
        held.close(NOON.plusSeconds(6000));
        var marks = held.marked(List.of(mark("11", "11", Optional.empty())));
        try (var key = held.markingKey()) {
            assertThrows(
                    ScoringStopped.class,
                    () -> held.scoring(List.of(marks)).run("run-1", held.record(), key));
        }
    }

    @Test
    void isRefusedBeforeTheSittingIsClosed() {
        assertThrows(ScoringStopped.class, held::record);
    }

    @Test
    void isStoppedByAnotherMarkingKey() throws Exception {
        held.close(NOON.plusSeconds(6000));
        var stranger = SealingKeyPair.generate(HeldSitting.SUITE, Purpose.MARKING, held.random);
        assertThrows(
                ScoringStopped.class,
                () -> held.scoring(List.of()).run("run-1", held.record(), stranger));
    }

    @Test
    void needsAThirdScoreWhereTwoDifferTooMuch() throws Exception {
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> held.marked(List.of(mark("3", "8", Optional.empty()))));
        assertTrue(refused.getMessage().contains("differ by 5"), refused.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> held.marked(List.of(mark("7", "8", Optional.of("8")))));
    }
}
