package org.gongyuan.seat.input;

import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/// A connection with IBus's own message bus. The library's connections deal out answers and signals
/// on several threads; here one thread reads both, because a commit that IBus sends before an
/// answer must be known before that answer is.
final class IbusBus implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final String BUS = "org.freedesktop.DBus";
    private static final String IBUS = "org.freedesktop.IBus";

    private final AbstractTransport transport;
    private final BiConsumer<String, Object[]> signals;
    private final Runnable lost;
    private final Map<Long, CompletableFuture<Object[]>> waiting = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    private IbusBus(
            AbstractTransport transport, BiConsumer<String, Object[]> signals, Runnable lost) {
        this.transport = transport;
        this.signals = signals;
        this.lost = lost;
    }

    /// Connects as the user of this process.
    ///
    /// @param signals takes name and parameters of each signal, on the reading thread
    /// @param lost told once when the connection ends by itself
    /// @throws IOException when nobody answers there
    static IbusBus open(String address, BiConsumer<String, Object[]> signals, Runnable lost)
            throws IOException {
        AbstractTransport transport;
        try {
            transport =
                    TransportBuilder.create(address)
                            .configure()
                            .withAutoConnect(false)
                            .back()
                            .build();
            var _ = transport.connect();
        } catch (DBusException | RuntimeException refused) {
            throw new IOException("IBus does not answer", refused);
        }
        var bus = new IbusBus(transport, signals, lost);
        Thread.ofPlatform().daemon().name("ibus").start(bus::read);
        try {
            var _ = bus.call("/org/freedesktop/DBus", BUS, "Hello", null);
        } catch (IOException refused) {
            bus.close();
            throw refused;
        }
        return bus;
    }

    private void read() {
        try {
            while (!isClosed) {
                var message = transport.readMessage();
                if (message != null) {
                    take(message);
                }
            }
        } catch (IOException | DBusException | RuntimeException _) {
            // whatever it was, this connection is over
        }
        boolean wasClosed = isClosed;
        close();
        if (!wasClosed) {
            lost.run();
        }
    }

    private void take(Message message) throws DBusException {
        if (message instanceof DBusSignal) {
            signals.accept(message.getName(), message.getParameters());
            return;
        }
        var asked = waiting.remove(message.getReplySerial());
        if (asked == null) {
            return;
        }
        if (message instanceof Error) {
            var _ = asked.completeExceptionally(new IOException(message.getName()));
        } else {
            var parameters = message.getParameters();
            var _ = asked.complete(parameters == null ? new Object[0] : parameters);
        }
    }

    /// Calls something of IBus and waits for its answer; every signal that came before the answer
    /// has been taken then.
    ///
    /// @throws IOException when IBus refuses, is gone or does not answer
    Object[] call(String path, String of, String member, String signature, Object... arguments)
            throws IOException {
        try {
            var call =
                    transport
                            .getMessageFactory()
                            .createMethodCall(
                                    null,
                                    of.equals(BUS) ? BUS : IBUS,
                                    path,
                                    of,
                                    member,
                                    (byte) 0,
                                    signature,
                                    arguments);
            var answer = new CompletableFuture<Object[]>();
            waiting.put(call.getSerial(), answer);
            if (isClosed) {
                throw new IOException("IBus is gone");
            }
            transport.writeMessage(call);
            return answer.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (DBusException | RuntimeException wrong) {
            throw new IOException("IBus cannot be asked for " + member, wrong);
        } catch (ExecutionException refused) {
            throw new IOException("IBus refuses " + member, refused.getCause());
        } catch (TimeoutException _) {
            throw new IOException(
                    "IBus did not answer %s within %d s"
                            .formatted(member, ANSWER_WITHIN.toSeconds()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            transport.close();
        } catch (IOException | RuntimeException _) {
            // it is over in any case
        }
        waiting.values()
                .forEach(
                        asked -> {
                            var _ = asked.completeExceptionally(new IOException("IBus is gone"));
                        });
        waiting.clear();
    }
}
