package org.gongyuan.trust.certificate;

/// A certificate or its private key that cannot be read or does not say what it must
/// (`item-bank/spec/trust.md`, section 11).
public final class CertificateRefused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// A refusal with its reason.
    public CertificateRefused(String because) {
        super(because);
    }
}
