package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

/// One thing found while reading an item or a package (`item-bank/spec/import-report.md`, section
/// 2).
///
/// @param severity whether it refuses the item
/// @param item identifier of the item, test or stimulus; empty if it belongs to the package
/// @param file path inside the package
/// @param line line in that file, from 1; 0 if it has none
/// @param what the thing by its name
/// @param why the reason, with what to do
public record Finding(
        Severity severity, String item, String file, int line, String what, String why) {

    public Finding {
        requireNonNull(severity, "severity");
        requireNonNull(item, "item");
        requireNonNull(file, "file");
        requireNonNull(what, "what");
        requireNonNull(why, "why");
    }

    /// One line for a person: `file:line: item: what: why`.
    public String sentence() {
        var where = line > 0 ? "%s:%d".formatted(file, line) : file;
        return item.isEmpty()
                ? "%s: %s: %s".formatted(where, what, why)
                : "%s: item %s: %s: %s".formatted(where, item, what, why);
    }

    @Override
    public String toString() {
        return severity + " " + sentence();
    }
}
