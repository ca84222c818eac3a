package org.gongyuan.bank.item;

import java.util.ArrayList;
import java.util.List;

/// Collects what is found about one file while it is read. Findings repeated for many elements of
/// a kind are told once per line.
public final class Findings {

    /// Findings kept for one file; the rest are counted only.
    public static final int MOST = 200;

    private final String item;
    private final String file;
    private final List<Finding> found = new ArrayList<>();
    private boolean refused;
    private int beyond;

    /// Findings about an item (empty if unknown) in a file.
    public Findings(String item, String file) {
        this.item = item;
        this.file = file;
    }

    /// The item, test or stimulus these are about.
    public String item() {
        return item;
    }

    /// The file these are about.
    public String file() {
        return file;
    }

    /// Refuses the item.
    public void refuse(int line, String what, String why) {
        refused = true;
        add(Severity.REFUSED, line, what, why);
    }

    /// Somebody should look.
    public void warn(int line, String what, String why) {
        add(Severity.WARNING, line, what, why);
    }

    /// Something without meaning for the exam.
    public void note(int line, String what, String why) {
        add(Severity.NOTE, line, what, why);
    }

    private void add(Severity severity, int line, String what, String why) {
        var finding = new Finding(severity, item, file, line, what, why);
        if (found.contains(finding)) {
            return;
        }
        if (found.size() >= MOST && severity != Severity.REFUSED) {
            beyond++;
            return;
        }
        if (found.size() >= MOST * 2) {
            beyond++;
            return;
        }
        found.add(finding);
    }

    /// Whether the item is refused.
    public boolean refused() {
        return refused;
    }

    /// All of them, in the order found.
    public List<Finding> list() {
        if (beyond == 0) {
            return List.copyOf(found);
        }
        var all = new ArrayList<>(found);
        all.add(
                new Finding(
                        Severity.NOTE,
                        item,
                        file,
                        0,
                        "%d further findings".formatted(beyond),
                        "only the first %d are listed".formatted(found.size())));
        return List.copyOf(all);
    }
}
