package org.gongyuan.seat.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;

import org.gongyuan.seat.session.Link;
import org.gongyuan.seat.session.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@DisplayName("An attempt to connect")
class SocketLinkTest {

    private final Vertx vertx = Vertx.vertx();
    private final Clients clients = new Clients(vertx, Optional.empty());

    @AfterEach
    void everythingIsClosed() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void saysThatNobodyIsThereWhereNothingListens() throws Exception {
        int port = portOfAServerThatEnds();

        assertEquals("absent", outcome(new SocketLink(clients.sockets(), "/seat"), port));
        assertEquals("absent", outcome(exchange(), port));
    }

    @Test
    void saysOnlyThatItFailedWhereSomebodyListensAndHangsUp() throws Exception {
        int port =
                vertx.createNetServer()
                        .connectHandler(socket -> socket.handler(_ -> socket.close()))
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .actualPort();

        assertEquals("closed", outcome(new SocketLink(clients.sockets(), "/seat"), port));
        assertEquals("closed", outcome(exchange(), port));
    }

    private ExchangeLink exchange() {
        return new ExchangeLink(
                clients,
                "/seat/exchange",
                new LoopTicker(vertx, vertx.getOrCreateContext()),
                new SecureRandom());
    }

    private int portOfAServerThatEnds() throws Exception {
        var server =
                vertx.createNetServer()
                        .connectHandler(_ -> {})
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
        server.close().toCompletionStage().toCompletableFuture().get();
        return server.actualPort();
    }

    private String outcome(Link link, int port) throws Exception {
        var outcome = new CompletableFuture<String>();
        var context = vertx.getOrCreateContext();
        context.runOnContext(
                _ -> {
                    var _ =
                            link.connect(
                                    new Node("localhost", port),
                                    new Link.Listener() {
                                        @Override
                                        public void opened() {
                                            outcome.complete("opened");
                                        }

                                        @Override
                                        public void received(byte[] frame) {
                                            outcome.complete("received");
                                        }

                                        @Override
                                        public void closed(int status, String reason) {
                                            outcome.complete("closed");
                                        }

                                        @Override
                                        public void absent(String reason) {
                                            outcome.complete("absent");
                                        }
                                    });
                });
        return outcome.get(240, TimeUnit.SECONDS);
    }
}
