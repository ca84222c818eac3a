package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;
import java.util.function.Function;

/// What a seat and the server share after the handshake (`item-bank/spec/trust.md`, section 6.3):
/// for each direction a MAC key and a seal key, and the key of the seat's journal. Both sides name
/// the directions alike; each seals in its own direction only.
public final class SessionSecrets implements AutoCloseable {

    private final MacKey macToServer;
    private final MacKey macToSeat;
    private final SessionSealKey sealToServer;
    private final SessionSealKey sealToSeat;
    private final JournalKey journalKey;

    SessionSecrets(Suite suite, byte[] shared, Digest transcript, boolean isSeat) {
        macToServer =
                part(
                        suite,
                        shared,
                        transcript,
                        "mac to server",
                        secret -> new MacKey(suite, secret));
        macToSeat =
                part(suite, shared, transcript, "mac to seat", secret -> new MacKey(suite, secret));
        sealToServer =
                part(
                        suite,
                        shared,
                        transcript,
                        "seal to server",
                        secret -> new SessionSealKey(suite, secret, isSeat));
        sealToSeat =
                part(
                        suite,
                        shared,
                        transcript,
                        "seal to seat",
                        secret -> new SessionSealKey(suite, secret, !isSeat));
        journalKey =
                part(suite, shared, transcript, "journal", secret -> new JournalKey(suite, secret));
    }

    private static <T> T part(
            Suite suite,
            byte[] shared,
            Digest transcript,
            String label,
            Function<byte[], T> constructor) {
        var secret =
                Derivation.expand(
                        suite, shared, Secret.LENGTH, "session " + label, transcript.toBytes());
        try {
            return constructor.apply(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// Authenticates what the seat sends.
    public MacKey macToServer() {
        return macToServer;
    }

    /// Authenticates what the server sends.
    public MacKey macToSeat() {
        return macToSeat;
    }

    /// Seals what the seat sends; the server only opens with it.
    public SessionSealKey sealToServer() {
        return sealToServer;
    }

    /// Seals what the server sends; the seat only opens with it.
    public SessionSealKey sealToSeat() {
        return sealToSeat;
    }

    /// The key of the seat's journal, known to both sides, so that a seat that died can read its
    /// journal again.
    public JournalKey journalKey() {
        return journalKey;
    }

    /// Wipes all of them.
    @Override
    public void close() {
        macToServer.close();
        macToSeat.close();
        sealToServer.close();
        sealToSeat.close();
        journalKey.close();
    }

    @Override
    public String toString() {
        return "SessionSecrets[secret]";
    }
}
