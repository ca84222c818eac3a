package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;

import org.gongyuan.seat.session.Link;
import org.gongyuan.seat.session.Node;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.HashSet;
import java.util.Set;

/// Lines over WebSockets. Used on the seat's event loop, which also reads and writes the socket.
final class SocketLink implements Link {

    private static final int CONNECT_WITHIN_MS = 8_000;

    private final WebSocketClient client;
    private final String path;
    private final Set<Node> rejecting = new HashSet<>();

    SocketLink(WebSocketClient client, String path) {
        this.client = requireNonNull(client, "client");
        this.path = requireNonNull(path, "path");
    }

    /// Whether something between here and the node refuses WebSockets.
    boolean isRejectedAt(Node node) {
        return rejecting.contains(node);
    }

    @Override
    public Line connect(Node node, Listener listener) {
        var options = new WebSocketConnectOptions();
        options.setHost(node.host()).setPort(node.port()).setURI(path);
        options.setConnectTimeout(CONNECT_WITHIN_MS).setTimeout(CONNECT_WITHIN_MS);
        var line = new SocketLine(listener, () -> rejecting.add(node));
        var _ = client.connect(options).onSuccess(line::opened).onFailure(line::failed);
        return line;
    }

    /// Whether the machine there said that nothing listens, or there is no way to it. A connection
    /// that was not answered in time is neither: a node with too much to do looks like that, and
    /// its exception has no cause from the system.
    static boolean isRefused(Throwable failed) {
        return failed instanceof NoRouteToHostException
                || (failed instanceof ConnectException
                        && failed.getCause() instanceof ConnectException);
    }

    private static final class SocketLine implements Line {

        private final Listener listener;
        private final Runnable whenRejected;
        private WebSocket socket;
        private boolean isClosed;

        SocketLine(Listener listener, Runnable whenRejected) {
            this.listener = listener;
            this.whenRejected = whenRejected;
        }

        void opened(WebSocket opened) {
            if (isClosed) {
                var _ = opened.close();
                return;
            }
            socket = opened;
            opened.binaryMessageHandler(message -> received(message.getBytes()));
            opened.textMessageHandler(_ -> broken(4400, "text"));
            opened.exceptionHandler(_ -> {});
            opened.closeHandler(_ -> gone());
            listener.opened();
        }

        void failed(Throwable cause) {
            if (cause instanceof UpgradeRejectedException) {
                whenRejected.run();
            }
            if (isRefused(cause) && !isClosed) {
                isClosed = true;
                listener.absent("refused");
            } else {
                broken(ABNORMAL, cause.getClass().getSimpleName());
            }
        }

        private void received(byte[] frame) {
            if (!isClosed) {
                listener.received(frame);
            }
        }

        private void gone() {
            var status = socket.closeStatusCode();
            var reason = socket.closeReason();
            broken(status == null ? ABNORMAL : status, reason == null ? "" : reason);
        }

        private void broken(int status, String reason) {
            if (!isClosed) {
                isClosed = true;
                if (socket != null) {
                    var _ = socket.close();
                }
                listener.closed(status, reason);
            }
        }

        @Override
        public void send(byte[] frame) {
            if (socket != null && !isClosed) {
                var _ = socket.writeBinaryMessage(Buffer.buffer(frame));
            }
        }

        @Override
        public void close(int status, String reason) {
            if (!isClosed) {
                isClosed = true;
                if (socket != null) {
                    var _ = socket.close((short) status, reason);
                }
            }
        }
    }
}
