package org.gongyuan.server.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Shakes hands with the node's own seat port before the doors open, so that a cold start does not
/// meet a whole centre. Each hand-shake ends refused where seat certificates are asked for: by then
/// the expensive part is done on both sides.
public final class TlsWarmup {

    private static final int AT_ONCE = 8;

    private TlsWarmup() {}

    /// Shakes hands so many times and returns how many were carried through to a connection.
    public static int run(Vertx vertx, int port, int rounds) {
        var options =
                new NetClientOptions()
                        .setSsl(true)
                        .setTrustAll(true)
                        .setHostnameVerificationAlgorithm("")
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        var client = vertx.createNetClient(options);
        int shaken = 0;
        for (int done = 0; done < rounds; done += AT_ONCE) {
            var group = new ArrayList<Future<NetSocket>>();
            for (int i = done; i < Math.min(rounds, done + AT_ONCE); i++) {
                // That the port refuses a client without a certificate is what is expected.
                group.add(
                        client.connect(port, "127.0.0.1")
                                .onSuccess(socket -> socket.exceptionHandler(_ -> {})));
            }
            shaken += await(group);
        }
        var _ = client.close();
        return shaken;
    }

    private static int await(List<Future<NetSocket>> group) {
        var _ =
                Future.join(group)
                        .otherwiseEmpty()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        int shaken = 0;
        for (var one : group) {
            if (one.succeeded()) {
                shaken++;
                var _ = one.result().close();
            }
        }
        return shaken;
    }
}
