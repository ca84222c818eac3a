package org.gongyuan.trust.certificate;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;

/// Which enrolled machine a client certificate speaks of (`item-bank/spec/trust.md`, section 11.3).
///
/// @param centre where it stands
/// @param seat which it is there
public record SeatMachine(String centre, String seat) {

    static final String UNIT = "Gongyuan seat machine";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// A machine with names that stand in a certificate unchanged.
    public SeatMachine {
        check("centre", centre);
        check("seat", seat);
    }

    private static void check(String what, String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the %s \"%s\" must be 1 to 64 of A-Z a-z 0-9 . _ -, a letter or digit first"
                            .formatted(what, name));
        }
    }

    /// The machine that this certificate was issued to. That an authority one trusts issued it, TLS
    /// has checked before.
    public static SeatMachine of(X509Certificate certificate) {
        try {
            var uses = certificate.getExtendedKeyUsage();
            if (uses == null || !uses.contains("1.3.6.1.5.5.7.3.2")) {
                throw new CertificateRefused("the certificate is not a client's");
            }
        } catch (CertificateParsingException _) {
            throw new CertificateRefused("the certificate's uses cannot be read");
        }
        try {
            var subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            if (!UNIT.equals(only(subject, BCStyle.OU))) {
                throw new CertificateRefused("the certificate is not a seat machine's");
            }
            return new SeatMachine(only(subject, BCStyle.O), only(subject, BCStyle.CN));
        } catch (IllegalArgumentException refused) {
            // Also what the library throws at names that are no text.
            throw new CertificateRefused(refused.getMessage());
        }
    }

    private static String only(X500Name subject, ASN1ObjectIdentifier attribute) {
        var values = subject.getRDNs(attribute);
        if (values.length != 1 || values[0].isMultiValued()) {
            throw new CertificateRefused("the certificate's subject is not a seat machine's");
        }
        return IETFUtils.valueToString(values[0].getFirst().getValue());
    }
}
