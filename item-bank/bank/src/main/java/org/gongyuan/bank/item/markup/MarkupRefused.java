package org.gongyuan.bank.item.markup;

/// An XML file this program does not read, with the line and the reason.
public final class MarkupRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final String what;
    private final String why;

    /// What was found at which line (0 if it has none), and why it is refused.
    public MarkupRefused(int line, String what, String why) {
        super("line %d: %s: %s".formatted(line, what, why));
        this.line = line;
        this.what = what;
        this.why = why;
    }

    /// Line, from 1; 0 if the reason has no line.
    public int line() {
        return line;
    }

    /// The thing found.
    public String what() {
        return what;
    }

    /// The reason.
    public String why() {
        return why;
    }
}
