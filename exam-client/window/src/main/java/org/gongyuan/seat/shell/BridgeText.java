package org.gongyuan.seat.shell;

/// JSON text on its way through java-cef, which hands text on as modified UTF-8 and so breaks a
/// character like 𠮷: halves of surrogate pairs go as escapes (seat-page.md 2.1).
final class BridgeText {

    private static final int FURTHER = 64;

    private BridgeText() {}

    /// The same JSON with nothing in it that could break.
    static String of(String json) {
        if (json.chars().noneMatch(BridgeText::isHalf)) {
            return json;
        }
        var escaped = new StringBuilder(json.length() + FURTHER);
        for (int i = 0; i < json.length(); i++) {
            char unit = json.charAt(i);
            if (isHalf(unit)) {
                escaped.append("\\u%04x".formatted((int) unit));
            } else {
                escaped.append(unit);
            }
        }
        return escaped.toString();
    }

    private static boolean isHalf(int unit) {
        return Character.isSurrogate((char) unit);
    }
}
