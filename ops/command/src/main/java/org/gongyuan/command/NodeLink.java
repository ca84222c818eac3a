package org.gongyuan.command;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A node's management port, as the command line speaks to it.
final class NodeLink {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final URI base;

    /// A link to `http://host:port`.
    NodeLink(String url) {
        try {
            base = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (IllegalArgumentException _) {
            throw noUrl(url);
        }
        if (base.getHost() == null
                || !("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
            throw noUrl(url);
        }
    }

    private static Refused noUrl(String url) {
        return new Refused(
                Refused.MISUSED,
                "--server \"%s\" is no address like http://127.0.0.1:7480".formatted(url));
    }

    /// What a node answered.
    ///
    /// @param status the HTTP status
    /// @param body what it said
    record Answer(int status, JsonObject body) {

        /// Whether it was done.
        boolean isDone() {
            return status / 100 == 2;
        }

        /// Why it was not.
        String because() {
            return body.getString("because", "HTTP status " + status);
        }

        /// Tells what came of it.
        void print(ActCommand to, boolean asJson) {
            if (asJson) {
                to.json(body.copy().put("status", status));
            } else if (isDone()) {
                body.forEach(
                        field -> to.say("%-12s %s".formatted(field.getKey(), field.getValue())));
            } else {
                to.tell("gongyuan: " + because());
            }
        }
    }

    /// The one-time key shares are sealed to.
    String nodeKey(Optional<String> sitting) {
        var answer =
                send(
                        "/release/node-key"
                                + sitting.map(id -> "?sitting=" + escaped(id)).orElse(""),
                        "GET",
                        BodyPublishers.noBody());
        if (answer.statusCode() != 200) {
            throw new Refused(Refused.REFUSED, read(answer).because());
        }
        return answer.body();
    }

    /// Hands a sealed share in.
    Answer share(byte[] handIn) {
        return read(send("/release/shares", "POST", BodyPublishers.ofByteArray(handIn)));
    }

    /// Gives a signed order.
    Answer order(byte[] signed) {
        return read(send("/orders", "POST", BodyPublishers.ofByteArray(signed)));
    }

    /// Sends a file into the inbox under its digest.
    Answer receive(String digest, Path file) throws IOException {
        return read(send("/inbox/" + digest, "PUT", BodyPublishers.ofFile(file)));
    }

    /// Sends bytes into the inbox under their digest.
    Answer receive(String digest, byte[] bytes) {
        return read(send("/inbox/" + digest, "PUT", BodyPublishers.ofByteArray(bytes)));
    }

    /// How a sitting stands.
    Answer status(String sitting) {
        return read(
                send("/sittings/" + escaped(sitting) + "/status", "GET", BodyPublishers.noBody()));
    }

    /// What was found about the machines of a sitting's seats.
    Answer posture(String sitting) {
        return read(
                send("/sittings/" + escaped(sitting) + "/posture", "GET", BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(String path, String method, BodyPublisher body) {
        try (var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LONGEST_CONNECT)
                        .build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(base + path))
                            .timeout(LONGEST_WAIT)
                            .method(method, body)
                            .build(),
                    BodyHandlers.ofString());
        } catch (ConnectException _) {
            throw new Refused(Refused.REFUSED, "no node answers at %s".formatted(base));
        } catch (IOException cut) {
            throw new Refused(
                    Refused.REFUSED, "the link to %s broke: %s".formatted(base, cut.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused(Refused.REFUSED, "interrupted while waiting for %s".formatted(base));
        }
    }

    private static Answer read(HttpResponse<String> response) {
        try {
            return new Answer(response.statusCode(), new JsonObject(response.body()));
        } catch (DecodeException _) {
            return new Answer(
                    response.statusCode(),
                    new JsonObject()
                            .put(
                                    "because",
                                    "the node answered HTTP %d".formatted(response.statusCode())));
        }
    }

    private static String escaped(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
