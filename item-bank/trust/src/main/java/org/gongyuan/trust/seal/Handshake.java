package org.gongyuan.trust.seal;

import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.gongyuan.trust.seal.SealBroken.Reason;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.MessageDigest;
import java.util.Arrays;

/// The exchange that gives a seat and the server their session secrets (`item-bank/spec/trust.md`,
/// section 6): the seat sends the public part of its key pair, the server answers with an
/// encapsulation, both bind the result to the digest of what was said before. It happens once per
/// connection, at admission; starting the exam costs symmetric work only.
///
/// It proves to the seat that whoever answered knows the transcript, not who that is: the server is
/// known by its TLS certificate, the seat machine by its client certificate.
public final class Handshake {

    private static final int VERSION = 1;
    private static final int HEADER = 2;
    private static final int CONFIRMATION = 16;
    private static final int SEED = 64;

    private Handshake() {}

    /// What the server sends, and the secrets it keeps.
    public static final class Answer {

        private final byte[] encapsulation;
        private final SessionSecrets secrets;

        private Answer(byte[] encapsulation, SessionSecrets secrets) {
            this.encapsulation = encapsulation;
            this.secrets = secrets;
        }

        /// Goes to the seat.
        public byte[] encapsulation() {
            return encapsulation.clone();
        }

        /// Stay here.
        public SessionSecrets secrets() {
            return secrets;
        }

        @Override
        public String toString() {
            return "Answer[%d bytes, secret]".formatted(encapsulation.length);
        }
    }

    /// The server's side: answers a seat.
    public static Answer answer(SealingPublicKey seat, Digest transcript) {
        if (seat.purpose() != Purpose.SEAT) {
            throw new KeyRefused(
                    "a handshake is with a key of purpose SEAT, this one is of %s"
                            .formatted(seat.purpose()));
        }
        var suite = seat.suite();
        var info = info(seat, transcript);
        var seed = Nonces.fresh(SEED);
        try {
            var exchange =
                    switch (suite) {
                        case INTL_1 -> XWing.export(seat.key(), info, seed, Secret.LENGTH);
                        case SM_1 -> encapsulateSm2(seat, info, seed);
                    };
            try {
                var kem = exchange[0];
                var message = new byte[HEADER + kem.length + CONFIRMATION];
                message[0] = VERSION;
                message[1] = (byte) suite.code();
                System.arraycopy(kem, 0, message, HEADER, kem.length);
                System.arraycopy(
                        confirmation(suite, exchange[1], transcript),
                        0,
                        message,
                        HEADER + kem.length,
                        CONFIRMATION);
                return new Answer(
                        message, new SessionSecrets(suite, exchange[1], transcript, false));
            } finally {
                Arrays.fill(exchange[1], (byte) 0);
            }
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// The seat's side: takes the server's answer, or refuses it.
    public static SessionSecrets accept(
            SealingKeyPair seat, byte[] encapsulation, Digest transcript) throws SealBroken {
        var suite = seat.suite();
        var kem =
                switch (suite) {
                    case INTL_1 -> XWing.ENCAPSULATION;
                    case SM_1 -> Sm2.OVERHEAD + Secret.LENGTH;
                };
        if (encapsulation.length != HEADER + kem + CONFIRMATION) {
            throw new SealBroken(
                    encapsulation.length < HEADER + kem + CONFIRMATION
                            ? Reason.TOO_SHORT
                            : Reason.TRAILING_BYTES,
                    "a handshake answer in suite %s is %d bytes, got %d"
                            .formatted(suite, HEADER + kem + CONFIRMATION, encapsulation.length));
        }
        if (encapsulation[0] != VERSION) {
            throw new SealBroken(
                    Reason.UNKNOWN_VERSION,
                    "a handshake answer of version %d, known is %d"
                            .formatted(encapsulation[0] & 0xff, VERSION));
        }
        if (encapsulation[1] != suite.code()) {
            throw new SealBroken(
                    Reason.OTHER_SUITE,
                    "a handshake answer in suite of code %d, the key is of suite %s"
                            .formatted(encapsulation[1] & 0xff, suite));
        }
        var shared =
                seat.export(
                        Arrays.copyOfRange(encapsulation, HEADER, HEADER + kem),
                        info(seat.publicKey(), transcript),
                        Secret.LENGTH);
        try {
            if (!MessageDigest.isEqual(
                    confirmation(suite, shared, transcript),
                    Arrays.copyOfRange(encapsulation, HEADER + kem, encapsulation.length))) {
                throw SealBroken.notAuthentic();
            }
            return new SessionSecrets(suite, shared, transcript, true);
        } finally {
            Arrays.fill(shared, (byte) 0);
        }
    }

    private static byte[][] encapsulateSm2(SealingPublicKey seat, byte[] info, byte[] seed) {
        var material = Arrays.copyOf(seed, Secret.LENGTH);
        try {
            return new byte[][] {
                Sm2.encrypt((ECPublicKeyParameters) seat.key(), material, Nonces.random()),
                Derivation.extract(Suite.SM_1, material, info, Secret.LENGTH, "handshake secret")
            };
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    private static byte[] info(SealingPublicKey seat, Digest transcript) {
        return Derivation.info(
                seat.suite(), "handshake", seat.fingerprint().toBytes(), transcript.toBytes());
    }

    private static byte[] confirmation(Suite suite, byte[] shared, Digest transcript) {
        return Derivation.expand(
                suite, shared, CONFIRMATION, "session confirmation", transcript.toBytes());
    }
}
