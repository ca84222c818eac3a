package org.gongyuan.server.sitting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A person on the roster of a sitting. The secret of the admission ticket is kept as a verifier
/// only.
///
/// @param salt of the candidate's commitment in the record, and of the verifier
/// @param verifier what [#verifier(Suite, Octets, String, String)] made of the secret
/// @param seat the assigned seat; empty with free seating
/// @param accommodation additional time granted
public record Candidate(
        String ticketNumber,
        String name,
        Octets salt,
        Digest verifier,
        Optional<SeatId> seat,
        Duration accommodation) {

    /// Rounds of hashing between a secret and its verifier. Secrets are random words from a printed
    /// ticket, not passwords of choice; the rounds make a stolen roster a thousand times dearer and
    /// still let a node check thousands of candidates a minute.
    private static final int ROUNDS = 1_000;

    private static final byte[] LABEL = "gongyuan/secret/1\0".getBytes(UTF_8);
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
    }

    /// What is kept of a secret.
    public static Digest verifier(Suite suite, Octets salt, String ticketNumber, String secret) {
        var digest =
                suite.digest(
                        LABEL,
                        salt.toBytes(),
                        ticketNumber.getBytes(UTF_8),
                        new byte[1],
                        secret.getBytes(UTF_8));
        for (int i = 1; i < ROUNDS; i++) {
            digest = suite.digest(LABEL, digest.toBytes());
        }
        return digest;
    }

    /// The commitment that stands for the candidate in the record.
    public Digest commitment(Suite suite) {
        return Chains.candidate(suite, salt.toBytes(), ticketNumber);
    }

    /// The id of the candidate's session at a sitting. It follows from the salt, which nobody
    /// outside the
    /// nodes knows, so that every node finds the same session without asking.
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
