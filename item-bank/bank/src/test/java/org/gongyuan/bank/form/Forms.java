package org.gongyuan.bank.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Examples of forms for tests.
public final class Forms {

    private Forms() {}

    /// A placement of weight 1 of the first revision of `item`.
    public static Placement placement(int number, String item) {
        return new Placement(
                new PlacementId(number),
                new ItemReference(item, 1),
                Weight.ONE,
                Optional.empty(),
                false);
    }

    /// A section of placements that stand alone, numbered from `first`.
    public static Section section(String id, int first, boolean shuffled, String... items) {
        var blocks = new ArrayList<Block>();
        for (var i = 0; i < items.length; i++) {
            blocks.add(Block.of(placement(first + i, items[i])));
        }
        return new Section(
                new SectionId(id),
                "Section " + id,
                "<p>Answer all of " + id + ".</p>",
                Navigation.NONLINEAR,
                Optional.empty(),
                shuffled,
                blocks);
    }

    /// A form of these sections.
    public static Form of(Section... sections) {
        return new Form(
                new FormId("level-1", 1),
                "Level 1",
                "zh-CN",
                Optional.empty(),
                List.of(sections),
                List.of());
    }
}
