package org.gongyuan.trust.certificate;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;

import java.security.GeneralSecurityException;
import java.time.Instant;

/// The certificate of a seat machine, checked against the authority that issues them
/// (`item-bank/spec/trust.md`, section 11.4).
///
/// @param fingerprint SHA-256 of the certificate
public record SeatCertificate(
        SeatMachine machine, Digest fingerprint, Instant from, Instant until) {

    public SeatCertificate {
        requireNonNull(machine, "machine");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(from, "from");
        requireNonNull(until, "until");
    }

    /// Reads a certificate.
    ///
    /// @param pem the certificate
    /// @param authority the authority's certificate, in PEM
    /// @throws CertificateRefused when it is none, of no seat machine, over, or of another
    /// authority
    public static SeatCertificate read(String pem, String authority, Instant now) {
        var certificate = Pem.certificate(pem);
        var issuer = Pem.certificate(authority);
        try {
            certificate.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException _) {
            throw new CertificateRefused(
                    "the certificate is not of the authority this node trusts");
        }
        var until = certificate.getNotAfter().toInstant();
        if (!until.isAfter(now)) {
            throw new CertificateRefused("the certificate ended at " + until);
        }
        try {
            return new SeatCertificate(
                    SeatMachine.of(certificate),
                    Hashing.sha256().update(certificate.getEncoded()).digest(),
                    certificate.getNotBefore().toInstant(),
                    until);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate cannot be encoded", impossible);
        }
    }
}
