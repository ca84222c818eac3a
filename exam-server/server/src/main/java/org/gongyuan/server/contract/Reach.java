package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;

import java.time.InstantSource;

/// How far a person's duties reach now.
final class Reach {

    private final DutyTable table;
    private final InstantSource clock;

    Reach(DutyTable table, InstantSource clock) {
        this.table = requireNonNull(table, "table");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Whether he may do this to the whole of a sitting.
    boolean isOver(SignedIn who, String permission, SittingId sitting) {
        return table.may(
                who.account().grants(),
                new Permission(permission),
                Target.of(sitting),
                clock.instant());
    }

    /// Whether he may do this to what belongs to no sitting.
    boolean isOverAll(SignedIn who, String permission) {
        return table.may(
                who.account().grants(), new Permission(permission), Target.NONE, clock.instant());
    }

    /// Whether he may do this anywhere.
    boolean isAnywhere(SignedIn who, String permission) {
        return table.mayAnywhere(
                who.account().grants(), new Permission(permission), clock.instant());
    }
}
