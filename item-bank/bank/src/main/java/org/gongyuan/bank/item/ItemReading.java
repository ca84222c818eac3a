package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;
import org.gongyuan.bank.item.markup.Text;
import org.gongyuan.bank.scoring.BaseType;
import org.gongyuan.bank.scoring.Cardinality;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.bank.scoring.OutcomeDeclaration;
import org.gongyuan.bank.scoring.Outcomes;
import org.gongyuan.bank.scoring.ResponseDeclaration;
import org.gongyuan.bank.scoring.ResponseProcessing;
import org.gongyuan.bank.scoring.TypeCheck;
import org.gongyuan.bank.scoring.UnsupportedProcessing;
import org.gongyuan.bank.scoring.Value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Reads one `qti-assessment-item` from top to bottom (`item-bank/spec/interchange.md`, sections
/// 5 to 7): declarations, content, rules, then what they say about each other.
final class ItemReading {

    private static final Set<String> ROOT_ATTRIBUTES =
            Set.of("identifier", "title", "label", "time-dependent");

    /// Root attributes that say how the file was made; left out without a note.
    private static final Set<String> MAKING = Set.of("tool-name", "tool-version", "adaptive");

    private static final String COMPLETION = "completionStatus";
    private static final Set<String> BUILT_IN_RESPONSES = Set.of("numAttempts", "duration");

    private final Findings findings;
    private final Map<String, ResponseDeclaration> responses = new LinkedHashMap<>();
    private final Map<String, OutcomeDeclaration> outcomes = new LinkedHashMap<>();
    private final Set<String> declaredWrongly = new HashSet<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Node> kept = new ArrayList<>();
    private final List<Node> feedback = new ArrayList<>();
    private final List<Interaction> interactions = new ArrayList<>();
    private boolean bodySeen;
    private Element processing;

    ItemReading(Findings findings) {
        this.findings = findings;
    }

    Optional<Item> read(Element tree) {
        if (!tree.is("qti-assessment-item")) {
            findings.refuse(tree.line(), tree.name(), "the file is not a QTI item");
            return Optional.empty();
        }
        var root = root(tree);
        for (var child : tree.elements()) {
            child(child);
        }
        if (!bodySeen) {
            // QTI lets an item have none; the candidate then sees an empty page.
            findings.warn(tree.line(), "qti-item-body", "the item has no body, it shows nothing");
            kept.add(new Element(Namespaces.QTI, "qti-item-body", List.of(), List.of(), 0));
        }
        checkInteractions();
        var rules = rules();
        if (findings.refused() || !canBeScored(rules)) {
            return Optional.empty();
        }
        kept.addAll(feedback);
        return Optional.of(
                new Item(
                        root.withChildren(kept),
                        List.copyOf(responses.values()),
                        List.copyOf(outcomes.values()),
                        rules,
                        interactions));
    }

    /// What the rules do with the declared types is scoring's to judge.
    private boolean canBeScored(ResponseProcessing rules) {
        try {
            var _ =
                    new ItemScoring(
                            List.copyOf(responses.values()), List.copyOf(outcomes.values()), rules);
            return true;
        } catch (UnsupportedProcessing refused) {
            findings.refuse(
                    processing == null ? 0 : processing.line(),
                    "response processing",
                    refused.getMessage());
            return false;
        }
    }

    private Element root(Element tree) {
        var identifier = tree.attribute("identifier").orElse("");
        if (!ItemId.isValid(identifier)) {
            findings.refuse(
                    tree.line(),
                    "identifier \"%s\"".formatted(identifier),
                    "an item needs an identifier of 1 to %d characters".formatted(ItemId.LONGEST));
        }
        if (tree.attribute("adaptive").map(String::strip).orElse("false").matches("true|1")) {
            findings.refuse(
                    tree.line(),
                    "adaptive item",
                    "adaptive items with several attempts are not delivered");
        }
        var attributes = new ArrayList<Attribute>();
        for (var attribute : tree.attributes()) {
            boolean language =
                    attribute.namespace().equals(Namespaces.XML) && attribute.name().equals("lang");
            if (language
                    || (attribute.namespace().isEmpty()
                            && ROOT_ATTRIBUTES.contains(attribute.name()))) {
                attributes.add(attribute);
            } else if (!attribute.namespace().equals(Namespaces.XSI)
                    && !MAKING.contains(attribute.name())) {
                findings.note(
                        tree.line(),
                        "attribute %s on %s".formatted(attribute.name(), tree.name()),
                        "it is not known and was not kept");
            }
        }
        attributes.add(Attribute.of("adaptive", "false"));
        return tree.withAttributes(attributes);
    }

    private void child(Element from) {
        if (!from.namespace().equals(Namespaces.QTI)) {
            findings.note(
                    from.line(),
                    from.name(),
                    "elements of namespace \"%s\" are not kept".formatted(from.namespace()));
            return;
        }
        switch (from.name()) {
            case "qti-response-declaration" -> response(from);
            case "qti-outcome-declaration" -> outcome(from);
            case "qti-assessment-stimulus-ref" -> stimulus(from);
            case "qti-stylesheet" ->
                    kept.add(
                            Attributes.keep(
                                    from.withChildren(List.of()),
                                    Vocabulary.entry("qti-stylesheet").attributes(),
                                    findings));
            case "qti-item-body" -> body(from);
            case "qti-response-processing" -> {
                if (processing != null) {
                    findings.refuse(from.line(), from.name(), "an item has one at most");
                }
                processing = from;
            }
            case "qti-modal-feedback" ->
                    feedback.add(new ContentCheck(findings, false).check(from));
            case "qti-catalog-info",
                    "qti-companion-materials-info",
                    "qti-metadata",
                    "qti-rights-metadata",
                    "qti-usage-data" ->
                    findings.note(
                            from.line(),
                            from.name(),
                            "it is neither shown nor scored and was not kept");
            default -> {
                var refusal = Vocabulary.refusal(from.name());
                findings.refuse(
                        from.line(),
                        from.name(),
                        refusal == null ? "this element is outside the QTI subset" : refusal);
            }
        }
    }

    private void response(Element from) {
        Strays.look(from, findings);
        DeclarationReading.response(from, findings)
                .ifPresentOrElse(declared -> response(from, declared), () -> refused(from));
    }

    private void response(Element from, ResponseDeclaration declared) {
        if (responses.putIfAbsent(declared.identifier(), declared) != null
                || BUILT_IN_RESPONSES.contains(declared.identifier())) {
            findings.refuse(
                    from.line(),
                    "response %s".formatted(declared.identifier()),
                    "the identifier is declared twice");
        }
        lines.put(declared.identifier(), from.line());
        kept.add(structural(from));
    }

    private void outcome(Element from) {
        Strays.look(from, findings);
        DeclarationReading.outcome(from, findings)
                .ifPresentOrElse(declared -> outcome(from, declared), () -> refused(from));
    }

    private void outcome(Element from, OutcomeDeclaration declared) {
        if (outcomes.putIfAbsent(declared.identifier(), declared) != null
                || responses.containsKey(declared.identifier())) {
            findings.refuse(
                    from.line(),
                    "outcome %s".formatted(declared.identifier()),
                    "the identifier is declared twice");
        }
        kept.add(structural(from));
    }

    /// What is declared wrongly is declared: nobody is told of it again as missing.
    private void refused(Element declaration) {
        declaration.attribute("identifier").map(String::strip).ifPresent(declaredWrongly::add);
    }

    private void stimulus(Element from) {
        var known = Set.of("identifier", "href", "title");
        for (var attribute : List.of("identifier", "href")) {
            if (from.attribute(attribute).map(String::isBlank).orElse(true)) {
                findings.refuse(
                        from.line(), from.name(), "attribute %s is missing".formatted(attribute));
            }
        }
        var href = from.attribute("href").orElse("");
        if (Attributes.isRemote(href)) {
            findings.refuse(from.line(), from.name(), "stimuli by remote address are not fetched");
        }
        var attributes =
                from.attributes().stream()
                        .filter(a -> a.namespace().isEmpty() && known.contains(a.name()))
                        .toList();
        kept.add(from.withAttributes(attributes).withChildren(List.of()));
    }

    private void body(Element from) {
        if (bodySeen) {
            findings.refuse(from.line(), from.name(), "an item has one body");
            return;
        }
        bodySeen = true;
        var check = new ContentCheck(findings, true);
        kept.add(check.check(from));
        interactions.addAll(check.interactions());
    }

    /// A declaration or rule as written, without the white space between its elements and without
    /// attributes of other namespaces.
    static Element structural(Element from) {
        var children = new ArrayList<Node>();
        boolean holdsElements = !from.elements().isEmpty();
        for (var child : from.children()) {
            switch (child) {
                case Element element -> children.add(structural(element));
                case Text text -> {
                    if (!holdsElements && !text.isBlank()) {
                        children.add(text);
                    }
                }
            }
        }
        return from.withAttributes(
                        from.attributes().stream().filter(a -> a.namespace().isEmpty()).toList())
                .withChildren(children);
    }

    private void checkInteractions() {
        var filled = new HashSet<String>();
        for (var interaction : interactions) {
            var identifier = interaction.responseIdentifier();
            if (identifier.isEmpty()) {
                continue;
            }
            int line = interaction.element().line();
            var what = interaction.element().name() + " " + identifier;
            var declared = responses.get(identifier);
            if (declared == null && declaredWrongly.contains(identifier)) {
                continue;
            }
            if (declared == null) {
                findings.refuse(
                        line, what, "the response %s is not declared".formatted(identifier));
                continue;
            }
            if (!filled.add(identifier)) {
                findings.refuse(line, what, "two interactions fill the same response");
            }
            if (!interaction.kind().fits(declared.cardinality(), declared.baseType())) {
                findings.refuse(
                        line,
                        what,
                        "the response %s is %s of %s, this interaction gives %s"
                                .formatted(
                                        identifier,
                                        declared.cardinality().qtiName(),
                                        declared.baseType()
                                                .map(BaseType::qtiName)
                                                .orElse("no base type"),
                                        interaction.kind().wanted()));
            }
            checkStringResponse(interaction);
            checkKey(interaction, declared);
        }
        for (var declared : responses.keySet()) {
            if (!filled.contains(declared)) {
                findings.warn(
                        lines.getOrDefault(declared, 0),
                        "response %s".formatted(declared),
                        "no interaction fills it");
            }
        }
    }

    /// A second response with the text as it was typed is not given by a seat; rules that read it
    /// would find it empty.
    private void checkStringResponse(Interaction interaction) {
        var second = interaction.element().attribute("string-identifier").map(String::strip);
        if (second.isEmpty() || second.get().isEmpty()) {
            return;
        }
        boolean read =
                processing != null
                        && processing
                                .all()
                                .anyMatch(
                                        rule ->
                                                rule.attribute("identifier")
                                                        .map(String::strip)
                                                        .equals(second));
        var what = "string-identifier %s".formatted(second.get());
        int line = interaction.element().line();
        if (read) {
            findings.refuse(
                    line,
                    what,
                    "the text as typed is not given as a second response, and the rules read it");
        } else {
            findings.warn(line, what, "the text as typed is not given as a second response");
        }
    }

    /// A correct response that no candidate can give is legal QTI and mostly a mistake.
    private void checkKey(Interaction interaction, ResponseDeclaration declared) {
        if (interaction.identifiers().isEmpty()) {
            return;
        }
        int line = lines.getOrDefault(declared.identifier(), 0);
        var known = Set.copyOf(interaction.identifiers());
        for (var scalar : scalars(declared.correctResponse())) {
            for (var name : names(scalar)) {
                if (!known.contains(name)) {
                    findings.warn(
                            line,
                            "correct response of %s".formatted(declared.identifier()),
                            "it names \"%s\", which %s does not offer: nobody can give it"
                                    .formatted(name, interaction.element().name()));
                }
            }
        }
        declared.mapping()
                .ifPresent(
                        mapping -> {
                            for (var entry : mapping.entries()) {
                                for (var name : names(entry.key())) {
                                    if (!known.contains(name)) {
                                        findings.warn(
                                                line,
                                                "mapping of %s".formatted(declared.identifier()),
                                                "it names \"%s\", which %s does not offer"
                                                        .formatted(
                                                                name,
                                                                interaction.element().name()));
                                    }
                                }
                            }
                        });
    }

    private static List<Value.Scalar> scalars(Value value) {
        return switch (value) {
            case Value.Scalar scalar -> List.of(scalar);
            case Value.Container container -> container.elements();
            default -> List.of();
        };
    }

    private static List<String> names(Value.Scalar scalar) {
        return switch (scalar) {
            case Value.Identifier(var name) -> List.of(name);
            case Value.Pair(var first, var second) -> List.of(first, second);
            case Value.DirectedPair(var source, var target) -> List.of(source, target);
            default -> List.of();
        };
    }

    private ResponseProcessing rules() {
        if (processing == null) {
            findings.note(
                    0,
                    "response processing",
                    "there is none: the item is scored by a person" + " or not at all");
            return ResponseProcessing.none();
        }
        int line = processing.line();
        Strays.look(processing, findings);
        if (!processing.elements().isEmpty()) {
            kept.add(structural(processing.withAttributes(List.of())));
            declareScore(processing);
            checkVariables(processing);
            return new ResponseProcessing(
                    ProcessingReading.ofItem(
                            processing,
                            new TypeCheck(responses.values(), outcomes.values()),
                            findings));
        }
        var uri =
                processing
                        .attribute("template")
                        .or(() -> processing.attribute("template-location"));
        if (uri.isEmpty() || uri.get().isBlank()) {
            kept.add(processing.withAttributes(List.of()).withChildren(List.of()));
            findings.note(
                    line,
                    processing.name(),
                    "it is empty: the item is scored by a person or not at all");
            return ResponseProcessing.none();
        }
        var template = ProcessingReading.standardTemplate(uri.get());
        if (template.isEmpty()) {
            findings.refuse(
                    line,
                    "response processing template %s".formatted(uri.get()),
                    "it is none of the standard's and not in the package");
            return ResponseProcessing.none();
        }
        kept.add(
                processing
                        .withChildren(List.of())
                        .withAttributes(
                                List.of(
                                        Attribute.of(
                                                "template",
                                                // The address 3.0 gives its standard templates.
                                                "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/%s.xml"
                                                        .formatted(template.get())))));
        var rules = template(template.get(), line);
        try {
            new TypeCheck(responses.values(), outcomes.values()).checkAll(rules.rules());
        } catch (UnsupportedProcessing wrong) {
            findings.refuse(line, "template " + template.get(), wrong.getMessage());
        }
        return rules;
    }

    private ResponseProcessing template(String name, int line) {
        var response = responses.get("RESPONSE");
        if (response == null && declaredWrongly.contains("RESPONSE")) {
            return ResponseProcessing.none();
        }
        if (response == null) {
            findings.refuse(
                    line,
                    "response processing template %s".formatted(name),
                    "it scores the response RESPONSE, which is not declared");
            return ResponseProcessing.none();
        }
        if (name.endsWith("map_response") && response.mapping().isEmpty()) {
            findings.refuse(line, "template " + name, "RESPONSE has no mapping");
        }
        if (name.equals("map_response_point") && response.areaMapping().isEmpty()) {
            findings.refuse(line, "template " + name, "RESPONSE has no area mapping");
        }
        if (name.contains("match") && response.correctResponse() instanceof Value.Null) {
            findings.warn(line, "template " + name, "RESPONSE has no correct response");
        }
        declare(OutcomeDeclaration.of(Outcomes.SCORE, Cardinality.SINGLE, BaseType.FLOAT), line);
        return switch (name) {
            case "match_correct" -> ResponseProcessing.matchCorrect();
            case "map_response" -> ResponseProcessing.mapResponse();
            case "map_response_point" -> ResponseProcessing.mapResponsePoint();
            case "CC2_match" -> {
                declareMaximum(line);
                declare(
                        new OutcomeDeclaration(
                                "FEEDBACK",
                                response.cardinality(),
                                response.baseType(),
                                Value.NULL,
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OutcomeDeclaration.ExternalScored.NONE,
                                Optional.empty()),
                        line);
                yield ResponseProcessing.commonCartridgeMatch();
            }
            case "CC2_map_response" -> {
                declareMaximum(line);
                declare(
                        OutcomeDeclaration.of("FEEDBACK", Cardinality.SINGLE, BaseType.IDENTIFIER),
                        line);
                yield ResponseProcessing.commonCartridgeMapResponse();
            }
            default -> {
                declareMaximum(line);
                declare(
                        OutcomeDeclaration.of(
                                "FEEDBACKBASIC", Cardinality.SINGLE, BaseType.IDENTIFIER),
                        line);
                yield ResponseProcessing.commonCartridgeMatchBasic();
            }
        };
    }

    private void declareMaximum(int line) {
        declare(
                OutcomeDeclaration.of("MAXSCORE", Cardinality.SINGLE, BaseType.FLOAT)
                        .withDefault(new Value.Real(1)),
                line);
    }

    /// SCORE need not be declared (`response-processing.md`, section 3.2).
    private void declareScore(Element rules) {
        rules.all()
                .filter(
                        rule ->
                                (rule.is("qti-set-outcome-value")
                                                || rule.is("qti-lookup-outcome-value"))
                                        && rule.attribute("identifier")
                                                .map(String::strip)
                                                .orElse("")
                                                .equals(Outcomes.SCORE))
                .findFirst()
                .filter(_ -> !responses.containsKey(Outcomes.SCORE))
                .ifPresent(
                        rule ->
                                declare(
                                        OutcomeDeclaration.of(
                                                Outcomes.SCORE, Cardinality.SINGLE, BaseType.FLOAT),
                                        rule.line()));
    }

    /// What rules or a template set and the item forgot to declare.
    private void declare(OutcomeDeclaration outcome, int line) {
        if (!declaredWrongly.contains(outcome.identifier())
                && outcomes.putIfAbsent(outcome.identifier(), outcome) == null) {
            findings.warn(
                    line,
                    "outcome %s".formatted(outcome.identifier()),
                    "response processing sets it but the item does not declare it; it was"
                            + " declared");
        }
    }

    /// Every variable a rule names must be declared.
    private void checkVariables(Element rules) {
        rules.all()
                .forEach(
                        element -> {
                            var identifier = element.attribute("identifier").map(String::strip);
                            if (identifier.isPresent()
                                    && !declaredWrongly.contains(identifier.get())) {
                                checkVariable(element, identifier.get());
                            }
                        });
    }

    private void checkVariable(Element element, String identifier) {
        var response = responses.get(identifier);
        boolean outcome = outcomes.containsKey(identifier);
        var problem =
                switch (element.name()) {
                    case "qti-set-outcome-value", "qti-lookup-outcome-value" ->
                            outcome || identifier.equals(COMPLETION)
                                    ? ""
                                    : "the outcome is not declared";
                    case "qti-variable" ->
                            outcome
                                            || response != null
                                            || BUILT_IN_RESPONSES.contains(identifier)
                                            || identifier.equals(COMPLETION)
                                    ? ""
                                    : "the variable is not declared";
                    case "qti-default" ->
                            outcome || response != null ? "" : "the variable is not declared";
                    case "qti-correct" -> response != null ? "" : "the response is not declared";
                    case "qti-map-response" ->
                            response == null
                                    ? "the response is not declared"
                                    : response.mapping().isPresent()
                                            ? ""
                                            : "the response has no mapping";
                    case "qti-map-response-point" ->
                            response == null
                                    ? "the response is not declared"
                                    : response.areaMapping().isPresent()
                                            ? ""
                                            : "the response has no area mapping";
                    default -> "";
                };
        if (!problem.isEmpty()) {
            findings.refuse(element.line(), element.name() + " " + identifier, problem);
        }
    }
}
