package org.gongyuan.verify.check;

import java.util.List;
import java.util.Set;

/// What the verifier found in one bundle, check by check, and the stage its record has reached.
///
/// @param entries how many entries were read
/// @param demanded the checks that had to be reached (`verification.md` section 1.3)
public record Report(Stage stage, long entries, List<Finding> findings, Set<Check> demanded) {

    public Report {
        findings = List.copyOf(findings);
        demanded = Set.copyOf(demanded);
    }

    /// Whether any check fails.
    public boolean fails() {
        return findings.stream().anyMatch(Finding.Fails.class::isInstance);
    }

    /// The checks that were demanded and not reached.
    public List<Check> missing() {
        return findings.stream()
                .filter(Finding.NotReached.class::isInstance)
                .map(Finding::check)
                .filter(demanded::contains)
                .toList();
    }

    /// The exit status of `verification.md` section 1.2: 0 holds, 1 fails, 3 something demanded was
    /// not reached.
    public int exitStatus() {
        if (fails()) {
            return 1;
        }
        return missing().isEmpty() ? 0 : 3;
    }
}
