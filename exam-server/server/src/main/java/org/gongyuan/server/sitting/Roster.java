package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Fact;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The candidates of one sitting. No ticket number, and no seat, is there twice.
///
///     as brought (digests of the secrets) --kept under a node's admission key--> as kept (MACs)
///
/// A roster is brought as version 3 and lies on a node's disk as version 4, without the photos
/// (`session.md` section 8).
public final class Roster {

    private static final int BROUGHT = 3;
    private static final int KEPT = 4;

    /// Whose secret is checked when a ticket number is on no roster.
    private static final Octets NOBODYS_SALT = Octets.of(new byte[Chains.SALT]);

    private static final byte[] NOTHING = new byte[Digest.LENGTH];

    private final Suite suite;
    private final Optional<AdmissionKey> key;
    private final Photos photos;
    private final Map<String, Candidate> byTicket = new LinkedHashMap<>();
    private final Map<Digest, Candidate> byCommitment = new HashMap<>();

    /// A roster of these candidates.
    ///
    /// @throws IllegalArgumentException when a ticket number or seat is there twice
    public Roster(Suite suite, Collection<Candidate> candidates) {
        this(suite, Optional.empty(), candidates, broughtWith(suite, candidates));
    }

    private Roster(
            Suite suite,
            Optional<AdmissionKey> key,
            Collection<Candidate> candidates,
            Photos photos) {
        this.suite = requireNonNull(suite, "suite");
        this.key = key;
        this.photos = requireNonNull(photos, "photos");
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

    private static Photos broughtWith(Suite suite, Collection<Candidate> candidates) {
        var brought = new HashMap<Digest, Portrait>();
        for (var one : candidates) {
            one.photo().ifPresent(photo -> brought.put(one.commitment(suite), photo));
        }
        return commitment -> Optional.ofNullable(brought.get(commitment));
    }

    /// The same roster as a node keeps it: of every secret only a MAC under the node's key.
    public Roster keptUnder(AdmissionKey admission) {
        if (key.isPresent()) {
            throw new IllegalStateException("the roster is kept under a key already");
        }
        var kept = new ArrayList<Candidate>(byTicket.size());
        for (var one : byTicket.values()) {
            kept.add(
                    new Candidate(
                            one.ticketNumber(),
                            one.name(),
                            one.salt(),
                            admission.verifier(one.ticketNumber(), one.verifier()),
                            one.seat(),
                            one.accommodation(),
                            one.facts(),
                            Optional.empty()));
        }
        return new Roster(suite, Optional.of(admission), kept, photos);
    }

    /// The same roster with each candidate as `how` makes him: names and facts, never ticket or
    /// salt.
    public Roster each(UnaryOperator<Candidate> how) {
        return new Roster(suite, key, byTicket.values().stream().map(how).toList(), photos);
    }

    /// The candidate with this ticket number, if this is the secret that belongs to it. The same
    /// work is done for a ticket that is here and for one that is not.
    public Optional<Candidate> proved(String ticketNumber, String secret) {
        var candidate = withTicket(ticketNumber);
        var salt = candidate.map(Candidate::salt).orElse(NOBODYS_SALT);
        var digest = Candidate.verifier(suite, salt, ticketNumber, secret);
        var said = key.map(admission -> admission.verifier(ticketNumber, digest)).orElse(digest);
        var expected = candidate.map(Candidate::verifier).orElse(Digest.of(NOTHING));
        boolean holds = MessageDigest.isEqual(expected.toBytes(), said.toBytes());
        return holds ? candidate : Optional.empty();
    }

    /// The candidate with this ticket number.
    public Optional<Candidate> withTicket(String ticketNumber) {
        return Optional.ofNullable(byTicket.get(ticketNumber));
    }

    /// The candidate with this commitment.
    public Optional<Candidate> withCommitment(Digest commitment) {
        return Optional.ofNullable(byCommitment.get(commitment));
    }

    /// The candidate's photo from the registration, if there is one.
    public Optional<Portrait> photo(Candidate candidate) {
        return photos.of(candidate.commitment(suite));
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

    /// The roster as it is brought or as a node keeps it. Holds names: not for the record, not for
    /// the store.
    public byte[] toBytes() {
        var to = new CborWriter(256 * byTicket.size() + 64);
        to.array(key.isPresent() ? 4 : 3).uint(key.isPresent() ? KEPT : BROUGHT);
        key.ifPresent(admission -> to.bytes(admission.digestCommitment().toBytes()));
        to.uint(suite.code()).array(byTicket.size());
        for (var candidate : byTicket.values()) {
            to.array(key.isPresent() ? 7 : 8).text(candidate.ticketNumber()).text(candidate.name());
            to.bytes(candidate.salt().toBytes()).bytes(candidate.verifier().toBytes());
            candidate.seat().ifPresentOrElse(seat -> to.text(seat.text()), to::nil);
            to.uint(candidate.accommodation().toMillis());
            to.array(candidate.facts().size());
            for (var fact : candidate.facts()) {
                to.array(3).text(fact.zh()).text(fact.en()).text(fact.value());
            }
            if (key.isEmpty()) {
                candidate
                        .photo()
                        .ifPresentOrElse(photo -> to.bytes(photo.bytes().toBytes()), to::nil);
            }
        }
        return to.toBytes();
    }

    /// Reads a roster as it is brought.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Roster read(byte[] bytes) {
        try {
            var from = new CborReader(bytes);
            from.array(3);
            version(from, BROUGHT);
            return read(from, Optional.empty(), Photos.NONE);
        } catch (NotCanonical broken) {
            throw new IllegalArgumentException("this is no roster as it is brought", broken);
        }
    }

    /// Reads a roster that a node kept under this key.
    ///
    /// @param photos of its candidates, which lie apart
    /// @throws IllegalArgumentException when it is none, or was kept under another key
    public static Roster readKept(byte[] bytes, AdmissionKey key, Photos photos) {
        try {
            var from = new CborReader(bytes);
            from.array(4);
            version(from, KEPT);
            if (!Digest.of(from.bytes(Digest.LENGTH)).equals(key.digestCommitment())) {
                throw new IllegalArgumentException(
                        "the roster was kept under another admission key; put the admission.key"
                                + " back with which the sitting was opened");
            }
            return read(from, Optional.of(key), photos);
        } catch (NotCanonical broken) {
            throw new IllegalArgumentException("this is no roster as a node keeps it", broken);
        }
    }

    private static void version(CborReader from, int expected) {
        long version = from.uint();
        if (version != expected) {
            throw new IllegalArgumentException(
                    "a roster of version %d where %d is due".formatted(version, expected));
        }
    }

    private static Roster read(CborReader from, Optional<AdmissionKey> key, Photos kept) {
        var suite = Suite.coded((int) from.uint());
        int length = from.array();
        var candidates = new ArrayList<Candidate>(Math.min(length, 100_000));
        for (int i = 0; i < length; i++) {
            from.array(key.isPresent() ? 7 : 8);
            candidates.add(
                    new Candidate(
                            from.text(),
                            from.text(),
                            Octets.of(from.bytes()),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            from.nil() ? Optional.empty() : Optional.of(new SeatId(from.text())),
                            Duration.ofMillis(from.uint()),
                            facts(from),
                            key.isPresent() || from.nil()
                                    ? Optional.empty()
                                    : Optional.of(new Portrait(Octets.of(from.bytes())))));
        }
        from.end();
        return key.isPresent()
                ? new Roster(suite, key, candidates, kept)
                : new Roster(suite, candidates);
    }

    private static List<Fact> facts(CborReader from) {
        int length = from.array();
        if (length > Fact.MOST) {
            throw new IllegalArgumentException(
                    "a candidate has at most %d facts, not %d".formatted(Fact.MOST, length));
        }
        var facts = new ArrayList<Fact>(length);
        for (int i = 0; i < length; i++) {
            from.array(3);
            facts.add(new Fact(from.text(), from.text(), from.text()));
        }
        return facts;
    }

    @Override
    public String toString() {
        return "Roster[" + size() + " candidates]";
    }
}
