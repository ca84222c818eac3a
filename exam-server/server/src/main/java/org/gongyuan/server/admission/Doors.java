package org.gongyuan.server.admission;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.sitting.Recusals;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.server.time.Timers;
import org.gongyuan.trust.seal.Handshake;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Where seats come in. Holds the sittings of the node that seats can ask for, the queue, and what
/// is known of failed tries. Calls come one at a time.
public final class Doors {

    private static final Duration SWEEP = Duration.ofSeconds(5);

    /// A connection that says nothing for so long is ended (`seat-protocol.md` section 1.5).
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final Timers timers;
    private final RandomGenerator random;
    private final Workbench workbench;
    private final AdmissionQueue queue;
    private final Recusals recusals = new Recusals();
    private final Tries tries = new Tries();
    private final Map<SittingId, Sitting> sittings = new HashMap<>();
    private final Set<SeatConnection> connections = new LinkedHashSet<>();
    private final Map<Refusal, Long> refusals = new HashMap<>();
    private final Map<SeatConnection, Optional<SittingId>> early = new LinkedHashMap<>();
    private long admissions;
    private boolean isOpen;
    private boolean wasOpen;

    /// Doors that let `atOnce` seats in at a time and `longest` wait.
    public Doors(
            InstantSource clock,
            Timers timers,
            RandomGenerator random,
            Workbench workbench,
            int atOnce,
            int longest) {
        this.clock = requireNonNull(clock, "clock");
        this.timers = requireNonNull(timers, "timers");
        this.random = requireNonNull(random, "random");
        this.workbench = requireNonNull(workbench, "workbench");
        this.queue = new AdmissionQueue(atOnce, longest, clock, timers);
        sweepLater();
    }

    /// Opens or shuts the doors; what is inside stays. Seats that connected before the doors were
    /// open for the first time are greeted now, in the order in which they came.
    public void open(boolean open) {
        isOpen = open;
        if (open) {
            wasOpen = true;
            var waiting = List.copyOf(early.entrySet());
            early.clear();
            waiting.forEach(one -> begin(one.getKey(), one.getValue()));
        }
    }

    /// Seats may ask for this sitting from now on.
    public void hold(Sitting sitting) {
        sittings.put(sitting.id(), sitting);
    }

    /// Seats may not ask for it any more.
    public void forget(SittingId sitting) {
        sittings.remove(sitting);
    }

    /// A seat has connected. While the node still starts, the seat is kept on the line and greeted
    /// once the doors open (`seat-protocol.md` section 3.5): its TLS handshake is done by then.
    ///
    /// @param certified the seat its certificate names; empty only where no certificates are used
    /// @param asked the sitting it asks for; empty when there is only one
    public SeatConnection connect(
            SeatWire wire, Optional<SeatId> certified, Optional<SittingId> asked) {
        var connection = new SeatConnection(this, wire, certified, clock.instant());
        connections.add(connection);
        if (isOpen || wasOpen) {
            begin(connection, asked);
        } else {
            early.put(connection, asked);
        }
        return connection;
    }

    /// Whether seats are served now.
    public boolean isOpen() {
        return isOpen;
    }

    /// The sitting a seat asks for.
    ///
    /// @param asked empty when there is only one
    public Optional<Sitting> sitting(Optional<SittingId> asked) {
        return asked.isPresent() ? Optional.ofNullable(sittings.get(asked.get())) : only();
    }

    private void begin(SeatConnection connection, Optional<SittingId> asked) {
        var sitting = sitting(asked);
        if (!isOpen || sitting.isEmpty()) {
            connection.refuse(
                    isOpen ? Refusal.NOT_HERE : Refusal.BUSY, Duration.ofSeconds(isOpen ? 30 : 5));
        } else {
            var nonce = new byte[32];
            random.nextBytes(nonce);
            connection.greet(sitting.get(), Octets.of(nonce));
        }
    }

    /// How many connections there are.
    public int connections() {
        return connections.size();
    }

    /// How many seats wait to be let in.
    public int waiting() {
        return queue.length();
    }

    /// How many seats were let in so far.
    public long admissions() {
        return admissions;
    }

    /// How often seats were not let in, by reason.
    public Map<Refusal, Long> refusals() {
        return Map.copyOf(refusals);
    }

    private Optional<Sitting> only() {
        List<Sitting> open = sittings.values().stream().filter(s -> !s.isClosed()).toList();
        if (open.size() == 1) {
            return Optional.of(open.getFirst());
        }
        return sittings.size() == 1
                ? Optional.of(sittings.values().iterator().next())
                : Optional.empty();
    }

    // --- for connections

    InstantSource clock() {
        return clock;
    }

    /// Who is not let in because of a conflict of interest.
    public Recusals recusals() {
        return recusals;
    }

    AdmissionQueue queue() {
        return queue;
    }

    Tries tries() {
        return tries;
    }

    Workbench workbench() {
        return workbench;
    }

    void gone(SeatConnection connection) {
        connections.remove(connection);
        early.remove(connection);
    }

    void refused(Refusal reason) {
        refusals.merge(reason, 1L, Long::sum);
    }

    void admitted() {
        admissions++;
    }

    /// What heavy work found out about a hello.
    ///
    /// @param proves whether secret or signature is right
    /// @param answer the handshake, or null when one of the seat's keys is none
    record Checked(boolean proves, Handshake.Answer answer) {}

    /// Checks a secret and answers the handshake. The same work whether or not the candidate is
    /// known, so that the answer's time tells nothing.
    static Checked checkSecret(
            Roster roster,
            String ticketNumber,
            String secret,
            Octets sealingKey,
            Octets verifyingKey,
            Digest transcript) {
        boolean proves = roster.proved(ticketNumber, secret).isPresent();
        // The key enters the record by this proof: it is checked here, and not at each return.
        var answer =
                isSeatKey(roster.suite(), verifyingKey)
                        ? answer(roster.suite(), sealingKey, transcript)
                        : null;
        return new Checked(proves, answer);
    }

    /// Whether these bytes are a key of this suite that a seat may sign with.
    private static boolean isSeatKey(Suite suite, Octets verifyingKey) {
        try {
            var key = VerifyingKey.decode(verifyingKey.toBytes());
            return key.suite() == suite && key.purpose() == SigningPurpose.SEAT;
        } catch (KeyRefused _) {
            return false;
        }
    }

    /// Answers the handshake, or null when the key is none of this suite for seats.
    static Handshake.Answer answer(Suite suite, Octets sealingKey, Digest transcript) {
        try {
            var key = SealingPublicKey.decode(sealingKey.toBytes());
            return key.suite() == suite ? Handshake.answer(key, transcript) : null;
        } catch (KeyRefused _) {
            return null;
        }
    }

    private void sweepLater() {
        timers.after(
                SWEEP,
                () -> {
                    var limit = clock.instant().minus(LONGEST_SILENCE);
                    for (var connection : List.copyOf(connections)) {
                        connection.endIfSilentSince(limit);
                    }
                    sweepLater();
                });
    }
}
