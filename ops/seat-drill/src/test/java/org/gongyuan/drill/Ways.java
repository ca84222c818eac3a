package org.gongyuan.drill;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// How each interaction is answered: with the mouse, with the keyboard alone, and what the record
/// must then hold. The same ways as `exam-client/page/test/pages/exam.test.ts`, on the same items.
final class Ways {

    /// One interaction's.
    ///
    /// @param gives what the mouse leads to
    /// @param keys what the keyboard leads to
    record Way(
            Consumer<Page> mouse,
            Consumer<CandidateAtDesk> keyboard,
            Map<String, List<String>> gives,
            Map<String, List<String>> keys) {}

    private static final Map<String, Way> ALL = new LinkedHashMap<>();

    static {
        way(
                "choice",
                page -> page.locator(".option-label").nth(2).click(),
                who -> from(who, ".qti-body input", "ArrowDown", "ArrowDown"),
                "D");
        way(
                "multiple-choice",
                page -> {
                    for (int i = 0; i < 3; i++) {
                        page.locator(".option-label").nth(i).click();
                    }
                },
                who -> from(who, ".qti-body input", "Space", "Tab", "Space", "Tab", "Space"),
                "A",
                "B");
        same(
                "inline-choice",
                page -> {
                    choose(page, 0, "V");
                    choose(page, 1, "OHM");
                },
                who ->
                        from(
                                who,
                                ".qti-body select",
                                "Space",
                                "ArrowDown",
                                "Enter",
                                "Tab",
                                "Space",
                                "ArrowDown",
                                "Enter"),
                Map.of("VOLTAGE", List.of("V"), "RESISTANCE", List.of("OHM")));
        same(
                "text-entry",
                page -> {
                    page.locator(".blank").first().click();
                    page.keyboard().insertText("1.81");
                    page.locator(".blank").nth(1).click();
                    page.locator(".palette button").nth(3).click();
                },
                who -> {
                    who.tabTo(".blank");
                    who.page().keyboard().type("1.81");
                    who.presses(
                            "Tab", "Tab", "ArrowRight", "ArrowRight", "ArrowRight", "Enter", "Tab");
                },
                Map.of("NUMBER", List.of("1.81"), "FORMULA", List.of("π")));
        way(
                "extended-text",
                page -> {
                    page.locator(".qti-body textarea").click();
                    page.keyboard().insertText("动不平衡𠮷");
                },
                who -> {
                    who.tabTo(".qti-body textarea");
                    who.page().keyboard().insertText("动不平衡𠮷");
                },
                "动不平衡𠮷");
        way(
                "match",
                page -> {
                    cell(page, 0, 1).click();
                    cell(page, 1, 0).click();
                },
                who ->
                        from(
                                who,
                                ".qti-body input",
                                "ArrowRight",
                                "Space",
                                "ArrowDown",
                                "ArrowLeft",
                                "Space"),
                "SOUND PRESSURE",
                "MICROMETER DIAMETER");
        way(
                "order",
                page -> page.locator(".order-row").nth(0).locator("button:visible").last().click(),
                who -> from(who, ".order-row button:not(:disabled)", "Enter"),
                "TEST",
                "WAIT",
                "OFF",
                "PULL");
        way(
                "hottext",
                page -> {
                    page.locator(".hot").nth(1).click();
                    page.locator(".hot").nth(3).click();
                },
                who -> from(who, ".qti-body input", "Tab", "Space", "Tab", "Tab", "Space"),
                "H2",
                "H4");
        way(
                "gap-match",
                page -> {
                    choose(page, 0, "LEAN");
                    choose(page, 1, "MORE");
                },
                who ->
                        from(
                                who,
                                ".qti-body select",
                                "Space",
                                "ArrowDown",
                                "ArrowDown",
                                "Enter",
                                "Tab",
                                "Space",
                                "ArrowDown",
                                "ArrowDown",
                                "ArrowDown",
                                "Enter"),
                "LEAN G1",
                "MORE G2");
        way(
                "associate",
                page -> {
                    choose(page, 0, "PISTON");
                    choose(page, 1, "RING");
                },
                Ways::pairTheFirstTwo,
                "PISTON RING");
        way(
                "hotspot",
                page -> page.locator(".area").nth(2).click(),
                who -> from(who, ".place input", "ArrowRight", "ArrowRight"),
                "P3");
        points(
                "select-point",
                page -> clickOn(page, 120, 80),
                who -> from(who, ".stage", "ArrowLeft", "Shift+ArrowUp", "Enter"),
                "120 80",
                "230 159");
        way(
                "graphic-order",
                page -> {
                    page.locator(".area").nth(1).click();
                    page.locator(".area").nth(0).click();
                },
                who -> {
                    from(who, ".order-pool li:nth-child(2) button", "Enter");
                    from(who, ".order-pool li:nth-child(1) button", "Enter");
                },
                "P2",
                "P1");
        way(
                "graphic-associate",
                page -> {
                    page.locator(".area").nth(0).click();
                    page.locator(".area").nth(1).click();
                },
                Ways::pairTheFirstTwo,
                "P1 P2");
        way(
                "graphic-gap-match",
                page -> {
                    page.locator(".area").nth(0).click();
                    page.locator(".qti-body select >> nth=0 >> option[value=FAN]").click();
                },
                who -> from(who, ".qti-body select", "Space", "ArrowDown", "Enter"),
                "FAN P1");
        way(
                "slider",
                page -> page.locator("input[type=range]").fill("850"),
                who -> from(who, "input[type=range]", "ArrowLeft", "ArrowLeft", "ArrowLeft"),
                "850");
        points(
                "position-object",
                page -> clickOn(page, 200, 100),
                who -> from(who, ".stage", "ArrowRight", "Enter"),
                "200 100",
                "250 160");
    }

    private Ways() {}

    /// The way of an interaction.
    static Way of(String name) {
        return ALL.get(name);
    }

    private static void way(
            String name,
            Consumer<Page> mouse,
            Consumer<CandidateAtDesk> keyboard,
            String... tokens) {
        same(name, mouse, keyboard, Map.of("RESPONSE", List.of(tokens)));
    }

    private static void same(
            String name,
            Consumer<Page> mouse,
            Consumer<CandidateAtDesk> keyboard,
            Map<String, List<String>> gives) {
        ALL.put(name, new Way(mouse, keyboard, gives, gives));
    }

    private static void points(
            String name,
            Consumer<Page> mouse,
            Consumer<CandidateAtDesk> keyboard,
            String byMouse,
            String byKeyboard) {
        ALL.put(
                name,
                new Way(
                        mouse,
                        keyboard,
                        Map.of("RESPONSE", List.of(byMouse)),
                        Map.of("RESPONSE", List.of(byKeyboard))));
    }

    private static void from(CandidateAtDesk who, String selector, String... keys) {
        who.tabTo(selector);
        who.presses(keys);
    }

    private static void pairTheFirstTwo(CandidateAtDesk who) {
        from(
                who,
                ".qti-body select",
                "Space",
                "ArrowDown",
                "Enter",
                "Tab",
                "Space",
                "ArrowDown",
                "ArrowDown",
                "Enter");
    }

    private static void choose(Page page, int list, String value) {
        page.locator(".qti-body select").nth(list).click();
        page.locator(".qti-body select >> nth=%d >> option[value=%s]".formatted(list, value))
                .click();
    }

    private static Locator cell(Page page, int row, int column) {
        return page.locator("tbody tr").nth(row).locator(".match-cell").nth(column);
    }

    private static void clickOn(Page page, int x, int y) {
        page.locator(".stage").click(new Locator.ClickOptions().setPosition(x, y));
    }
}
