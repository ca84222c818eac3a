package org.gongyuan.trust.certificate;

import static java.util.Objects.requireNonNull;

/// A certificate and the private key that goes with it, as files hold them. Prints only the
/// certificate.
///
/// @param certificate in PEM
/// @param privateKey in PEM, PKCS#8; who writes it to a file lets nobody else read that file
public record Credentials(String certificate, String privateKey) {

    /// Credentials of somebody.
    public Credentials {
        requireNonNull(certificate, "certificate");
        requireNonNull(privateKey, "privateKey");
    }

    @Override
    public String toString() {
        return "Credentials[%s, secret]".formatted(certificate);
    }
}
