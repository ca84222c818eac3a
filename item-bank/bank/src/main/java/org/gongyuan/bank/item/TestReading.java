package org.gongyuan.bank.item;

import org.gongyuan.bank.item.TestDefinition.ItemRef;
import org.gongyuan.bank.item.TestDefinition.Member;
import org.gongyuan.bank.item.TestDefinition.NavigationMode;
import org.gongyuan.bank.item.TestDefinition.Part;
import org.gongyuan.bank.item.TestDefinition.Section;
import org.gongyuan.bank.item.TestDefinition.Selection;
import org.gongyuan.bank.item.TestDefinition.SessionControl;
import org.gongyuan.bank.item.TestDefinition.SubmissionMode;
import org.gongyuan.bank.item.TestDefinition.TimeLimits;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.scoring.BaseType;
import org.gongyuan.bank.scoring.OutcomeDeclaration;
import org.gongyuan.bank.scoring.Rule;
import org.gongyuan.bank.scoring.Value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads a `qti-assessment-test` (`item-bank/spec/interchange.md`, section 10). What would make
/// two candidates of one form take different paths by their responses is refused by name.
public final class TestReading {

    private static final Set<String> BRANCHING =
            Set.of("qti-pre-condition", "qti-branch-rule", "qti-adaptive-selection");

    private final Findings findings;
    private final Function<String, Optional<ItemId>> items;
    private final Set<String> identifiers = new HashSet<>();

    private TestReading(Findings findings, Function<String, Optional<ItemId>> items) {
        this.findings = findings;
        this.items = items;
    }

    /// Reads a tree in QTI 3.0 names. `items` tells which item an `href` means. Empty if anything
    /// refuses the test.
    public static Optional<TestDefinition> read(
            Element tree, Function<String, Optional<ItemId>> items, Findings findings) {
        if (!tree.is("qti-assessment-test")) {
            findings.refuse(tree.line(), tree.name(), "the file is not a QTI test");
            return Optional.empty();
        }
        var definition = new TestReading(findings, items).test(tree);
        return findings.refused() ? Optional.empty() : Optional.of(definition);
    }

    private TestDefinition test(Element from) {
        var identifier = identifier(from);
        var outcomes = new ArrayList<OutcomeDeclaration>();
        var parts = new ArrayList<Part>();
        var rules = new ArrayList<Rule>();
        for (var child : from.elements()) {
            switch (child.name()) {
                case "qti-outcome-declaration" -> outcome(child, outcomes);
                case "qti-time-limits" -> {
                    // Read below.
                }
                case "qti-test-part" -> parts.add(part(child));
                case "qti-outcome-processing" ->
                        rules.addAll(ProcessingReading.ofTest(child, findings));
                case "qti-test-feedback", "qti-rubric-block", "qti-stylesheet" ->
                        notKept(child, "it is not shown in an exam and was not kept");
                default -> other(child);
            }
        }
        if (parts.isEmpty()) {
            findings.refuse(from.line(), from.name(), "it has no qti-test-part");
        }
        return new TestDefinition(
                identifier,
                from.attribute("title").orElse(""),
                from.attribute(Namespaces.XML, "lang").orElse(""),
                timeLimits(from),
                outcomes,
                parts,
                rules);
    }

    private void outcome(Element from, List<OutcomeDeclaration> into) {
        DeclarationReading.outcome(from, findings).ifPresent(into::add);
    }

    private void notKept(Element from, String why) {
        findings.note(from.line(), from.name(), why);
    }

    private void other(Element from) {
        if (!from.namespace().equals(Namespaces.QTI)) {
            notKept(from, "elements of other namespaces are not kept");
        } else if (BRANCHING.contains(from.name())) {
            findings.refuse(
                    from.line(),
                    from.name(),
                    "every candidate takes the same path through a form; branching is not carried"
                            + " out");
        } else {
            var refusal = Vocabulary.refusal(from.name());
            findings.refuse(
                    from.line(),
                    from.name(),
                    refusal == null ? "this element is outside the QTI subset" : refusal);
        }
    }

    private String identifier(Element from) {
        var identifier = from.attribute("identifier").map(String::strip).orElse("");
        if (identifier.isEmpty()) {
            findings.refuse(from.line(), from.name(), "attribute identifier is missing");
        } else if (!identifiers.add(identifier)) {
            findings.refuse(
                    from.line(),
                    from.name() + " " + identifier,
                    "the identifier is used twice in the test");
        }
        return identifier;
    }

    private Part part(Element from) {
        var sections = new ArrayList<Section>();
        for (var child : from.elements()) {
            switch (child.name()) {
                case "qti-assessment-section" -> sections.add(section(child));
                case "qti-item-session-control", "qti-time-limits" -> {
                    // Read below.
                }
                case "qti-test-feedback", "qti-rubric-block" ->
                        notKept(child, "it is not shown in an exam and was not kept");
                default -> other(child);
            }
        }
        if (sections.isEmpty()) {
            findings.refuse(from.line(), from.name(), "it has no qti-assessment-section");
        }
        return new Part(
                identifier(from),
                oneOf(from, "navigation-mode", "linear", "nonlinear").equals("linear")
                        ? NavigationMode.LINEAR
                        : NavigationMode.NONLINEAR,
                oneOf(from, "submission-mode", "individual", "simultaneous").equals("individual")
                        ? SubmissionMode.INDIVIDUAL
                        : SubmissionMode.SIMULTANEOUS,
                control(from),
                timeLimits(from),
                sections);
    }

    private String oneOf(Element from, String attribute, String first, String second) {
        var value = from.attribute(attribute).map(String::strip).orElse("");
        if (!value.equals(first) && !value.equals(second)) {
            findings.refuse(
                    from.line(),
                    "%s \"%s\"".formatted(attribute, value),
                    "it is %s or %s".formatted(first, second));
        }
        return value;
    }

    private Section section(Element from) {
        var members = new ArrayList<Member>();
        var rubrics = new ArrayList<Element>();
        for (var child : from.elements()) {
            switch (child.name()) {
                case "qti-assessment-section" -> members.add(section(child));
                case "qti-assessment-item-ref" -> itemRef(child).ifPresent(members::add);
                case "qti-rubric-block" -> rubric(child, rubrics);
                case "qti-item-session-control",
                        "qti-time-limits",
                        "qti-selection",
                        "qti-ordering" -> {
                    // Read below.
                }
                case "qti-assessment-section-ref" ->
                        findings.refuse(
                                child.line(),
                                child.name(),
                                "sections in files of their own are not read; put it into the"
                                        + " test");
                default -> other(child);
            }
        }
        int offered =
                from.elements("qti-assessment-section").size()
                        + from.elements("qti-assessment-item-ref").size();
        var selection = selection(from, offered);
        boolean shuffle =
                from.first("qti-ordering").map(o -> flag(o, "shuffle", false)).orElse(false);
        return new Section(
                identifier(from),
                from.attribute("title").orElse(""),
                flag(from, "visible", true),
                flag(from, "required", false),
                flag(from, "fixed", false),
                flag(from, "keep-together", true),
                selection,
                shuffle,
                control(from),
                timeLimits(from),
                rubrics,
                members);
    }

    private void rubric(Element from, List<Element> into) {
        var views = from.attribute("view").orElse("candidate");
        if (List.of(views.split("\\s+", -1)).contains("candidate")) {
            var kept = new ContentCheck(findings, false).check(from);
            if (!References.assets(kept).isEmpty()) {
                findings.refuse(
                        from.line(),
                        from.name(),
                        "pictures and stylesheets stand in items and stimuli, not in a test");
            }
            into.add(kept);
        } else {
            notKept(from, "only rubrics for candidates are kept in a test");
        }
    }

    private Optional<Selection> selection(Element from, int members) {
        var selection = from.first("qti-selection");
        if (selection.isEmpty()) {
            return Optional.empty();
        }
        for (var inside : selection.get().elements()) {
            other(inside);
        }
        int select = whole(selection.get(), "select").orElse(-1);
        boolean replacing = flag(selection.get(), "with-replacement", false);
        if (select < 0 || (!replacing && select > members)) {
            findings.refuse(
                    selection.get().line(),
                    "qti-selection",
                    "select is a number from 0 to the %d members of the section"
                            .formatted(members));
            return Optional.empty();
        }
        return Optional.of(new Selection(select, replacing));
    }

    private Optional<ItemRef> itemRef(Element from) {
        var identifier = identifier(from);
        var href = from.attribute("href").map(String::strip).orElse("");
        var weights = new TreeMap<String, Double>();
        for (var child : from.elements()) {
            switch (child.name()) {
                case "qti-weight" -> weight(child, weights);
                case "qti-item-session-control", "qti-time-limits" -> {
                    // Read below.
                }
                case "qti-variable-mapping", "qti-template-default" ->
                        findings.refuse(
                                child.line(),
                                child.name(),
                                "items are scored by their own variables only");
                default -> other(child);
            }
        }
        if (href.isEmpty()) {
            findings.refuse(
                    from.line(), from.name() + " " + identifier, "attribute href is missing");
            return Optional.empty();
        }
        var item = items.apply(href);
        if (item.isEmpty()) {
            findings.refuse(
                    from.line(),
                    from.name() + " " + identifier,
                    "its item %s is not in the package or was refused".formatted(href));
            return Optional.empty();
        }
        return Optional.of(
                new ItemRef(
                        identifier,
                        item.get(),
                        categories(from),
                        flag(from, "required", false),
                        flag(from, "fixed", false),
                        weights,
                        control(from),
                        timeLimits(from)));
    }

    private static List<String> categories(Element from) {
        var categories = new ArrayList<String>();
        for (var category : from.attribute("category").orElse("").split("\\s+", -1)) {
            if (!category.isEmpty()) {
                categories.add(category);
            }
        }
        return categories;
    }

    private void weight(Element from, Map<String, Double> into) {
        try {
            var identifier = DeclarationReading.required(from, "identifier");
            var text = DeclarationReading.required(from, "value");
            if (Value.parse(BaseType.FLOAT, text) instanceof Value.Real(var number)) {
                into.put(identifier, number);
            }
        } catch (NotRead wrong) {
            wrong.refuseIn(findings);
        } catch (IllegalArgumentException wrong) {
            findings.refuse(from.line(), from.name(), wrong.getMessage());
        }
    }

    private SessionControl control(Element from) {
        var control = from.first("qti-item-session-control");
        if (control.isEmpty()) {
            return SessionControl.UNSAID;
        }
        var element = control.get();
        var attempts = whole(element, "max-attempts");
        if (attempts.isPresent() && attempts.getAsInt() > 1) {
            findings.warn(
                    element.line(),
                    "max-attempts %d".formatted(attempts.getAsInt()),
                    "an exam has one attempt, in which responses may be changed");
        }
        for (var shown : List.of("show-feedback", "show-solution")) {
            if (flag(element, shown, false)) {
                findings.warn(
                        element.line(),
                        shown,
                        "neither feedback nor solutions are shown in an exam");
            }
        }
        return new SessionControl(
                attempts,
                said(element, "allow-skipping"),
                said(element, "allow-review"),
                said(element, "validate-responses"));
    }

    private Optional<Boolean> said(Element from, String attribute) {
        return from.attribute(attribute).isEmpty()
                ? Optional.empty()
                : Optional.of(flag(from, attribute, false));
    }

    private boolean flag(Element from, String attribute, boolean otherwise) {
        try {
            return DeclarationReading.flag(from, attribute).orElse(otherwise);
        } catch (NotRead wrong) {
            wrong.refuseIn(findings);
            return otherwise;
        }
    }

    private OptionalInt whole(Element from, String attribute) {
        var text = from.attribute(attribute).map(String::strip).orElse("");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException wrong) {
            findings.refuse(
                    from.line(), "%s \"%s\"".formatted(attribute, text), "it is a whole number");
            return OptionalInt.empty();
        }
    }

    private Optional<TimeLimits> timeLimits(Element from) {
        var limits = from.first("qti-time-limits");
        if (limits.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new TimeLimits(
                        seconds(limits.get(), "min-time"),
                        seconds(limits.get(), "max-time"),
                        flag(limits.get(), "allow-late-submission", false)));
    }

    private Optional<Duration> seconds(Element from, String attribute) {
        var text = from.attribute(attribute);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (Value.parse(BaseType.DURATION, text.get()) instanceof Value.Seconds(var seconds)) {
                return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
            }
        } catch (IllegalArgumentException wrong) {
            findings.refuse(from.line(), attribute, wrong.getMessage());
        }
        return Optional.empty();
    }
}
