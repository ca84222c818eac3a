package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;

/// Signatures as the record carries them. What is not a key or not a signature does not hold.
final class Signatures {

    private Signatures() {}

    static boolean byApprover(Octets key, Digest signed, Octets signature) {
        return by(SigningPurpose.APPROVER, key, signed.toBytes(), signature);
    }

    static boolean by(SigningPurpose purpose, Octets key, byte[] signed, Octets signature) {
        try {
            var verifying = VerifyingKey.decode(key.toBytes());
            return verifying.purpose() == purpose
                    && verifying.holds(Signature.decode(signature.toBytes()), signed);
        } catch (NotCanonical | IllegalArgumentException refused) {
            return false;
        }
    }
}
