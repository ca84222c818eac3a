package org.gongyuan.seat.input;

import org.gongyuan.seat.session.Words;

import java.util.Map;

/// What candidates call the engines of IBus.
final class MethodNames {

    private static final int LONGEST = 40;

    private static final Map<String, Words> KNOWN =
            Map.of(
                    "libpinyin", new Words("拼音", "Pinyin"),
                    "pinyin", new Words("拼音", "Pinyin"),
                    "libbopomofo", new Words("注音", "Bopomofo"),
                    "bopomofo", new Words("注音", "Bopomofo"),
                    "rime", new Words("中州韵", "Rime"),
                    "table:wubi-haifeng86", new Words("五笔", "Wubi"),
                    "table:wubi-jidian86", new Words("五笔（极点）", "Wubi (Jidian)"),
                    "table:cangjie5", new Words("仓颉", "Cangjie"),
                    "table:erbi", new Words("二笔", "Erbi"));

    private MethodNames() {}

    /// @param longName the engine's own name for itself
    static Words of(String engine, String longName) {
        var known = KNOWN.get(engine);
        if (known != null) {
            return known;
        }
        var own = longName.isBlank() ? engine : longName;
        var shown = own.length() <= LONGEST ? own : own.substring(0, LONGEST);
        return new Words(shown, shown);
    }
}
