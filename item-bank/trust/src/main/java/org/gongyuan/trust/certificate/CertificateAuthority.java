package org.gongyuan.trust.certificate;

import static java.util.Objects.requireNonNull;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;

/// The authority that issues the certificates of servers and seat machines
/// (`item-bank/spec/trust.md`, section 11). It is small on purpose: one root, no intermediates, no
/// revocation lists; a machine that is to be kept out is taken from the list of enrolled machines.
public final class CertificateAuthority {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 128;

    private final X509Certificate certificate;
    private final PrivateKey privateKey;

    private CertificateAuthority(X509Certificate certificate, PrivateKey privateKey) {
        this.certificate = requireNonNull(certificate, "certificate");
        this.privateKey = requireNonNull(privateKey, "privateKey");
    }

    /// A new authority.
    public static CertificateAuthority create(
            String name, Instant from, Instant until, SecureRandom random) {
        var pair = keyPair(random);
        var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
        var certificate =
                issue(
                        pair.getPrivate(),
                        builder(subject, subject, from, until, pair.getPublic(), random),
                        List.of(
                                critical(Extension.basicConstraints, new BasicConstraints(0)),
                                critical(
                                        Extension.keyUsage,
                                        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)),
                                plain(
                                        Extension.subjectKeyIdentifier,
                                        extensions()
                                                .createSubjectKeyIdentifier(pair.getPublic()))));
        return new CertificateAuthority(Pem.certificate(certificate), pair.getPrivate());
    }

    /// The authority whose credentials were kept. Credentials that do not go together are refused.
    public static CertificateAuthority load(Credentials credentials) {
        var authority =
                new CertificateAuthority(
                        Pem.certificate(credentials.certificate()),
                        Pem.privateKey(credentials.privateKey()));
        if (authority.certificate.getBasicConstraints() < 0) {
            throw new CertificateRefused("the certificate is not an authority's");
        }
        try {
            var probe = new byte[] {1};
            var signer = Signature.getInstance(SIGNATURE);
            signer.initSign(authority.privateKey);
            signer.update(probe);
            var signature = signer.sign();
            signer.initVerify(authority.certificate.getPublicKey());
            signer.update(probe);
            if (!signer.verify(signature)) {
                throw new CertificateRefused(
                        "the private key is not that of the authority's certificate");
            }
        } catch (GeneralSecurityException _) {
            throw new CertificateRefused(
                    "the private key is not that of the authority's certificate");
        }
        return authority;
    }

    /// The authority's certificate, which servers and seats trust.
    public X509Certificate certificate() {
        return certificate;
    }

    /// The authority's certificate in PEM.
    public String certificatePem() {
        try {
            return Pem.certificate(certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate cannot be encoded", impossible);
        }
    }

    /// The authority itself, to be kept in a safe place.
    public Credentials credentials() {
        return new Credentials(certificatePem(), Pem.privateKey(privateKey.getEncoded()));
    }

    /// Issues a server's certificate for these names and addresses.
    public Credentials issueServer(
            List<String> namesAndAddresses, Instant from, Instant until, SecureRandom random) {
        if (namesAndAddresses.isEmpty()) {
            throw new IllegalArgumentException("a server's certificate needs a name");
        }
        var names =
                namesAndAddresses.stream()
                        .map(
                                name ->
                                        new GeneralName(
                                                IPAddress.isValid(name)
                                                        ? GeneralName.iPAddress
                                                        : GeneralName.dNSName,
                                                name))
                        .toArray(GeneralName[]::new);
        var subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, namesAndAddresses.getFirst())
                        .build();
        return issueLeaf(
                subject,
                KeyPurposeId.id_kp_serverAuth,
                List.of(plain(Extension.subjectAlternativeName, new GeneralNames(names))),
                from,
                until,
                random);
    }

    /// Issues the client certificate of an enrolled seat machine.
    public Credentials issueSeatMachine(
            SeatMachine machine, Instant from, Instant until, SecureRandom random) {
        var subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, machine.centre())
                        .addRDN(BCStyle.OU, SeatMachine.UNIT)
                        .addRDN(BCStyle.CN, machine.seat())
                        .build();
        return issueLeaf(subject, KeyPurposeId.id_kp_clientAuth, List.of(), from, until, random);
    }

    private Credentials issueLeaf(
            X500Name subject,
            KeyPurposeId use,
            List<Consumer<X509v3CertificateBuilder>> more,
            Instant from,
            Instant until,
            SecureRandom random) {
        var pair = keyPair(random);
        var builder =
                builder(
                        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                        subject,
                        from,
                        until,
                        pair.getPublic(),
                        random);
        more.forEach(extension -> extension.accept(builder));
        var der =
                issue(
                        privateKey,
                        builder,
                        List.of(
                                critical(Extension.basicConstraints, new BasicConstraints(false)),
                                critical(
                                        Extension.keyUsage,
                                        new KeyUsage(KeyUsage.digitalSignature)),
                                plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(use)),
                                plain(
                                        Extension.authorityKeyIdentifier,
                                        extensions()
                                                .createAuthorityKeyIdentifier(
                                                        certificate.getPublicKey()))));
        return new Credentials(der, Pem.privateKey(pair.getPrivate().getEncoded()));
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            Instant from,
            Instant until,
            PublicKey key,
            SecureRandom random) {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException(
                    "a certificate from %s until %s is never valid".formatted(from, until));
        }
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(from),
                Date.from(until),
                subject,
                key);
    }

    private static String issue(
            PrivateKey signer,
            X509v3CertificateBuilder builder,
            List<Consumer<X509v3CertificateBuilder>> extensions) {
        extensions.forEach(extension -> extension.accept(builder));
        try {
            return Pem.certificate(
                    builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer))
                            .getEncoded());
        } catch (OperatorCreationException | IOException impossible) {
            throw new IllegalStateException("a certificate cannot be signed", impossible);
        }
    }

    private static Consumer<X509v3CertificateBuilder> critical(
            ASN1ObjectIdentifier id, ASN1Encodable value) {
        return builder -> add(builder, id, true, value);
    }

    private static Consumer<X509v3CertificateBuilder> plain(
            ASN1ObjectIdentifier id, ASN1Encodable value) {
        return builder -> add(builder, id, false, value);
    }

    private static void add(
            X509v3CertificateBuilder builder,
            ASN1ObjectIdentifier id,
            boolean isCritical,
            ASN1Encodable value) {
        try {
            var _ = builder.addExtension(id, isCritical, value);
        } catch (IOException impossible) {
            throw new IllegalStateException("an extension cannot be encoded", impossible);
        }
    }

    private static JcaX509ExtensionUtils extensions() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no SHA-1 for key identifiers", missing);
        }
    }

    private static KeyPair keyPair(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no curve P-256", missing);
        }
    }
}
