package org.gongyuan.bank.scoring;

import java.util.Map;
import java.util.function.IntPredicate;

/// The categories of characters a pattern can name, such as `Lu` or `N` (RP 5.7).
final class UnicodeCategory {

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry((int) Character.UPPERCASE_LETTER, "Lu"),
                    Map.entry((int) Character.LOWERCASE_LETTER, "Ll"),
                    Map.entry((int) Character.TITLECASE_LETTER, "Lt"),
                    Map.entry((int) Character.MODIFIER_LETTER, "Lm"),
                    Map.entry((int) Character.OTHER_LETTER, "Lo"),
                    Map.entry((int) Character.NON_SPACING_MARK, "Mn"),
                    Map.entry((int) Character.COMBINING_SPACING_MARK, "Mc"),
                    Map.entry((int) Character.ENCLOSING_MARK, "Me"),
                    Map.entry((int) Character.DECIMAL_DIGIT_NUMBER, "Nd"),
                    Map.entry((int) Character.LETTER_NUMBER, "Nl"),
                    Map.entry((int) Character.OTHER_NUMBER, "No"),
                    Map.entry((int) Character.CONNECTOR_PUNCTUATION, "Pc"),
                    Map.entry((int) Character.DASH_PUNCTUATION, "Pd"),
                    Map.entry((int) Character.START_PUNCTUATION, "Ps"),
                    Map.entry((int) Character.END_PUNCTUATION, "Pe"),
                    Map.entry((int) Character.INITIAL_QUOTE_PUNCTUATION, "Pi"),
                    Map.entry((int) Character.FINAL_QUOTE_PUNCTUATION, "Pf"),
                    Map.entry((int) Character.OTHER_PUNCTUATION, "Po"),
                    Map.entry((int) Character.SPACE_SEPARATOR, "Zs"),
                    Map.entry((int) Character.LINE_SEPARATOR, "Zl"),
                    Map.entry((int) Character.PARAGRAPH_SEPARATOR, "Zp"),
                    Map.entry((int) Character.MATH_SYMBOL, "Sm"),
                    Map.entry((int) Character.CURRENCY_SYMBOL, "Sc"),
                    Map.entry((int) Character.MODIFIER_SYMBOL, "Sk"),
                    Map.entry((int) Character.OTHER_SYMBOL, "So"),
                    Map.entry((int) Character.CONTROL, "Cc"),
                    Map.entry((int) Character.FORMAT, "Cf"),
                    Map.entry((int) Character.PRIVATE_USE, "Co"),
                    Map.entry((int) Character.SURROGATE, "Cs"),
                    Map.entry((int) Character.UNASSIGNED, "Cn"));

    private UnicodeCategory() {}

    static String of(int character) {
        return NAMES.get(Character.getType(character));
    }

    /// Characters of a category; `L` holds all whose name begins so. Null if there is none.
    static IntPredicate named(String name) {
        if (name.length() == 1 && "LMNPZSC".contains(name)) {
            var letter = name.charAt(0);
            return character -> of(character).charAt(0) == letter;
        }
        return NAMES.containsValue(name) ? character -> of(character).equals(name) : null;
    }
}
