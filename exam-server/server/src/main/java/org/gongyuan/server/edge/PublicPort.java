package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

import java.util.concurrent.TimeUnit;

/// The public port: what anybody may ask about published results, the page to ask it with, and
/// nothing else. It is a port of its own, so that a firewall can let the world in here and nowhere
/// else.
public final class PublicPort extends VerticleBase {

    private static final int LONGEST_SILENCE_SECONDS = 15;
    private static final int LARGEST_HEADERS = 8 << 10;

    private final HttpServerOptions options;
    private final PublicRoutes routes;
    private HttpServer server;

    /// A port with these routes.
    public PublicPort(HttpServerOptions options, PublicRoutes routes) {
        this.options =
                requireNonNull(options, "options")
                        .setIdleTimeout(LONGEST_SILENCE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxHeaderSize(LARGEST_HEADERS);
        this.routes = requireNonNull(routes, "routes");
    }

    @Override
    public Future<?> start() {
        var router = Router.router(vertx);
        routes.mount(router);
        ConsolePages.built().ifPresent(pages -> pages.mount(router, ConsolePages.PUBLIC));
        server = vertx.createHttpServer(options).requestHandler(router);
        return server.listen();
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /// The port it listens on.
    public int port() {
        return server.actualPort();
    }
}
