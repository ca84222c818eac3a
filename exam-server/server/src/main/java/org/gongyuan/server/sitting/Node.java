package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.server.time.Timers;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/// What all sittings of a node share.
///
/// @param name the node's name in the record
/// @param body the examining body's name, first part of every log's origin
/// @param credit how much the node can take beyond responses, 0 to 10
/// @param recoveryGrace how long deadlines that passed while the node was down wait
public record Node(
        String name,
        String body,
        InstantSource clock,
        Timers timers,
        SecureRandom random,
        IntSupplier credit,
        Duration recoveryGrace) {

    public Node {
        requireNonNull(name, "name");
        requireNonNull(body, "body");
        requireNonNull(clock, "clock");
        requireNonNull(timers, "timers");
        requireNonNull(random, "random");
        requireNonNull(credit, "credit");
        requireNonNull(recoveryGrace, "recoveryGrace");
    }
}
