package org.gongyuan.seat.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

@DisplayName("A key pressed in a field")
class KeyPressTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a, 97",
                "\" \", 32",
                "', 39",
                "é, 233",
                "中, 16797229",
                "Backspace, 65288",
                "PageDown, 65366"
            })
    void hasTheSymbolXGivesIt(String key, long symbol) {
        assertEquals(Optional.of(new KeyPress(symbol, true)), KeyPress.of(key, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "F1", "Process", "\n", "\ud842"})
    void isRefusedWhenNoFieldTakesIt(String key) {
        assertFalse(KeyPress.of(key, false).isPresent());
    }
}
