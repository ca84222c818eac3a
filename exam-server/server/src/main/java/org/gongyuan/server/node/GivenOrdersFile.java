package org.gongyuan.server.node;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.access.GivenOrders;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// The nonces of the orders that were given at this node, in the file `orders-given`: nonce and the
/// instant from which on it may be forgotten (8 bytes, ms). Safe for several threads.
public final class GivenOrdersFile implements GivenOrders, Closeable {

    private final AppendedFile file;
    private final Map<Octets, Instant> given = new HashMap<>();

    /// Opens the file in a node's data folder.
    public GivenOrdersFile(Path data) throws IOException {
        file = AppendedFile.open(data.resolve("orders-given"), this::found);
    }

    private void found(byte[] payload) {
        var nonce = new byte[payload.length - Long.BYTES];
        var from = ByteBuffer.wrap(payload).get(nonce);
        given.put(Octets.of(nonce), Instant.ofEpochMilli(from.getLong()));
    }

    @Override
    public synchronized boolean isFirst(Octets nonce, Instant expires, Instant now)
            throws IOException {
        given.values().removeIf(now::isAfter);
        if (given.containsKey(nonce)) {
            return false;
        }
        if (given.isEmpty()) {
            file.clear();
        }
        file.append(
                ByteBuffer.allocate(nonce.length() + Long.BYTES)
                        .put(nonce.toBytes())
                        .putLong(expires.toEpochMilli())
                        .array());
        given.put(nonce, expires);
        return true;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
