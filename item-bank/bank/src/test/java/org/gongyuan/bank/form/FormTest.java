package org.gongyuan.bank.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@DisplayName("A form")
class FormTest {

    @Test
    void countsItsPlacementsOverAllSections() {
        var form =
                Forms.of(
                        Forms.section("a", 1, false, "one", "two"),
                        Forms.section("b", 3, false, "three"));

        assertEquals(List.of(1, 2, 3), form.placements().map(each -> each.id().number()).toList());
        assertEquals(3, form.outline().size());
    }

    @Test
    void refusesAPlacementNumberThatIsNotTheNext() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Forms.of(
                                        Forms.section("a", 1, false, "one"),
                                        Forms.section("b", 3, false, "two")));

        assertTrue(refused.getMessage().contains("placement 3"), refused.getMessage());
    }

    @Test
    void refusesOneItemTwice() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Forms.of(Forms.section("a", 1, false, "one", "one")));

        assertTrue(refused.getMessage().contains("one@1"), refused.getMessage());
    }

    @Test
    void refusesTwoSectionsOfOneName() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Forms.of(
                                Forms.section("a", 1, false, "one"),
                                Forms.section("a", 2, false, "two")));
    }

    @Test
    void refusesASectionWithoutPlacements() {
        assertThrows(IllegalArgumentException.class, () -> Forms.section("a", 1, false));
        assertThrows(IllegalArgumentException.class, Forms::of);
    }

    @Test
    void refusesATimeLimitOutsideItsBounds() {
        for (var limit :
                List.of(
                        Duration.ofMillis(999),
                        Duration.ofHours(25),
                        Duration.ofNanos(1_000_000_001))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            new Placement(
                                    new PlacementId(1),
                                    new ItemReference("one", 1),
                                    Weight.ONE,
                                    Optional.of(limit),
                                    false));
        }
    }

    @ParameterizedTest
    @CsvSource({"2.50,2.5", "1e2,100", "0,0", "0.000,0", "1000,1000", "0.000001,0.000001"})
    void writesEqualWeightsAlike(String given, String written) {
        assertEquals(written, Weight.parse(given).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000.5", "0.0000001", "1e999999999", "1e-999999999", "two", ""})
    void refusesAWeightOutsideItsBounds(String given) {
        assertThrows(IllegalArgumentException.class, () -> Weight.parse(given));
    }

    @Test
    void countsNoPilotItem() {
        assertFalse(Weight.PILOT.counts());
        assertTrue(new Weight(new BigDecimal("0.5")).counts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a b", "a/b"})
    void refusesASectionIdThatIsNoName(String id) {
        assertThrows(IllegalArgumentException.class, () -> new SectionId(id));
    }
}
