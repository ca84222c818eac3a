package org.gongyuan.command;

import org.gongyuan.trust.suite.Suite;

/// Suites as they are typed.
final class Suites {

    private Suites() {}

    static Suite named(String typed) {
        try {
            return Suite.named(typed);
        } catch (IllegalArgumentException unknown) {
            throw new Refused(Refused.MISUSED, "--suite: " + unknown.getMessage());
        }
    }
}
