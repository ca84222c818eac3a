package org.gongyuan.server.delivery;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import org.gongyuan.trust.suite.Digest;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// `GET /forms/{manifest digest}`: the seat file, from where one left off. It is sealed, the same
/// for all, and named by its content, so any cache between may keep it for ever.
public final class SeatFiles {

    private record Shelved(Path file, long size) {}

    private record Range(long from, long to) {}

    private final Map<String, Shelved> shelf = new ConcurrentHashMap<>();

    /// From now on this file is handed out.
    public void shelve(Digest manifest, Path file, long size) {
        shelf.put(manifest.hex(), new Shelved(file, size));
    }

    /// Answers a request for a file by its name.
    public void send(HttpServerRequest request, String name) {
        var shelved = shelf.get(name);
        var response = request.response();
        if (shelved == null) {
            response.setStatusCode(404).end();
            return;
        }
        var tag = "\"" + name + "\"";
        response.putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        var asked = request.getHeader("Range");
        var ifRange = request.getHeader("If-Range");
        if (asked == null || (ifRange != null && !ifRange.equals(tag))) {
            whole(request, shelved);
            return;
        }
        var range = range(asked, shelved.size);
        if (range.isEmpty()) {
            response.setStatusCode(416)
                    .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + shelved.size)
                    .end();
            return;
        }
        var part = range.get();
        long length = part.to - part.from + 1;
        response.setStatusCode(206)
                .putHeader(
                        HttpHeaders.CONTENT_RANGE,
                        "bytes %d-%d/%d".formatted(part.from, part.to, shelved.size))
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        give(request, shelved, part.from, length);
    }

    private static void whole(HttpServerRequest request, Shelved shelved) {
        request.response().putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(shelved.size));
        give(request, shelved, 0, shelved.size);
    }

    private static void give(HttpServerRequest request, Shelved shelved, long from, long length) {
        request.response()
                .sendFile(shelved.file.toString(), from, length)
                .onFailure(_ -> request.connection().close());
    }

    /// One range of bytes, or nothing when it is none that can be served.
    private static Optional<Range> range(String header, long size) {
        if (!header.startsWith("bytes=") || header.indexOf(',') >= 0) {
            return Optional.empty();
        }
        var text = header.substring("bytes=".length());
        int dash = text.indexOf('-');
        try {
            if (dash == 0) {
                long last = Long.parseLong(text.substring(1));
                return last > 0
                        ? Optional.of(new Range(Math.max(0, size - last), size - 1))
                        : Optional.empty();
            }
            long from = Long.parseLong(text.substring(0, dash));
            long to =
                    dash == text.length() - 1
                            ? size - 1
                            : Math.min(size - 1, Long.parseLong(text.substring(dash + 1)));
            return from <= to && from >= 0 ? Optional.of(new Range(from, to)) : Optional.empty();
        } catch (NumberFormatException | StringIndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }
}
