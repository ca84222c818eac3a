package org.gongyuan.bank.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

@DisplayName("A seating plan")
class SeatingPlanTest {

    private static final Suite SUITE = Suite.INTL_1;
    private static final FormId FORM = new FormId("level-1", 1);

    private static Seed seed(int number) {
        return SeatingPlan.seedOf(
                SUITE, SUITE.digest(new byte[] {1}), new byte[] {(byte) number, 2, 3});
    }

    private static SeatingPlan plan(int number, Accommodation... accommodations) {
        return new SeatingPlan(FORM, seed(number), Duration.ZERO, List.of(accommodations));
    }

    /// Ten items shuffled, the third of them fixed; then a section that is not shuffled, with a
    /// case of three that is.
    private static Outline outline() {
        var shuffled = new ArrayList<Outline.Run>();
        for (var n = 1; n <= 10; n++) {
            shuffled.add(new Outline.Run(n == 3, false, List.of(place(n))));
        }
        return new Outline(
                List.of(
                        part("a", true, shuffled),
                        part(
                                "b",
                                false,
                                List.of(
                                        new Outline.Run(false, false, List.of(place(11))),
                                        new Outline.Run(
                                                false,
                                                true,
                                                List.of(place(12), place(13), place(14)))))));
    }

    private static Outline.Place place(int number) {
        return new Outline.Place(new PlacementId(number), Optional.empty(), false);
    }

    private static Outline.Part part(String id, boolean shuffled, List<Outline.Run> blocks) {
        return new Outline.Part(
                new SectionId(id), Navigation.NONLINEAR, Optional.empty(), shuffled, blocks);
    }

    private static List<Integer> numbers(SeatingPlan plan, int section) {
        return plan.order(SUITE, outline()).get(section).placements().stream()
                .map(PlacementId::number)
                .toList();
    }

    @Test
    void keepsSectionsAndShufflesWithinThem() {
        var orders = new HashSet<List<Integer>>();
        for (var number = 0; number < 50; number++) {
            var first = numbers(plan(number), 0);
            var second = numbers(plan(number), 1);
            orders.add(first);

            assertEquals(
                    IntStream.rangeClosed(1, 10).boxed().toList(),
                    first.stream().sorted().toList());
            assertEquals(3, first.get(2));
            assertEquals(11, second.getFirst());
            assertEquals(List.of(12, 13, 14), second.stream().skip(1).sorted().toList());
        }
        assertTrue(orders.size() > 45, "only %d orders".formatted(orders.size()));
    }

    @Test
    void isTheSameForTheSameSession() {
        assertEquals(numbers(plan(7), 0), numbers(plan(7), 0));
        assertNotEquals(numbers(plan(7), 0), numbers(plan(8), 0));
    }

    @Test
    void shufflesNothingForASeatOfFixedOrder() {
        var plan = plan(7, Accommodation.FIXED_ORDER);

        assertEquals(IntStream.rangeClosed(1, 10).boxed().toList(), numbers(plan, 0));
        assertEquals(List.of(11, 12, 13, 14), numbers(plan, 1));
        assertEquals(
                List.of("A", "B", "C", "D"),
                plan.options(
                        SUITE,
                        new PlacementId(1),
                        "RESPONSE",
                        0,
                        List.of("A", "B", "C", "D"),
                        _ -> false));
    }

    @Test
    void givesEachInteractionItsOwnOrderOfOptionsAndKeepsTheFixedOnes() {
        var options = List.of("A", "B", "C", "D", "E", "F", "none of these");
        var orders = new HashSet<List<String>>();
        for (var placement = 1; placement <= 40; placement++) {
            var order =
                    plan(1).options(
                                    SUITE,
                                    new PlacementId(placement),
                                    "RESPONSE",
                                    0,
                                    options,
                                    option -> option.equals("none of these"));
            orders.add(order);

            assertEquals("none of these", order.getLast());
            assertEquals(new HashSet<>(options), new HashSet<>(order));
        }
        assertTrue(orders.size() > 30, "only %d orders".formatted(orders.size()));
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void drawsEveryNumberAboutEquallyOften(Suite suite) {
        var counts = new int[6];
        var draws = new Draws(suite, seed(1), "die");
        for (var i = 0; i < 6000; i++) {
            counts[draws.below(6)]++;
        }
        for (var count : counts) {
            assertTrue(count > 850 && count < 1150, "drawn %d times".formatted(count));
        }
    }

    @Test
    void drawsWhatTheSpecificationSays() {
        var seed = Seed.of(new byte[32]);
        var block =
                SUITE.digest(
                                "gongyuan/draw/1\0"
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                new byte[32],
                                new byte[4],
                                "section/a".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toBytes();
        var first = Integer.toUnsignedLong(java.nio.ByteBuffer.wrap(block).getInt());

        assertEquals((int) (first % 1000), new Draws(SUITE, seed, "section/a").below(1000));
    }

    @Test
    void readsWhatItWrites() {
        var plan =
                new SeatingPlan(
                        FORM,
                        seed(3),
                        Duration.ofMinutes(27),
                        List.of(Accommodation.SCREEN_READER, Accommodation.LARGE_PRINT));

        assertEquals(plan, SeatingPlan.parse(plan.toBytes()));
    }

    @Test
    void refusesWhatIsNoPlan() {
        var version = written(2, 0, List.of());
        var unknown = written(1, 0, List.of("tea"));
        var unsorted = written(1, 0, List.of("screen-reader", "large-print"));
        var repeated = written(1, 0, List.of("large-print", "large-print"));
        var tooLong = written(1, Duration.ofHours(25).toMillis(), List.of());
        var trailing = java.util.Arrays.copyOf(plan(1).toBytes(), plan(1).toBytes().length + 1);

        for (var bytes : List.of(version, unknown, unsorted, repeated, tooLong, trailing)) {
            assertThrows(NotCanonical.class, () -> SeatingPlan.parse(bytes));
        }
    }

    private static byte[] written(int version, long extra, List<String> accommodations) {
        var plan =
                new CborWriter()
                        .array(6)
                        .uint(version)
                        .text("level-1")
                        .uint(1)
                        .bytes(new byte[32])
                        .uint(extra)
                        .array(accommodations.size());
        accommodations.forEach(plan::text);
        return plan.toBytes();
    }
}
