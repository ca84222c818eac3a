package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The candidates of one sitting. No ticket number, and no seat, is there twice.
public final class Roster {

    private static final int VERSION = 1;

    private final Suite suite;
    private final Map<String, Candidate> byTicket = new LinkedHashMap<>();
    private final Map<Digest, Candidate> byCommitment = new HashMap<>();

    /// A roster of these candidates.
    ///
    /// @throws IllegalArgumentException when a ticket number or seat is there twice
    public Roster(Suite suite, Collection<Candidate> candidates) {
        this.suite = requireNonNull(suite, "suite");
        var seats = new HashSet<SeatId>();
        for (var candidate : candidates) {
            if (byTicket.put(candidate.ticketNumber(), candidate) != null) {
                throw new IllegalArgumentException(
                        "ticket number %s is on the roster twice"
                                .formatted(candidate.ticketNumber()));
            }
            if (candidate.seat().isPresent() && !seats.add(candidate.seat().get())) {
                throw new IllegalArgumentException(
                        "seat %s is assigned twice".formatted(candidate.seat().get()));
            }
            byCommitment.put(candidate.commitment(suite), candidate);
        }
    }

    /// The candidate with this ticket number.
    public Optional<Candidate> withTicket(String ticketNumber) {
        return Optional.ofNullable(byTicket.get(ticketNumber));
    }

    /// The candidate with this commitment.
    public Optional<Candidate> withCommitment(Digest commitment) {
        return Optional.ofNullable(byCommitment.get(commitment));
    }

    /// All commitments.
    public Collection<Digest> commitments() {
        return List.copyOf(byCommitment.keySet());
    }

    /// All candidates, in the order they were given.
    public Collection<Candidate> candidates() {
        return List.copyOf(byTicket.values());
    }

    /// How many there are.
    public int size() {
        return byTicket.size();
    }

    /// The suite of commitments and verifiers.
    public Suite suite() {
        return suite;
    }

    /// The digest the record names the roster by.
    public Digest digest() {
        return Chains.roster(suite, byCommitment.keySet());
    }

    /// The roster as a node keeps it. Holds names: not for the record, not for the store.
    public byte[] toBytes() {
        var to = new CborWriter(256 * byTicket.size() + 16);
        to.array(3).uint(VERSION).uint(suite.code()).array(byTicket.size());
        for (var candidate : byTicket.values()) {
            to.array(6).text(candidate.ticketNumber()).text(candidate.name());
            to.bytes(candidate.salt().toBytes()).bytes(candidate.verifier().toBytes());
            candidate.seat().ifPresentOrElse(seat -> to.text(seat.text()), to::nil);
            to.uint(candidate.accommodation().toMillis());
        }
        return to.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    public static Roster read(byte[] bytes) {
        var from = new CborReader(bytes);
        from.array(3);
        long version = from.uint();
        if (version != VERSION) {
            throw new IllegalArgumentException("unknown roster version " + version);
        }
        var suite = Suite.coded((int) from.uint());
        int length = from.array();
        var candidates = new ArrayList<Candidate>(Math.min(length, 100_000));
        for (int i = 0; i < length; i++) {
            from.array(6);
            candidates.add(
                    new Candidate(
                            from.text(),
                            from.text(),
                            Octets.of(from.bytes()),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            from.nil() ? Optional.empty() : Optional.of(new SeatId(from.text())),
                            Duration.ofMillis(from.uint())));
        }
        from.end();
        return new Roster(suite, candidates);
    }

    @Override
    public String toString() {
        return "Roster[" + size() + " candidates]";
    }
}
