package org.gongyuan.server.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.server.scoring.DocumentRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.ArrayList;
import java.util.List;

/// A body of bytes and the signatures under it, all of which hold and are by different keys
/// (`cut-score.md` 2.1, `scoring.md` 4.3).
record SignedDocument(Octets body, List<VerifyingKey> signers) {

    private static final int MOST = 10;

    /// Bytes that are only carried.
    static final class Octets {

        private final byte[] bytes;

        private Octets(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    SignedDocument {
        signers = List.copyOf(signers);
    }

    /// Signs `body` under a label, in the order of `signers`.
    static byte[] sign(Suite suite, String label, byte[] body, List<SigningKeyPair> signers) {
        var signed = signed(suite, label, body);
        var to = new CborWriter().array(2).bytes(body).array(signers.size());
        for (var signer : signers) {
            to.array(2).bytes(signer.verifyingKey().toBytes()).bytes(signer.sign(signed).toBytes());
        }
        return to.toBytes();
    }

    private static byte[] signed(Suite suite, String label, byte[] body) {
        return suite.digest((label + "\0").getBytes(UTF_8), body).toBytes();
    }

    /// The digest of a signed document under a label.
    static Digest digest(Suite suite, String label, byte[] document) {
        return suite.digest((label + "\0").getBytes(UTF_8), document);
    }

    /// Reads a document whose signatures hold.
    static SignedDocument parse(Suite suite, String label, SigningPurpose purpose, byte[] document)
            throws DocumentRefused {
        var from = new CborReader(document);
        try {
            from.array(2);
            var body = from.bytes();
            var signed = signed(suite, label, body);
            var count = from.array();
            if (count < 2 || count > MOST) {
                throw new DocumentRefused(
                        Reason.SIGNATURE, "%d signatures, 2 to %d are due".formatted(count, MOST));
            }
            var signers = new ArrayList<VerifyingKey>();
            for (var i = 0; i < count; i++) {
                from.array(2);
                var key = VerifyingKey.decode(from.bytes());
                var signature = Signature.decode(from.bytes());
                if (key.suite() != suite
                        || key.purpose() != purpose
                        || !key.holds(signature, signed)) {
                    throw new DocumentRefused(
                            Reason.SIGNATURE,
                            "signature %d, by %s, does not hold".formatted(i + 1, key));
                }
                if (signers.contains(key)) {
                    throw new DocumentRefused(Reason.SIGNATURE, key + " signed twice");
                }
                signers.add(key);
            }
            from.end();
            return new SignedDocument(new Octets(body), signers);
        } catch (NotCanonical wrong) {
            throw new DocumentRefused(Reason.NOT_CANONICAL, wrong.getMessage(), wrong);
        } catch (KeyRefused wrong) {
            throw new DocumentRefused(Reason.SIGNATURE, wrong.getMessage(), wrong);
        }
    }

    /// The fingerprints of the signers' keys, in the order in which they signed.
    List<Digest> fingerprints() {
        return signers.stream().map(VerifyingKey::fingerprint).toList();
    }
}
