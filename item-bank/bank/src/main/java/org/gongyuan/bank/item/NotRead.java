package org.gongyuan.bank.item;

/// A declaration or rule that cannot be read; ends the reading of that one and becomes a finding.
final class NotRead extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final String what;
    private final String why;

    NotRead(int line, String what, String why) {
        super(what + ": " + why, null, false, false);
        this.line = line;
        this.what = what;
        this.why = why;
    }

    void refuseIn(Findings findings) {
        findings.refuse(line, what, why);
    }
}
