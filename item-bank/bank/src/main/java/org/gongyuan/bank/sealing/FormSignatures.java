package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;

/// The two signatures under a manifest (`sealed-form.md` section 4), which hold.
public record FormSignatures(VerifyingKey assembler, VerifyingKey reviewer) {

    public FormSignatures {
        requireNonNull(assembler, "assembler");
        requireNonNull(reviewer, "reviewer");
    }

    static byte[] sign(Digest manifest, SigningKeyPair assembler, SigningKeyPair reviewer) {
        var to = new CborWriter().array(2);
        write(to, 0, assembler, manifest);
        write(to, 1, reviewer, manifest);
        return to.toBytes();
    }

    private static void write(CborWriter to, int role, SigningKeyPair by, Digest manifest) {
        to.array(3)
                .uint(role)
                .bytes(by.verifyingKey().toBytes())
                .bytes(by.sign(manifest.toBytes()).toBytes());
    }

    /// Reads the signatures of a manifest and says who gave them, or refuses.
    public static FormSignatures parse(byte[] bytes, Manifest manifest) throws FormRefused {
        var from = new CborReader(bytes);
        try {
            var count = from.array();
            if (count != 2) {
                throw new FormRefused(
                        Reason.SIGNATURE, "a form has two signatures, this %d".formatted(count));
            }
            var digest = manifest.digest();
            var assembler = one(from, 0, SigningPurpose.ASSEMBLER, digest);
            var reviewer = one(from, 1, SigningPurpose.REVIEWER, digest);
            from.end();
            if (java.util.Arrays.equals(assembler.raw(), reviewer.raw())) {
                throw new FormRefused(Reason.SAME_SIGNER, "assembler and reviewer have one key");
            }
            var named = manifest.signers();
            if (!assembler.fingerprint().equals(named.assembler())
                    || !reviewer.fingerprint().equals(named.reviewer())) {
                throw new FormRefused(Reason.SIGNER, "signed by others than the manifest names");
            }
            return new FormSignatures(assembler, reviewer);
        } catch (NotCanonical wrong) {
            throw new FormRefused(
                    Reason.NOT_CANONICAL, "the signatures: " + wrong.getMessage(), wrong);
        } catch (KeyRefused wrong) {
            throw new FormRefused(Reason.SIGNATURE, wrong.getMessage(), wrong);
        }
    }

    private static VerifyingKey one(
            CborReader from, int role, SigningPurpose purpose, Digest manifest) throws FormRefused {
        from.array(3);
        var given = from.uint();
        var key = VerifyingKey.decode(from.bytes());
        var signature = Signature.decode(from.bytes());
        if (given != role || key.purpose() != purpose) {
            throw new FormRefused(
                    Reason.SIGNATURE,
                    "signature %d is of role %d by a key for %s, due is %s"
                            .formatted(role + 1, given, key.purpose(), purpose));
        }
        if (!key.holds(signature, manifest.toBytes())) {
            throw new FormRefused(
                    Reason.SIGNATURE, "the signature of the %s does not hold".formatted(purpose));
        }
        return key;
    }
}
