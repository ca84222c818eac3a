package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLEngineOptions;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// TLS of the seat port: 1.3 only. The dear part of a handshake, the check of the other side's
/// certificate, is done beside the event loop: there it would stand before the responses of those
/// who are in.
///
/// @param certificate the server's, in PEM
/// @param key its private key, in PEM
/// @param authority whose seat certificates are asked for; empty when none are
/// @param isNative whether BoringSSL does it, three times faster at handshakes than the JDK
public record SeatTls(Path certificate, Path key, Optional<Path> authority, boolean isNative) {

    public SeatTls {
        requireNonNull(certificate, "certificate");
        requireNonNull(key, "key");
        requireNonNull(authority, "authority");
    }

    /// Puts it into the options of a port.
    public HttpServerOptions into(HttpServerOptions options) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(
                        new PemKeyCertOptions()
                                .setCertPath(certificate.toString())
                                .setKeyPath(key.toString()));
        if (authority.isPresent()) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertPath(authority.get().toString()));
        }
        return options.setSslEngineOptions(engine().setUseWorkerThread(true));
    }

    private SSLEngineOptions engine() {
        return isNative && OpenSSLEngineOptions.isAvailable()
                ? new OpenSSLEngineOptions()
                : new JdkSSLEngineOptions();
    }
}
