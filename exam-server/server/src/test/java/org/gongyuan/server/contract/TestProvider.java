package org.gongyuan.server.contract;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;

import org.gongyuan.trust.certificate.CertificateAuthority;
import org.gongyuan.trust.suite.Hashing;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// An identity provider of our own in this process, which a test tells to lie. A browser that is
/// sent to it signs in there as whatever subject is typed.
final class TestProvider implements AutoCloseable {

    static final String CLIENT = "gongyuan";
    static final String SECRET = "a secret of the client";

    final Path authority;
    final Path secret;
    UnaryOperator<JWTClaimsSet.Builder> lying = claims -> claims;
    boolean signsNothing;
    boolean signsWithAnother;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final String host;
    private final String certificate;
    private final RSAKey key;
    private final Map<String, JsonObject> codes = new HashMap<>();
    private int next;

    TestProvider(Path folder, Instant now) throws Exception {
        this(folder, now, "localhost");
    }

    /// A provider at another host of this machine, so that it is another site to a browser.
    TestProvider(Path folder, Instant now, String host) throws Exception {
        this.host = host;
        var random = new SecureRandom();
        var ca =
                CertificateAuthority.create(
                        "provider",
                        now.minus(Duration.ofDays(1)),
                        now.plus(Duration.ofDays(2)),
                        random);
        var credentials =
                ca.issueServer(
                        List.of(host),
                        now.minus(Duration.ofDays(1)),
                        now.plus(Duration.ofDays(1)),
                        random);
        certificate = credentials.certificate();
        authority = folder.resolve("provider.pem");
        secret = folder.resolve("provider.secret");
        var _ = Files.writeString(authority, ca.certificatePem());
        var _ = Files.writeString(secret, SECRET + "\n");
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        server =
                StaffSite.await(
                        vertx.createHttpServer(
                                        new HttpServerOptions()
                                                .setSsl(true)
                                                .setKeyCertOptions(
                                                        new PemKeyCertOptions()
                                                                .setCertValue(
                                                                        Buffer.buffer(
                                                                                credentials
                                                                                        .certificate()))
                                                                .setKeyValue(
                                                                        Buffer.buffer(
                                                                                credentials
                                                                                        .privateKey()))))
                                .requestHandler(this::answer)
                                .listen(0, host));
    }

    String issuer() {
        return "https://" + host + ":" + server.actualPort();
    }

    /// Its certificate, PEM.
    String certificate() {
        return certificate;
    }

    Map<String, String> settings() {
        return Map.of(
                "staff.oidc.issuer",
                issuer(),
                "staff.oidc.client",
                CLIENT,
                "staff.oidc.secret",
                secret.toString(),
                "staff.oidc.authority",
                authority.toString());
    }

    /// What the browser brings back after this subject signed in where it was sent.
    JsonObject visited(String where, String subject) {
        var query = MultiMap.caseInsensitiveMultiMap();
        for (var pair : URI.create(where).getRawQuery().split("&", -1)) {
            var parts = pair.split("=", 2);
            query.add(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return visited(query, subject);
    }

    private JsonObject visited(MultiMap query, String subject) {
        var code = "code-" + next++;
        codes.put(
                code,
                new JsonObject()
                        .put("subject", subject)
                        .put("nonce", query.get("nonce"))
                        .put("challenge", query.get("code_challenge"))
                        .put("method", query.get("code_challenge_method")));
        return new JsonObject()
                .put("state", query.get("state"))
                .put("code", code)
                .put("iss", issuer());
    }

    /// The page a browser sees, and its way back.
    private void authorize(HttpServerRequest request) {
        var subject = request.getParam("subject");
        if (subject == null) {
            var fields = new StringBuilder();
            request.params()
                    .forEach(
                            (name, value) ->
                                    fields.append(
                                            "<input type=hidden name=\"%s\" value=\"%s\">"
                                                    .formatted(name, value)));
            var _ =
                    request.response()
                            .putHeader("Content-Type", "text/html; charset=utf-8")
                            .end("<form>" + fields + "<input name=subject><button>in</button>");
            return;
        }
        var back = new StringBuilder(request.getParam("redirect_uri")).append('?');
        visited(request.params(), subject)
                .forEach(
                        one ->
                                back.append(one.getKey())
                                        .append('=')
                                        .append(
                                                URLEncoder.encode(
                                                        (String) one.getValue(),
                                                        StandardCharsets.UTF_8))
                                        .append('&'));
        var _ = request.response().setStatusCode(302).putHeader("Location", back.toString()).end();
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/.well-known/openid-configuration" ->
                    json(
                            request,
                            200,
                            new JsonObject()
                                    .put("issuer", issuer())
                                    .put("authorization_endpoint", issuer() + "/authorize")
                                    .put("token_endpoint", issuer() + "/token")
                                    .put("jwks_uri", issuer() + "/keys")
                                    .put("response_types_supported", new JsonArray().add("code"))
                                    .put("subject_types_supported", new JsonArray().add("public"))
                                    .put(
                                            "id_token_signing_alg_values_supported",
                                            new JsonArray().add("RS256"))
                                    .put("authorization_response_iss_parameter_supported", true));
            case "/authorize" -> authorize(request);
            case "/keys" ->
                    json(request, 200, new JsonObject(new JWKSet(key.toPublicJWK()).toString()));
            case "/token" ->
                    request.setExpectMultipart(true)
                            .endHandler(_ -> token(request, request.formAttributes()));
            default -> json(request, 404, new JsonObject());
        }
    }

    /// A code is good once, for who has its verifier and the client's secret.
    private void token(HttpServerRequest request, MultiMap form) {
        var known = codes.remove(form.get("code"));
        var client =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (CLIENT + ":" + SECRET.replace(" ", "+"))
                                                .getBytes(StandardCharsets.UTF_8));
        if (known == null
                || !client.equals(request.getHeader("Authorization"))
                || !"S256".equals(known.getString("method"))
                || !challenge(form.get("code_verifier")).equals(known.getString("challenge"))) {
            json(request, 400, new JsonObject().put("error", "invalid_grant"));
            return;
        }
        try {
            json(
                    request,
                    200,
                    new JsonObject()
                            .put("access_token", "not used")
                            .put("token_type", "Bearer")
                            .put("id_token", idToken(known)));
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private String idToken(JsonObject known) throws Exception {
        var now = java.time.InstantSource.system().instant();
        var claims =
                lying.apply(
                                new JWTClaimsSet.Builder()
                                        .issuer(issuer())
                                        .audience(CLIENT)
                                        .subject(known.getString("subject"))
                                        .issueTime(Date.from(now))
                                        .expirationTime(Date.from(now.plusSeconds(300)))
                                        .claim("nonce", known.getString("nonce")))
                        .build();
        if (signsNothing) {
            return new PlainJWT(claims).serialize();
        }
        var signing = signsWithAnother ? new RSAKeyGenerator(2048).keyID("k1").generate() : key;
        var token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims);
        token.sign(new RSASSASigner(signing));
        return token.serialize();
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        Hashing.sha256()
                                .update(verifier.getBytes(StandardCharsets.UTF_8))
                                .digest()
                                .toBytes());
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        var _ =
                request.response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", "application/json")
                        .end(body.encode());
    }

    @Override
    public void close() throws IOException {
        StaffSite.await(vertx.close());
    }
}
