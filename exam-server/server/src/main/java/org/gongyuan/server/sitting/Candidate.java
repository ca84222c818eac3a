package org.gongyuan.server.sitting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Fact;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A person on the roster of a sitting. The secret of the admission ticket is kept as a verifier
/// only.
///
/// @param salt of the candidate's commitment in the record, and of the verifier
/// @param verifier on a roster as it is brought, what [#verifier(Suite, Octets, String, String)]
/// made of the secret; on one that a node keeps, the MAC of that (`session.md` section 8)
/// @param seat the assigned seat; empty with free seating
/// @param accommodation additional time granted
/// @param facts what else the roster says of the candidate, for his own confirmation
/// @param photo from the registration, on a roster as it is brought; a node keeps photos apart
/// ([Photos])
public record Candidate(
        String ticketNumber,
        String name,
        Octets salt,
        Digest verifier,
        Optional<SeatId> seat,
        Duration accommodation,
        List<Fact> facts,
        Optional<Portrait> photo) {

    private static final byte[] LABEL = "gongyuan/secret/2\0".getBytes(UTF_8);
    private static final byte[] SESSION = "gongyuan/session/1\0".getBytes(UTF_8);
    private static final int LONGEST = 60;

    public Candidate {
        if (ticketNumber.isBlank() || ticketNumber.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a ticket number has 1 to %d characters, not %d"
                            .formatted(LONGEST, ticketNumber.length()));
        }
        if (name.isBlank() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a name has 1 to %d characters, not %d".formatted(LONGEST, name.length()));
        }
        if (salt.length() != Chains.SALT) {
            throw new IllegalArgumentException(
                    "a salt has %d bytes, not %d".formatted(Chains.SALT, salt.length()));
        }
        requireNonNull(verifier, "verifier");
        requireNonNull(seat, "seat");
        if (accommodation.isNegative() || accommodation.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException(
                    "additional time is outside 0..24 h: " + accommodation);
        }
        facts = List.copyOf(facts);
        if (facts.size() > Fact.MOST) {
            throw new IllegalArgumentException(
                    "a candidate has at most %d facts, not %d".formatted(Fact.MOST, facts.size()));
        }
        requireNonNull(photo, "photo");
    }

    /// A candidate of whom the roster says no more.
    public Candidate(
            String ticketNumber,
            String name,
            Octets salt,
            Digest verifier,
            Optional<SeatId> seat,
            Duration accommodation) {
        this(ticketNumber, name, salt, verifier, seat, accommodation, List.of(), Optional.empty());
    }

    /// The same with what the roster shows him for confirmation.
    public Candidate showing(List<Fact> ofHim, Optional<Portrait> likeness) {
        return new Candidate(
                ticketNumber, name, salt, verifier, seat, accommodation, ofHim, likeness);
    }

    /// The digest by which a roster brings a secret to the nodes. It hides the secret from a
    /// passing eye and no more: short secrets can be guessed from it, so a node keeps only a MAC of
    /// it.
    public static Digest verifier(Suite suite, Octets salt, String ticketNumber, String secret) {
        return suite.digest(
                LABEL,
                salt.toBytes(),
                ticketNumber.getBytes(UTF_8),
                new byte[1],
                secret.getBytes(UTF_8));
    }

    /// The commitment that stands for the candidate in the record.
    public Digest commitment(Suite suite) {
        return Chains.candidate(suite, salt.toBytes(), ticketNumber);
    }

    /// The id of the candidate's session at a sitting. It follows from the salt, which nobody
    /// outside the nodes knows, so that every node finds the same session without asking.
    public SessionId session(Suite suite, SittingId sitting) {
        var digest =
                suite.digest(
                        SESSION,
                        salt.toBytes(),
                        sitting.text().getBytes(UTF_8),
                        new byte[1],
                        ticketNumber.getBytes(UTF_8));
        return SessionId.of(Arrays.copyOf(digest.toBytes(), SessionId.LENGTH));
    }

    @Override
    public String toString() {
        return "Candidate[" + seat.map(SeatId::text).orElse("free seating") + "]";
    }
}
