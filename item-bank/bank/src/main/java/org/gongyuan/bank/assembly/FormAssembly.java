package org.gongyuan.bank.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.assembly.AssemblyRefused.Reason;
import org.gongyuan.bank.form.Block;
import org.gongyuan.bank.form.Drawn;
import org.gongyuan.bank.form.Draws;
import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.ItemReference;
import org.gongyuan.bank.form.Navigation;
import org.gongyuan.bank.form.Placement;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.Section;
import org.gongyuan.bank.form.SectionId;
import org.gongyuan.bank.form.Seed;
import org.gongyuan.bank.form.Weight;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.ItemRevision;
import org.gongyuan.bank.item.TestDefinition;
import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.trust.suite.Suite;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Puts a form together, from a QTI assessment test or from a list (`forms.md` section 2). Two
/// persons stand behind it: who assembles and who reviews.
public final class FormAssembly {

    private final Function<ItemId, Optional<ItemRevision>> bank;

    /// Assembly by two different persons from the revisions that `bank` gives for an item.
    public FormAssembly(
            String assembler, String reviewer, Function<ItemId, Optional<ItemRevision>> bank)
            throws AssemblyRefused {
        if (assembler.isBlank()
                || reviewer.isBlank()
                || assembler.strip().equals(reviewer.strip())) {
            throw new AssemblyRefused(
                    Reason.ONE_PERSON,
                    "assembler \"%s\" and reviewer \"%s\" must be two persons"
                            .formatted(assembler, reviewer));
        }
        this.bank = requireNonNull(bank, "bank");
    }

    /// A form of one section with these items, each of weight 1, in this order.
    public Form fromList(FormId id, String title, String language, List<ItemId> items)
            throws AssemblyRefused {
        var act = new Act(id, Optional.empty(), language);
        var blocks = new ArrayList<Block>();
        for (var item : items) {
            blocks.add(Block.of(act.place(item, Weight.ONE, Optional.empty(), false)));
        }
        if (blocks.isEmpty()) {
            throw new AssemblyRefused(Reason.EMPTY, "form %s has no item".formatted(id));
        }
        act.sections.add(
                new Section(
                        new SectionId("items"),
                        "",
                        "",
                        Navigation.NONLINEAR,
                        Optional.empty(),
                        false,
                        blocks));
        return act.form(title, Optional.empty());
    }

    /// The form of a QTI test. `seed` decides what selections draw; the suite is the one the form
    /// will be sealed in.
    public Form fromTest(FormId id, TestDefinition test, String language, Suite suite, Seed seed)
            throws AssemblyRefused {
        var act =
                new Act(
                        id,
                        Optional.of(new Drawing(suite, seed)),
                        test.language().isBlank() ? language : test.language());
        for (var part : test.parts()) {
            var limit = limit("part " + part.identifier(), part.timeLimits());
            if (limit.isPresent() && part.sections().size() != 1) {
                throw new AssemblyRefused(
                        Reason.PART_TIME,
                        "part %s has a time limit and %d sections"
                                .formatted(part.identifier(), part.sections().size()));
            }
            for (var section : part.sections()) {
                act.section(section, part.navigation(), limit);
            }
        }
        return act.form(
                test.title().isBlank() ? test.identifier() : test.title(),
                limit("test " + test.identifier(), test.timeLimits()));
    }

    private static Optional<Duration> limit(String of, Optional<TestDefinition.TimeLimits> limits)
            throws AssemblyRefused {
        if (limits.isEmpty()) {
            return Optional.empty();
        }
        var minimum = limits.get().minimum();
        if (minimum.isPresent() && !minimum.get().isZero()) {
            throw new AssemblyRefused(
                    Reason.MINIMUM_TIME,
                    "%s has a minimum time, which is not carried out".formatted(of));
        }
        return limits.get().maximum();
    }

    private static boolean isForCandidates(Element rubric) {
        return List.of(rubric.attribute("view").orElse("").split("\\s+", -1)).contains("candidate");
    }

    private record Drawing(Suite suite, Seed seed) {}

    /// One form on its way.
    private final class Act {

        private final FormId id;
        private final Optional<Drawing> drawing;
        private final String language;
        private final List<Section> sections = new ArrayList<>();
        private final List<Drawn> drawn = new ArrayList<>();
        private final Set<ItemId> used = new HashSet<>();
        private final Set<SectionId> named = new HashSet<>();
        private int next = 1;

        Act(FormId id, Optional<Drawing> drawing, String language) {
            this.id = id;
            this.drawing = drawing;
            this.language = language.isBlank() ? "zh-CN" : language;
        }

        Form form(String title, Optional<Duration> timeLimit) throws AssemblyRefused {
            if (sections.isEmpty()) {
                throw new AssemblyRefused(Reason.EMPTY, "form %s has no section".formatted(id));
            }
            try {
                return new Form(id, title, language, timeLimit, sections, drawn);
            } catch (IllegalArgumentException outside) {
                throw new AssemblyRefused(Reason.BOUNDS, outside.getMessage());
            }
        }

        Placement place(ItemId item, Weight weight, Optional<Duration> limit, boolean fixed)
                throws AssemblyRefused {
            var revision =
                    bank.apply(item)
                            .orElseThrow(
                                    () ->
                                            new AssemblyRefused(
                                                    Reason.UNKNOWN_ITEM,
                                                    "the bank has no item " + item));
            if (!used.add(item)) {
                throw new AssemblyRefused(
                        Reason.REPEATED_ITEM,
                        "item %s stands twice in form %s".formatted(item, id));
            }
            if (next > PlacementId.LARGEST) {
                throw new AssemblyRefused(
                        Reason.BOUNDS,
                        "a form has at most %d placements".formatted(PlacementId.LARGEST));
            }
            try {
                return new Placement(
                        new PlacementId(next++),
                        new ItemReference(item.identifier(), revision.number()),
                        weight,
                        limit,
                        fixed);
            } catch (IllegalArgumentException outside) {
                throw new AssemblyRefused(Reason.BOUNDS, outside.getMessage());
            }
        }

        void section(
                TestDefinition.Section section,
                TestDefinition.NavigationMode navigation,
                Optional<Duration> ofPart)
                throws AssemblyRefused {
            var limit =
                    limit("section " + section.identifier(), section.timeLimits()).or(() -> ofPart);
            var blocks = new ArrayList<Block>();
            for (var member : members(section)) {
                switch (member) {
                    case TestDefinition.ItemRef item -> blocks.add(Block.of(item(item)));
                    case TestDefinition.Section inner -> blocks(inner, blocks);
                }
            }
            if (blocks.isEmpty()) {
                throw new AssemblyRefused(
                        Reason.EMPTY, "section %s has no item".formatted(section.identifier()));
            }
            try {
                var sectionId = new SectionId(section.identifier());
                if (!named.add(sectionId)) {
                    throw new AssemblyRefused(
                            Reason.REPEATED_SECTION, "two sections are called " + sectionId);
                }
                sections.add(
                        new Section(
                                sectionId,
                                section.title(),
                                instructions(section),
                                navigation == TestDefinition.NavigationMode.LINEAR
                                        ? Navigation.LINEAR
                                        : Navigation.NONLINEAR,
                                limit,
                                section.shuffle(),
                                blocks));
            } catch (IllegalArgumentException outside) {
                throw new AssemblyRefused(Reason.BOUNDS, outside.getMessage());
            }
        }

        private void blocks(TestDefinition.Section inner, List<Block> into) throws AssemblyRefused {
            var placements = new ArrayList<Placement>();
            gather(inner, placements);
            if (placements.isEmpty()) {
                throw new AssemblyRefused(
                        Reason.EMPTY, "section %s has no item".formatted(inner.identifier()));
            }
            if (inner.visible() || inner.keepTogether()) {
                into.add(new Block(inner.fixed(), inner.shuffle(), placements));
            } else {
                placements.forEach(placement -> into.add(Block.of(placement)));
            }
        }

        private void gather(TestDefinition.Section section, List<Placement> into)
                throws AssemblyRefused {
            if (section.timeLimits().isPresent()) {
                throw new AssemblyRefused(
                        Reason.PART_TIME,
                        "section %s lies inside another and has a time limit"
                                .formatted(section.identifier()));
            }
            for (var member : members(section)) {
                switch (member) {
                    case TestDefinition.ItemRef item -> into.add(item(item));
                    case TestDefinition.Section inner -> gather(inner, into);
                }
            }
        }

        private Placement item(TestDefinition.ItemRef item) throws AssemblyRefused {
            return place(
                    item.item(),
                    weight(item),
                    limit("item " + item.identifier(), item.timeLimits()),
                    item.fixed());
        }

        private Weight weight(TestDefinition.ItemRef item) throws AssemblyRefused {
            if (item.weights().size() > 1 && !item.weights().containsKey("WEIGHT")) {
                throw new AssemblyRefused(
                        Reason.WEIGHTS,
                        "item %s has weights %s, none named WEIGHT"
                                .formatted(item.identifier(), item.weights().keySet()));
            }
            try {
                return new Weight(BigDecimal.valueOf(item.weight()));
            } catch (IllegalArgumentException outside) {
                throw new AssemblyRefused(
                        Reason.BOUNDS, item.identifier() + ": " + outside.getMessage());
            }
        }

        /// The members a section keeps, in their order: all, or what its selection draws.
        private List<TestDefinition.Member> members(TestDefinition.Section section)
                throws AssemblyRefused {
            if (section.selection().isEmpty()) {
                return section.members();
            }
            var selection = section.selection().get();
            if (selection.withReplacement()) {
                throw new AssemblyRefused(
                        Reason.WITH_REPLACEMENT,
                        "section %s selects with replacement".formatted(section.identifier()));
            }
            var all = section.members();
            var required = all.stream().filter(TestDefinition.Member::required).toList();
            if (selection.select() < Math.max(1, required.size())
                    || selection.select() > all.size()) {
                throw new AssemblyRefused(
                        Reason.SELECTION,
                        "section %s selects %d of %d, of which %d are required"
                                .formatted(
                                        section.identifier(),
                                        selection.select(),
                                        all.size(),
                                        required.size()));
            }
            var from = drawing.orElseThrow();
            var optional = all.stream().filter(member -> !member.required()).toList();
            var kept =
                    new Draws(from.suite(), from.seed(), "selection/" + section.identifier())
                            .shuffled(optional, _ -> false).stream()
                                    .limit(selection.select() - (long) required.size())
                                    .collect(Collectors.toSet());
            drawn.add(new Drawn(section.identifier(), selection.select(), all.size(), from.seed()));
            return all.stream()
                    .filter(member -> member.required() || kept.contains(member))
                    .toList();
        }

        private static String instructions(TestDefinition.Section section) {
            return section.rubrics().stream()
                    .filter(FormAssembly::isForCandidates)
                    .flatMap(rubric -> rubric.first("qti-content-body").stream())
                    .flatMap(body -> body.elements().stream())
                    .map(element -> new String(CanonicalXml.bytes(element), UTF_8))
                    .collect(Collectors.joining());
        }
    }
}
