package org.gongyuan.bank.form;

import java.util.List;

/// A run of placements shown together (`forms.md` 1.3), for example the items of one case. `fixed`
/// keeps the block where it is when its section is shuffled; `shuffled` shuffles its placements.
public record Block(boolean fixed, boolean shuffled, List<Placement> placements) {

    public Block {
        placements = List.copyOf(placements);
        if (placements.isEmpty()) {
            throw new IllegalArgumentException("a block has at least one placement");
        }
    }

    /// A placement that stands alone.
    public static Block of(Placement alone) {
        return new Block(alone.fixed(), false, List.of(alone));
    }
}
