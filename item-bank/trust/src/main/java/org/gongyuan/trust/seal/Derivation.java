package org.gongyuan.trust.seal;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How one secret is derived from another (`item-bank/spec/trust.md`, section 3.4): HKDF with the
/// suite's hash, its info the canonical encoding of label, suite and context, so that no two
/// derivations can coincide.
final class Derivation {

    private Derivation() {}

    /// Expands a uniform secret.
    static byte[] expand(Suite suite, byte[] secret, int length, String label, byte[]... context) {
        return derive(
                suite,
                HKDFParameters.skipExtractParameters(secret, info(suite, label, context)),
                length);
    }

    /// Extracts from key material with a salt, then expands.
    static byte[] extract(
            Suite suite,
            byte[] material,
            byte[] salt,
            int length,
            String label,
            byte[]... context) {
        return derive(
                suite, new HKDFParameters(material, salt, info(suite, label, context)), length);
    }

    static Digest commitment(Suite suite, String label, byte[] secret) {
        var encoded =
                new CborWriter()
                        .array(4)
                        .text("gongyuan.org/commitment/1")
                        .text(suite.id())
                        .text(label)
                        .bytes(secret)
                        .toBytes();
        try {
            return suite.digest(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static byte[] derive(Suite suite, HKDFParameters parameters, int length) {
        var hkdf =
                new HKDFBytesGenerator(
                        switch (suite) {
                            case INTL_1 -> new SHA256Digest();
                            case SM_1 -> new SM3Digest();
                        });
        hkdf.init(parameters);
        var derived = new byte[length];
        var _ = hkdf.generateBytes(derived, 0, length);
        return derived;
    }

    static byte[] info(Suite suite, String label, byte[]... context) {
        var writer =
                new CborWriter()
                        .array(2 + context.length)
                        .text("gongyuan.org/" + label + "/1")
                        .text(suite.id());
        for (var part : context) {
            writer.bytes(part);
        }
        return writer.toBytes();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
