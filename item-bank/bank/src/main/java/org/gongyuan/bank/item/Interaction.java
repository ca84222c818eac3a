package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Element;

import java.util.List;

/// One interaction of an item: where it stands, which response it fills, and the identifiers a
/// response may name (choices, hotspots, gaps; empty where the candidate writes or points freely).
public record Interaction(
        InteractionKind kind,
        String responseIdentifier,
        List<String> identifiers,
        Element element) {

    public Interaction {
        identifiers = List.copyOf(identifiers);
    }
}
