package org.gongyuan.bank.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.assembly.AssemblyRefused.Reason;
import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.Navigation;
import org.gongyuan.bank.form.Seed;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.ItemRevision;
import org.gongyuan.bank.item.TestDefinition;
import org.gongyuan.bank.item.TestDefinition.ItemRef;
import org.gongyuan.bank.item.TestDefinition.Member;
import org.gongyuan.bank.item.TestDefinition.NavigationMode;
import org.gongyuan.bank.item.TestDefinition.Part;
import org.gongyuan.bank.item.TestDefinition.Section;
import org.gongyuan.bank.item.TestDefinition.Selection;
import org.gongyuan.bank.item.TestDefinition.SessionControl;
import org.gongyuan.bank.item.TestDefinition.SubmissionMode;
import org.gongyuan.bank.item.TestDefinition.TimeLimits;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@DisplayName("The assembly of a form")
class FormAssemblyTest {

    private static final FormId ID = new FormId("f", 1);
    private static final Seed SEED = Seed.of(new byte[Seed.LENGTH]);

    private static Optional<ItemRevision> bank(ItemId item) {
        return item.identifier().startsWith("missing")
                ? Optional.empty()
                : Optional.of(
                        new ItemRevision(
                                item,
                                3,
                                Suite.INTL_1.digest(new byte[] {1}),
                                Instant.EPOCH,
                                List.of()));
    }

    private static ItemRef item(String name, Map<String, Double> weights, boolean required) {
        return new ItemRef(
                "ref-" + name,
                new ItemId(name),
                List.of(),
                required,
                false,
                weights,
                SessionControl.UNSAID,
                Optional.empty());
    }

    private static ItemRef item(String name) {
        return item(name, Map.of(), false);
    }

    private static Section section(
            String id,
            boolean keepTogether,
            Optional<Selection> selection,
            Optional<TimeLimits> limits,
            Member... members) {
        return new Section(
                id,
                "Title " + id,
                false,
                false,
                false,
                keepTogether,
                selection,
                true,
                SessionControl.UNSAID,
                limits,
                List.of(),
                Arrays.asList(members));
    }

    private static Section section(String id, Member... members) {
        return section(id, true, Optional.empty(), Optional.empty(), members);
    }

    private static TestDefinition test(Optional<TimeLimits> ofPart, Section... sections) {
        return new TestDefinition(
                "test",
                "Test",
                "zh-CN",
                Optional.of(max(Duration.ofMinutes(90))),
                List.of(),
                List.of(
                        new Part(
                                "part",
                                NavigationMode.LINEAR,
                                SubmissionMode.SIMULTANEOUS,
                                SessionControl.UNSAID,
                                ofPart,
                                Arrays.asList(sections))),
                List.of());
    }

    private static TimeLimits max(Duration limit) {
        return new TimeLimits(Optional.empty(), Optional.of(limit), false);
    }

    private static Form assembled(TestDefinition test, Seed seed) throws AssemblyRefused {
        return new FormAssembly("chen", "li", FormAssemblyTest::bank)
                .fromTest(ID, test, "zh-CN", Suite.INTL_1, seed);
    }

    private static void refused(Reason reason, TestDefinition test) {
        assertEquals(
                reason, assertThrows(AssemblyRefused.class, () -> assembled(test, SEED)).reason());
    }

    @Test
    void keepsOrderLimitsWeightsAndNavigation() throws Exception {
        var form =
                assembled(
                        test(
                                Optional.of(max(Duration.ofMinutes(60))),
                                section(
                                        "a",
                                        item("one", Map.of("WEIGHT", 2.5), false),
                                        item("two"))),
                        SEED);

        var section = form.sections().getFirst();
        assertEquals(Optional.of(Duration.ofMinutes(90)), form.timeLimit());
        assertEquals(Optional.of(Duration.ofMinutes(60)), section.timeLimit());
        assertEquals(Navigation.LINEAR, section.navigation());
        assertTrue(section.shuffled());
        assertEquals(
                List.of("one@3*2.5", "two@3*1"),
                form.placements().map(each -> each.item() + "*" + each.weight()).toList());
    }

    @Test
    void keepsACaseTogetherAndMixesWhatIsNot() throws Exception {
        var form =
                assembled(
                        test(
                                Optional.empty(),
                                section(
                                        "a",
                                        item("one"),
                                        section("case", item("two"), item("three")),
                                        section(
                                                "loose",
                                                false,
                                                Optional.empty(),
                                                Optional.empty(),
                                                item("four"),
                                                item("five")))),
                        SEED);

        assertEquals(
                List.of(1, 2, 1, 1),
                form.sections().getFirst().blocks().stream()
                        .map(block -> block.placements().size())
                        .toList());
    }

    @Test
    void drawsTheSameFromTheSameSeedAndAlwaysWhatIsRequired() throws Exception {
        var members = new ArrayList<Member>();
        members.add(item("must", Map.of(), true));
        for (var n = 0; n < 9; n++) {
            members.add(item("i" + n));
        }
        var test =
                test(
                        Optional.empty(),
                        section(
                                "pool",
                                true,
                                Optional.of(new Selection(4, false)),
                                Optional.empty(),
                                members.toArray(Member[]::new)));
        Set<List<String>> drawn = new HashSet<>();
        for (var n = 0; n < 20; n++) {
            var bytes = new byte[Seed.LENGTH];
            bytes[0] = (byte) n;
            var form = assembled(test, Seed.of(bytes));
            var names = form.placements().map(each -> each.item().identifier()).toList();

            assertEquals(form, assembled(test, Seed.of(bytes)));
            assertEquals("must", names.getFirst());
            assertEquals(4, names.size());
            assertEquals(10, form.drawn().getFirst().of());
            drawn.add(names);
        }
        assertTrue(drawn.size() > 10, "only %d selections".formatted(drawn.size()));
    }

    @Test
    void isRefusedToOnePerson() {
        for (var reviewer : List.of("chen", " chen ", "")) {
            assertEquals(
                    Reason.ONE_PERSON,
                    assertThrows(
                                    AssemblyRefused.class,
                                    () ->
                                            new FormAssembly(
                                                    "chen", reviewer, FormAssemblyTest::bank))
                            .reason());
        }
    }

    @Test
    void isRefusedByName() {
        var none = Optional.<TimeLimits>empty();
        refused(Reason.EMPTY, test(none));
        refused(Reason.EMPTY, test(none, section("a")));
        refused(Reason.UNKNOWN_ITEM, test(none, section("a", item("missing"))));
        refused(Reason.REPEATED_ITEM, test(none, section("a", item("one"), item("one"))));
        refused(
                Reason.REPEATED_SECTION,
                test(none, section("a", item("one")), section("a", item("two"))));
        refused(
                Reason.PART_TIME,
                test(
                        Optional.of(max(Duration.ofMinutes(5))),
                        section("a", item("one")),
                        section("b", item("two"))));
        refused(
                Reason.MINIMUM_TIME,
                test(
                        Optional.of(
                                new TimeLimits(
                                        Optional.of(Duration.ofMinutes(1)),
                                        Optional.empty(),
                                        false)),
                        section("a", item("one"))));
        refused(
                Reason.WEIGHTS,
                test(none, section("a", item("one", Map.of("X", 1.0, "Y", 2.0), false))));
        refused(
                Reason.BOUNDS,
                test(none, section("a", item("one", Map.of("WEIGHT", -1.0), false))));
        refused(
                Reason.WITH_REPLACEMENT,
                test(
                        none,
                        section(
                                "a",
                                true,
                                Optional.of(new Selection(1, true)),
                                none,
                                item("one"))));
        refused(
                Reason.SELECTION,
                test(
                        none,
                        section(
                                "a",
                                true,
                                Optional.of(new Selection(2, false)),
                                none,
                                item("one"))));
    }
}
