package org.gongyuan.server.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

final class SeatTlsTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void checksCertificatesBesideTheLoopThatTakesResponses(boolean isNative) {
        var options =
                new SeatTls(
                                Path.of("server.pem"),
                                Path.of("server.key"),
                                Optional.of(Path.of("authority.pem")),
                                isNative)
                        .into(new HttpServerOptions());

        assertTrue(options.getSslEngineOptions().getUseWorkerThread());
        assertEquals(ClientAuth.REQUIRED, options.getClientAuth());
        assertEquals(Set.of("TLSv1.3"), options.getEnabledSecureTransportProtocols());
    }
}
