package org.gongyuan.seat.presentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The facets of the page")
class FacetsTest {

    private final Facets facets = new Facets();

    @Test
    void areToldAllAtOnceAndThenOnlyWhereTheyChanged() {
        facets.put("stage", "waiting");
        facets.put("help", Json.object("raised", false));
        assertEquals(
                "{\"n\":1,\"put\":{\"stage\":\"waiting\",\"help\":{\"raised\":false},"
                        + "\"scene\":{\"place\":3}}}",
                facets.begin("{\"place\":3}"));

        facets.put("help", Json.object("raised", false));
        assertFalse(facets.isChanged());

        facets.put("stage", "running");
        facets.put("stage", "on-hold");
        assertEquals("{\"n\":2,\"put\":{\"stage\":\"on-hold\"}}", facets.next());
        assertFalse(facets.isChanged());
    }

    @Test
    void areToldToNobodyOnceThePageIsGone() {
        var _ = facets.begin(null);
        facets.end();
        assertEquals(java.util.OptionalLong.empty(), facets.told());
    }
}
