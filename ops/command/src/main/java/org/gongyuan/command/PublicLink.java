package org.gongyuan.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// The public port of an examining body, as anybody asks it (`exam-server/spec/publication.md`).
public final class PublicLink {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final URI base;
    private final Optional<Path> authority;

    /// A link to `https://host:port`.
    ///
    /// @param authority PEM file of the authority that signed the port's certificate; empty for
    /// those the machine trusts anyway
    /// @throws IllegalArgumentException when this is no such address
    public PublicLink(String url, Optional<Path> authority) {
        base = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        if (base.getHost() == null
                || !("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
            throw new IllegalArgumentException(
                    "\"%s\" is no address like https://results.example.org".formatted(url));
        }
        this.authority = authority;
    }

    /// What the port answered.
    ///
    /// @param status the HTTP status
    /// @param body JSON where the status is 200
    public record Answer(int status, String body) {}

    /// Asks for the result that belongs to a ticket number and its secret.
    ///
    /// @param query `{"sitting": …, "ticket": …, "secret": …}`
    public Answer results(String query) throws IOException, InterruptedException {
        return post("/public/results", query);
    }

    /// Asks whether a receipt is in the record.
    public Answer receipt(String text) throws IOException, InterruptedException {
        return post("/public/receipts", text);
    }

    private Answer post(String path, String body) throws IOException, InterruptedException {
        var builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LONGEST_CONNECT);
        if (authority.isPresent()) {
            builder.sslContext(trusting(authority.get()));
        }
        try (var client = builder.build()) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(URI.create(base + path))
                                    .timeout(LONGEST_WAIT)
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException refused) {
            throw new IOException("nobody answers at %s".formatted(base), refused);
        } catch (SSLException refused) {
            throw new IOException(
                    "%s does not show a certificate that is trusted: %s"
                            .formatted(base, refused.getMessage()),
                    refused);
        }
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream in = Files.newInputStream(authority)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                number++;
                store.setCertificateEntry("authority-" + number, one);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException refused) {
            throw new IOException(
                    "%s holds no certificates in PEM: %s"
                            .formatted(authority, refused.getMessage()),
                    refused);
        }
    }
}
