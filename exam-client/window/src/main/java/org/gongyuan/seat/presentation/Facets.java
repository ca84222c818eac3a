package org.gongyuan.seat.presentation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// What the page shows, facet by facet, and the events that tell it (seat-page.md sections 2.2 and
/// 4). Only what changed is told again.
final class Facets {

    private final Map<String, String> facets = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private long told;

    /// Sets a facet.
    ///
    /// @param value of the kinds [Json#write] knows
    void put(String facet, Object value) {
        var text = Json.write(value);
        if (!text.equals(facets.put(facet, text))) {
            changed.add(facet);
        }
    }

    /// A page began: the first event, with everything.
    String begin(String scene) {
        changed.clear();
        told = 1;
        var all = new LinkedHashMap<String, Object>();
        facets.forEach((facet, text) -> all.put(facet, new Json.Text(text)));
        all.put("scene", scene == null ? null : new Json.Text(scene));
        return Json.write(Json.object("n", told, "put", all));
    }

    /// No page listens any more.
    void end() {
        told = 0;
    }

    /// The number of the last event told, if a page listens.
    OptionalLong told() {
        return told == 0 ? OptionalLong.empty() : OptionalLong.of(told);
    }

    boolean isChanged() {
        return !changed.isEmpty();
    }

    /// The next event, with what changed.
    String next() {
        var put = new LinkedHashMap<String, Object>();
        changed.forEach(facet -> put.put(facet, new Json.Text(facets.get(facet))));
        changed.clear();
        told++;
        return Json.write(Json.object("n", told, "put", put));
    }
}
