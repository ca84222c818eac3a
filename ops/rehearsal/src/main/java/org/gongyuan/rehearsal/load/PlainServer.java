package org.gongyuan.rehearsal.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;

import org.gongyuan.rehearsal.stage.NodeProcess;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.server.edge.SeatTls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// What the node is held against: Vert.x with nothing of ours on it but the settings of TLS. One
/// port answers every request with one file by `sendFile`, the other says one byte to whoever has
/// shaken hands. One event loop, as the node has by default.
public final class PlainServer {

    private static final int BACKLOG = 4_096;

    private PlainServer() {}

    /// A process of it, with the certificates of a stage; not started yet.
    ///
    /// @param file what requests are answered with
    static NodeProcess process(Stage stage, Path file) {
        var tls = stage.tls();
        return new NodeProcess(
                stage.folder().resolve("plain"),
                Map.of(
                        "seat.port",
                        "0",
                        "certificate",
                        tls.certificate().toString(),
                        "key",
                        tls.key().toString(),
                        "authority",
                        tls.authority().orElseThrow().toString(),
                        "file",
                        file.toString()),
                List.of(),
                PlainServer.class);
    }

    /// @param arguments the configuration file
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var configuration = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            configuration.load(reader);
        }
        var options =
                new SeatTls(
                                Path.of(configuration.getProperty("certificate")),
                                Path.of(configuration.getProperty("key")),
                                Optional.of(Path.of(configuration.getProperty("authority"))),
                                true)
                        .into(
                                new HttpServerOptions()
                                        .setHost("127.0.0.1")
                                        .setPort(0)
                                        .setTcpNoDelay(true)
                                        .setAcceptBacklog(BACKLOG));
        var vertx =
                Vertx.vertx(
                        new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        var file = configuration.getProperty("file");
        int files =
                vertx.createHttpServer(options)
                        .requestHandler(request -> request.response().sendFile(file))
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
        int greeting =
                vertx.createNetServer(new NetServerOptions(options))
                        .connectHandler(
                                socket -> {
                                    socket.exceptionHandler(_ -> {});
                                    socket.write(Buffer.buffer(new byte[1]));
                                })
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
        System.out.printf("READY %d %d 0 0%n", files, greeting);
        System.out.flush();
        Thread.currentThread().join();
    }
}
