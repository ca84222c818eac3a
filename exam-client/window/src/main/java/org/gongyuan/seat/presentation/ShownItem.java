package org.gongyuan.seat.presentation;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.SeatingPlan;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Markup;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.MarkupRefused;
import org.gongyuan.trust.suite.Suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a seat reads out of a keyless item before it hands it to the page: which responses it
/// declares, which stimuli it refers to, and in which order its shuffled options stand at this seat
/// (seat-page.md section 7.2, forms.md section 4.4).
final class ShownItem {

    private static final String CHOICES = "qti-simple-choice";
    private static final String ASSOCIABLE = "qti-simple-associable-choice";

    private final Element root;

    private ShownItem(Element root) {
        this.root = root;
    }

    /// @throws IllegalStateException when a form that passed its checks holds no XML there
    static ShownItem read(String xml) {
        try {
            return new ShownItem(Markup.read(xml.getBytes(UTF_8), MarkupLimits.ITEM).root());
        } catch (MarkupRefused refused) {
            throw new IllegalStateException("an item of a checked form cannot be read", refused);
        }
    }

    /// The identifiers of the responses it declares.
    Set<String> responses() {
        return root.elements("qti-response-declaration").stream()
                .flatMap(declared -> declared.attribute("identifier").stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The identifiers of the stimuli it refers to, in order.
    List<String> stimuli() {
        return root.elements("qti-assessment-stimulus-ref").stream()
                .flatMap(stimulus -> stimulus.attribute("identifier").stream())
                .toList();
    }

    /// The order of every shuffled set of options, by the name of seat-page.md 7.2.
    Map<String, List<String>> order(SeatingPlan plan, Suite suite, PlacementId place) {
        var order = new LinkedHashMap<String, List<String>>();
        root.all()
                .filter(element -> element.attribute("shuffle").equals(Optional.of("true")))
                .forEach(interaction -> add(order, interaction, plan, suite, place));
        return order;
    }

    private static void add(
            Map<String, List<String>> order,
            Element interaction,
            SeatingPlan plan,
            Suite suite,
            PlacementId place) {
        var response = interaction.attribute("response-identifier");
        if (response.isEmpty()) {
            return;
        }
        var sets =
                switch (interaction.name()) {
                    case "qti-choice-interaction", "qti-order-interaction" ->
                            List.of(interaction.elements(CHOICES));
                    case "qti-associate-interaction" -> List.of(interaction.elements(ASSOCIABLE));
                    case "qti-inline-choice-interaction" ->
                            List.of(interaction.elements("qti-inline-choice"));
                    case "qti-gap-match-interaction" ->
                            List.of(
                                    interaction.elements().stream()
                                            .filter(ShownItem::isGapChoice)
                                            .toList());
                    case "qti-match-interaction" ->
                            interaction.elements("qti-simple-match-set").stream()
                                    .map(set -> set.elements(ASSOCIABLE))
                                    .toList();
                    default -> List.<List<Element>>of();
                };
        boolean isMatch = interaction.name().equals("qti-match-interaction");
        for (int i = 0; i < sets.size(); i++) {
            int set = isMatch ? i + 1 : 0;
            var shown =
                    plan.options(
                            suite, place, response.get(), set, sets.get(i), ShownItem::isFixed);
            order.put(
                    set == 0 ? response.get() : response.get() + "/" + set,
                    shown.stream()
                            .map(option -> option.attribute("identifier").orElse(""))
                            .toList());
        }
    }

    private static boolean isGapChoice(Element element) {
        return element.name().equals("qti-gap-text") || element.name().equals("qti-gap-img");
    }

    private static boolean isFixed(Element option) {
        return option.attribute("fixed").equals(Optional.of("true"));
    }
}
