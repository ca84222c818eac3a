package org.gongyuan.seat.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Text for the bridge")
class BridgeTextTest {

    @Test
    void escapesBothHalvesOfACharacterBeyondTheBasicPlane() {
        assertEquals("{\"name\":\"欧阳\\ud842\\udfb7\"}", BridgeText.of("{\"name\":\"欧阳𠮷\"}"));
    }

    @Test
    void leavesEverythingElseAsItIs() {
        var json = "{\"name\":\"王芳\"}";
        assertSame(json, BridgeText.of(json));
    }
}
