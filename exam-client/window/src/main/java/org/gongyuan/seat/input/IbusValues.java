package org.gongyuan.seat.input;

import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what IBus writes: objects as structures whose first two fields are their type's name and
/// attachments (`(sa{sv}…)`), each inside a variant. Anything of another shape counts as empty: an
/// engine that writes nonsense must not end the typing.
final class IbusValues {

    private static final int LONGEST_TEXT = 2_000;
    private static final int LONGEST_CANDIDATE = 100;
    private static final int MOST_CANDIDATES = 20;
    private static final int TYPE = 0;
    private static final int FIRST = 2;

    /// A page of a lookup table.
    record Page(List<String> candidates, int at) {

        static final Page EMPTY = new Page(List.of(), 0);
    }

    private IbusValues() {}

    /// The text of an `IBusText`.
    static String text(Object value) {
        return text(value, LONGEST_TEXT);
    }

    private static String text(Object value, int most) {
        var fields = fields(value, "IBusText");
        return fields.size() > FIRST && fields.get(FIRST) instanceof String text
                ? plain(text, most)
                : "";
    }

    /// Text only: nothing that a field could not show. Line ends stay.
    private static String plain(String text, int most) {
        return text.codePoints()
                .filter(c -> c == '\n' || !Character.isISOControl(c))
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .limit(most)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// The page of an `IBusLookupTable` on which its cursor stands: page size, cursor, two flags,
    /// orientation, candidates, labels follow each other.
    static Page page(Object value) {
        var fields = fields(value, "IBusLookupTable");
        if (fields.size() < FIRST + 6) {
            return Page.EMPTY;
        }
        int size = Math.clamp(number(fields.get(FIRST)), 1, MOST_CANDIDATES);
        int cursor = (int) number(fields.get(FIRST + 1));
        var all = list(fields.get(FIRST + 5));
        int from = cursor / size * size;
        if (cursor < 0 || from >= all.size()) {
            return Page.EMPTY;
        }
        return new Page(
                all.subList(from, Math.min(all.size(), from + size)).stream()
                        .map(each -> text(each, LONGEST_CANDIDATE))
                        .toList(),
                cursor - from);
    }

    /// Name and long name of each `IBusEngineDesc`.
    static Map<String, String> engines(Object value) {
        var engines = new LinkedHashMap<String, String>();
        for (var each : list(value)) {
            var fields = fields(each, "IBusEngineDesc");
            if (fields.size() > FIRST + 1
                    && fields.get(FIRST) instanceof String name
                    && fields.get(FIRST + 1) instanceof String longName) {
                engines.put(name, longName);
            }
        }
        return engines;
    }

    static long number(Object value) {
        return switch (value) {
            case UInt32 number -> number.longValue();
            case Integer number -> number;
            case null, default -> 0;
        };
    }

    private static List<Object> fields(Object value, String type) {
        var fields = list(value instanceof Variant<?> variant ? variant.getValue() : value);
        return !fields.isEmpty() && type.equals(fields.get(TYPE)) ? fields : List.of();
    }

    private static List<Object> list(Object value) {
        return switch (value) {
            case Object[] array -> new ArrayList<>(Arrays.asList(array));
            case List<?> list -> new ArrayList<>(list);
            case null, default -> List.of();
        };
    }
}
