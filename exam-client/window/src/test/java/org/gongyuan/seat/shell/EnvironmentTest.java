package org.gongyuan.seat.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

@DisplayName("The environment of the seat's program")
class EnvironmentTest {

    private static final Set<String> LATER =
            Set.of("GDK_BACKEND", "DBUS_SESSION_BUS_ADDRESS", "FC_FONTATIONS");

    @Test
    void hasWhatChromiumWouldAddAndKeepsWhatIsThere() {
        assertFalse(Environment.names().contains("GONGYUAN_IN_NO_ENVIRONMENT"));
        Environment.set(Map.of("GONGYUAN_OF_A_TEST", "a=b"));
        var before = Environment.names();
        assertTrue(before.contains("GONGYUAN_OF_A_TEST"), before.toString());
        assertTrue(before.contains("PATH"), before.toString());

        Environment.complete();
        var expected = new TreeSet<>(before);
        expected.addAll(LATER);
        assertEquals(expected, Environment.names());

        Environment.complete();
        assertEquals(expected, Environment.names());
    }
}
