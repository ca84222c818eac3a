package org.gongyuan.server.plan;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;

import java.time.Instant;

/// A change of a frozen rule that two persons decided on.
public record RuleChange(
        Rule rule, String from, String to, Instant at, StaffId proposer, StaffId approver) {

    public RuleChange {
        requireNonNull(rule, "rule");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(at, "at");
        requireNonNull(proposer, "proposer");
        requireNonNull(approver, "approver");
    }
}
