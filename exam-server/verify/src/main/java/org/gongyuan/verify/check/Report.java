package org.gongyuan.verify.check;

import java.util.List;

/// What the verifier found in one bundle, check by check, and the stage its record has reached.
public record Report(Stage stage, long entries, List<Finding> findings) {

    public Report {
        findings = List.copyOf(findings);
    }

    /// Whether any check fails.
    public boolean fails() {
        return findings.stream().anyMatch(Finding.Fails.class::isInstance);
    }

    /// The checks that the stage demands and that were not reached.
    public List<Check> missing() {
        return findings.stream()
                .filter(Finding.NotReached.class::isInstance)
                .map(Finding::check)
                .filter(check -> check.since().compareTo(stage) <= 0 && check.isAlwaysReached())
                .toList();
    }

    /// The exit status of `verification.md` section 1.2: 0 holds, 1 fails, 3 something demanded was
    /// not
    /// reached.
    public int exitStatus() {
        if (fails()) {
            return 1;
        }
        return missing().isEmpty() ? 0 : 3;
    }
}
