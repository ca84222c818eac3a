package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

import org.gongyuan.trust.certificate.Credentials;

import java.util.Set;

/// An enrolled seat machine: the certificate it shows, and the authority whose servers it believes.
///
/// @param authority the authority's certificate, PEM
public record Machine(Credentials credentials, String authority) {

    public Machine {
        requireNonNull(credentials, "credentials");
        requireNonNull(authority, "authority");
    }

    /// Puts into a client's options: TLS 1.3, both sides certified (seat-protocol.md section 1.1).
    public void applyTo(ClientOptionsBase options) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority)))
                .setKeyCertOptions(
                        new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(credentials.certificate()))
                                .addKeyValue(Buffer.buffer(credentials.privateKey())));
    }

    @Override
    public String toString() {
        return "Machine[secret]";
    }
}
