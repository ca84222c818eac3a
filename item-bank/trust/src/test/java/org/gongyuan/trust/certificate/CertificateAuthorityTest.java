package org.gongyuan.trust.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

@DisplayName("The certificate authority of a centre")
class CertificateAuthorityTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2049-01-01T00:00:00Z");
    private static final SeatMachine MACHINE = new SeatMachine("shanghai-3", "B-14");

    private final CertificateAuthority authority =
            CertificateAuthority.create("Gongyuan test centre", FROM, UNTIL, RANDOM);
    private final Credentials server =
            authority.issueServer(List.of("localhost", "127.0.0.1"), FROM, UNTIL, RANDOM);

    @Test
    void letsServerAndSeatMachineMeetOverTls13() throws Exception {
        var seat = authority.issueSeatMachine(MACHINE, FROM, UNTIL, RANDOM);

        assertEquals(MACHINE, met(server, seat, authority));
    }

    @Test
    void keepsOutAMachineOfAnotherAuthority() {
        var other = CertificateAuthority.create("Somebody else", FROM, UNTIL, RANDOM);
        var seat = other.issueSeatMachine(MACHINE, FROM, UNTIL, RANDOM);

        assertThrows(SSLException.class, () -> met(server, seat, authority));
    }

    @Test
    void keepsOutAMachineThatOffersAServersCertificate() {
        assertThrows(SSLException.class, () -> met(server, server, authority));
    }

    @Test
    void signsWhatItIssues() throws GeneralSecurityException {
        var issued = Pem.certificate(server.certificate());
        issued.verify(authority.certificate().getPublicKey());
        var other = CertificateAuthority.create("Somebody else", FROM, UNTIL, RANDOM);

        assertThrows(
                SignatureException.class, () -> issued.verify(other.certificate().getPublicKey()));
        assertEquals(FROM, issued.getNotBefore().toInstant());
        assertEquals(UNTIL, issued.getNotAfter().toInstant());
        assertEquals(-1, issued.getBasicConstraints());
        assertEquals(0, authority.certificate().getBasicConstraints());
        assertEquals(2, issued.getSubjectAlternativeNames().size());
        assertTrue(issued.getSerialNumber().signum() > 0);
    }

    @Test
    void goesOnAfterItsCredentialsWereKept() throws Exception {
        var again = CertificateAuthority.load(authority.credentials());
        var seat = again.issueSeatMachine(MACHINE, FROM, UNTIL, RANDOM);

        assertArrayEquals(authority.certificate().getEncoded(), again.certificate().getEncoded());
        assertEquals(MACHINE, met(server, seat, authority));
    }

    @Test
    void isNotMadeOfCredentialsThatDoNotGoTogether() {
        var other = CertificateAuthority.create("Somebody else", FROM, UNTIL, RANDOM);

        assertThrows(CertificateRefused.class, () -> CertificateAuthority.load(server));
        assertThrows(
                CertificateRefused.class,
                () ->
                        CertificateAuthority.load(
                                new Credentials(
                                        authority.certificatePem(),
                                        other.credentials().privateKey())));
        assertThrows(
                CertificateRefused.class,
                () ->
                        CertificateAuthority.load(
                                new Credentials(
                                        authority.certificatePem(), Pem.privateKey(new byte[3]))));
        assertThrows(
                CertificateRefused.class, () -> CertificateAuthority.load(new Credentials("", "")));
    }

    @Test
    void tellsMachinesFromEverybodyElse() {
        assertThrows(
                CertificateRefused.class,
                () -> SeatMachine.of(Pem.certificate(server.certificate())));
        assertThrows(CertificateRefused.class, () -> SeatMachine.of(authority.certificate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "-a", "a,O=b", "a=b", "a/b", "ä"})
    void enrolsNoMachineWithANameThatReadsTwoWays(String name) {
        assertThrows(IllegalArgumentException.class, () -> new SeatMachine("centre", name));
        assertThrows(IllegalArgumentException.class, () -> new SeatMachine(name, "seat"));
    }

    @Test
    void issuesNothingThatIsNeverValid() {
        assertThrows(
                IllegalArgumentException.class,
                () -> authority.issueSeatMachine(MACHINE, UNTIL, FROM, RANDOM));
        assertThrows(
                IllegalArgumentException.class,
                () -> authority.issueServer(List.of(), FROM, UNTIL, RANDOM));
    }

    @Test
    void printsNoPrivateKey() {
        assertFalse(server.toString().contains("PRIVATE"));
        assertFalse(authority.credentials().toString().contains("PRIVATE"));
    }

    private static SeatMachine met(
            Credentials server, Credentials seat, CertificateAuthority trusted) throws Exception {
        var serverContext = context(server, trusted);
        var seatContext = context(seat, trusted);
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var listening =
                        (SSLServerSocket)
                                serverContext
                                        .getServerSocketFactory()
                                        .createServerSocket(0, 1, loopback);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            listening.setNeedClientAuth(true);
            listening.setEnabledProtocols(new String[] {"TLSv1.3"});
            var accepted =
                    threads.submit(
                            () -> {
                                try (var socket = (SSLSocket) listening.accept()) {
                                    socket.startHandshake();
                                    var peer =
                                            (X509Certificate)
                                                    socket.getSession().getPeerCertificates()[0];
                                    socket.getOutputStream().write(1);
                                    return SeatMachine.of(peer);
                                }
                            });
            try (var socket =
                    (SSLSocket)
                            seatContext
                                    .getSocketFactory()
                                    .createSocket(loopback, listening.getLocalPort())) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.setSoTimeout(10_000);
                socket.startHandshake();
                if (socket.getInputStream().read() != 1) {
                    throw new SSLException("the server hung up");
                }
            } catch (IOException refused) {
                throw refused instanceof SSLException
                        ? refused
                        : new SSLException("the server hung up", refused);
            }
            return accepted.get();
        }
    }

    private static SSLContext context(Credentials own, CertificateAuthority trusted)
            throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "own",
                Pem.privateKey(own.privateKey()),
                new char[0],
                new X509Certificate[] {Pem.certificate(own.certificate())});
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, new char[0]);
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", trusted.certificate());
        var trusting = TrustManagerFactory.getInstance("PKIX");
        trusting.init(trust);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trusting.getTrustManagers(), RANDOM);
        return context;
    }
}
