package org.gongyuan.bank.interchange;

import org.gongyuan.bank.item.Finding;
import org.gongyuan.bank.item.Severity;

/// A package that is not even looked into: hostile, damaged or too large.
final class PackageRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String what;
    private final String why;

    PackageRefused(String file, String what, String why) {
        super("%s: %s: %s".formatted(file, what, why));
        this.file = file;
        this.what = what;
        this.why = why;
    }

    Finding finding() {
        return new Finding(Severity.REFUSED, "", file, 0, what, why);
    }
}
