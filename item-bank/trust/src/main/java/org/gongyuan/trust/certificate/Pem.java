package org.gongyuan.trust.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// The text form of certificates and private keys.
final class Pem {

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    static String certificate(byte[] der) {
        return text(CERTIFICATE, der);
    }

    static String privateKey(byte[] pkcs8) {
        return text(PRIVATE_KEY, pkcs8);
    }

    static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(bytes(CERTIFICATE, pem)));
        } catch (CertificateException _) {
            throw new CertificateRefused("the text is no X.509 certificate");
        }
    }

    static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes(PRIVATE_KEY, pem)));
        } catch (GeneralSecurityException _) {
            throw new CertificateRefused("the text is no private key on an elliptic curve");
        }
    }

    private static String text(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
    }

    private static byte[] bytes(String label, String pem) {
        var begin = "-----BEGIN %s-----".formatted(label);
        var end = "-----END %s-----".formatted(label);
        var from = pem.indexOf(begin);
        var to = pem.indexOf(end);
        if (from < 0 || to < from + begin.length()) {
            throw new CertificateRefused("the text has no %s in PEM".formatted(label));
        }
        try {
            return Base64.getMimeDecoder()
                    .decode(
                            pem.substring(from + begin.length(), to)
                                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw new CertificateRefused("the %s in PEM is not base64".formatted(label));
        }
    }
}
