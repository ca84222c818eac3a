package org.gongyuan.protocol.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

/// How a person stood for an act (`staff-access.md` 3.4).
public sealed interface ActProof {

    /// A passkey's assertion whose challenge is the digest of the act: a signature of the person's
    /// device over the act, which an outsider can check.
    ///
    /// @param key the passkey's public key
    /// @param authenticator what the authenticator said
    /// @param client what the browser said, JSON
    record Asserted(Octets key, Octets authenticator, Octets client, Octets signature)
            implements ActProof {

        public Asserted {
            requireNonNull(key, "key");
            requireNonNull(authenticator, "authenticator");
            requireNonNull(client, "client");
            requireNonNull(signature, "signature");
        }
    }

    /// The node attests that the person signed in anew with password and code for this act.
    ///
    /// @param signIn digest that names the sign-in
    record Attested(Digest signIn) implements ActProof {

        public Attested {
            requireNonNull(signIn, "signIn");
        }
    }

    /// A proof has at most this many bytes.
    int LARGEST = 1_100;

    /// The proof as it is written down.
    default byte[] toBytes() {
        var to = new CborWriter(512);
        switch (this) {
            case Asserted(var key, var authenticator, var client, var signature) ->
                    to.array(5)
                            .uint(1)
                            .bytes(key.toBytes())
                            .bytes(authenticator.toBytes())
                            .bytes(client.toBytes())
                            .bytes(signature.toBytes());
            case Attested(var signIn) -> to.array(2).uint(2).bytes(signIn.toBytes());
        }
        var bytes = to.toBytes();
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException(
                    "a proof has at most %d bytes, not %d".formatted(LARGEST, bytes.length));
        }
        return bytes;
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException when it is not exactly one proof
    static ActProof read(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException(
                    "a proof has at most %d bytes, not %d".formatted(LARGEST, bytes.length));
        }
        try {
            return read(new CborReader(bytes));
        } catch (NotCanonical broken) {
            throw new IllegalArgumentException("this is no proof: " + broken.getMessage(), broken);
        }
    }

    private static ActProof read(CborReader from) {
        int fields = from.array();
        int kind = from.uint(2);
        ActProof proof;
        if (kind == 1 && fields == 5) {
            proof =
                    new Asserted(
                            Octets.of(from.bytes()),
                            Octets.of(from.bytes()),
                            Octets.of(from.bytes()),
                            Octets.of(from.bytes()));
        } else if (kind == 2 && fields == 2) {
            proof = new Attested(Digest.of(from.bytes(Digest.LENGTH)));
        } else {
            throw new IllegalArgumentException("unknown kind of proof: " + kind);
        }
        from.end();
        return proof;
    }
}
