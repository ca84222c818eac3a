package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Suite;

import java.time.Instant;

/// Under which terms a form is to be sealed: for whom, how secret, until when, and to which
/// custodians. The same persons may hold both keys or others each.
public record SealingOrder(
        Suite suite,
        String body,
        String exam,
        Classification classification,
        Instant sealedAt,
        Instant notBefore,
        RuleDefaults rules,
        Custodians form,
        Custodians marking) {

    public SealingOrder {
        requireNonNull(suite, "suite");
        requireNonNull(body, "body");
        requireNonNull(exam, "exam");
        requireNonNull(classification, "classification");
        requireNonNull(rules, "rules");
        if (!notBefore.isAfter(sealedAt)) {
            throw new IllegalArgumentException(
                    "a form sealed at %s cannot be opened from %s on: that is not later"
                            .formatted(sealedAt, notBefore));
        }
        for (var custodians : new Custodians[] {form, marking}) {
            for (var key : custodians.keys()) {
                if (key.suite() != suite) {
                    throw new IllegalArgumentException(
                            "%s is not of suite %s".formatted(key, suite));
                }
            }
        }
    }
}
