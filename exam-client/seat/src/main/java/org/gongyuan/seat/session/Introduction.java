package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Proof;
import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.List;

/// Who this seat says it is to a node (seat-protocol.md section 3): the candidate's ticket and
/// secret until it is let in for the first time, its own signature from then on. Owns the secret,
/// which ends with that, and the signing key; on the seat's thread.
///
///     nobody --of--> by secret --letIn--> by signature
final class Introduction {

    private static final List<Integer> VERSIONS = List.of(2);

    private final SeatSettings settings;
    private final SecureRandom random;

    private String ticketNumber = "";
    private SignIn signIn;
    private SittingId sitting;
    private SigningKeyPair signing;
    private boolean wasLetIn;

    Introduction(SeatSettings settings, SecureRandom random) {
        this.settings = requireNonNull(settings, "settings");
        this.random = requireNonNull(random, "random");
    }

    /// This candidate signs in.
    void of(SignIn candidate) {
        signIn = requireNonNull(candidate, "candidate");
        ticketNumber = candidate.ticketNumber();
    }

    /// The secret is not needed any more.
    void forgetSecret() {
        signIn = null;
    }

    /// The seat was let in: from now on it comes by its signature.
    void letIn() {
        wasLetIn = true;
        forgetSecret();
    }

    boolean wasLetIn() {
        return wasLetIn;
    }

    SignIn signIn() {
        return signIn;
    }

    SittingId sitting() {
        return sitting;
    }

    SigningKeyPair signing() {
        return signing;
    }

    /// Whom a node greets that holds this sitting in this suite.
    ///
    /// @throws Connection.Incompatible when a seat that was let in finds another sitting or suite
    void greeted(ServerMessage.Greeting greeting) throws Connection.Incompatible {
        var suite = greeting.suite();
        if (wasLetIn && signing.suite() != suite) {
            throw new Connection.Incompatible(Words.of(Refusal.SUITE));
        }
        if (wasLetIn && !greeting.sitting().equals(sitting)) {
            throw new Connection.Incompatible(Words.of(Refusal.NOT_HERE));
        }
        sitting = greeting.sitting();
        if (signing == null || signing.suite() != suite) {
            signing = SigningKeyPair.generate(suite, SigningPurpose.SEAT, random);
        }
    }

    /// Proves to be the candidate.
    Proof bySecret() {
        return new Proof.Secret(signIn.secret());
    }

    /// Proves to be the seat that was let in.
    Proof bySignature(
            Suite suite, byte[] greetingFrame, SessionId session, SealingPublicKey sealingKey) {
        var digest =
                Transcripts.returning(
                        suite, greetingFrame, session, Octets.of(sealingKey.toBytes()));
        return new Proof.Return(session, Octets.of(signing.sign(digest.toBytes()).toBytes()));
    }

    /// What the seat says first.
    SeatMessage.Hello hello(Proof proof, SealingPublicKey sealingKey, Digest posture) {
        return new SeatMessage.Hello(
                VERSIONS,
                ticketNumber,
                proof,
                settings.seat(),
                Octets.of(sealingKey.toBytes()),
                Octets.of(signing.verifyingKey().toBytes()),
                posture,
                settings.program());
    }

    /// Wipes the key and forgets the secret.
    void end() {
        if (signing != null) {
            signing.close();
        }
        forgetSecret();
    }
}
