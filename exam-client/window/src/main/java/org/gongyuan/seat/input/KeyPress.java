package org.gongyuan.seat.input;

import java.util.Map;
import java.util.Optional;

/// A key pressed in a field, as X names it.
///
/// @param symbol the key symbol
/// @param isShifted whether Shift was held
public record KeyPress(long symbol, boolean isShifted) {

    /// Further key symbols are the character with this bit.
    private static final long UNICODE = 0x0100_0000;

    private static final int LAST_OF_LATIN_1 = 0xFF;

    private static final Map<String, Long> NAMED =
            Map.ofEntries(
                    Map.entry("Backspace", 0xFF08L),
                    Map.entry("Tab", 0xFF09L),
                    Map.entry("Enter", 0xFF0DL),
                    Map.entry("Escape", 0xFF1BL),
                    Map.entry("Home", 0xFF50L),
                    Map.entry("ArrowLeft", 0xFF51L),
                    Map.entry("ArrowUp", 0xFF52L),
                    Map.entry("ArrowRight", 0xFF53L),
                    Map.entry("ArrowDown", 0xFF54L),
                    Map.entry("PageUp", 0xFF55L),
                    Map.entry("PageDown", 0xFF56L),
                    Map.entry("End", 0xFF57L),
                    Map.entry("Delete", 0xFFFFL));

    /// The key a page calls so (`KeyboardEvent.key`), or empty when no input method wants it.
    public static Optional<KeyPress> of(String key, boolean isShifted) {
        if (NAMED.containsKey(key)) {
            return Optional.of(new KeyPress(NAMED.get(key), isShifted));
        }
        if (key.isEmpty() || key.codePointCount(0, key.length()) != 1) {
            return Optional.empty();
        }
        int character = key.codePointAt(0);
        if (Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE) {
            return Optional.empty();
        }
        return Optional.of(
                new KeyPress(
                        character <= LAST_OF_LATIN_1 ? character : UNICODE | character, isShifted));
    }

    @Override
    public String toString() {
        return "KeyPress[typed]";
    }
}
