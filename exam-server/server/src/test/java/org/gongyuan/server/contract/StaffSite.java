package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.ExamServer;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.account.Passkeys.Assertion;
import org.gongyuan.server.account.TestAuthenticator;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.store.Store;
import org.gongyuan.server.store.StoreSettings;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A whole node with a staff port on loopback, and its people with their devices, all of it over
/// TLS.
final class StaffSite implements AutoCloseable {

    static final String ORIGIN = "https://localhost:7445";
    static final String SECOND = "he.fang";

    final LoopbackExam exam;
    final Map<String, TestAuthenticator> devices = new HashMap<>();
    final Map<String, String> handles = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final String origin;
    private final HttpClient http;
    private final Map<String, HttpClient> others = new HashMap<>();

    /// The token of the second security administrator.
    String second;

    /// What was answered, read whole. Every refusal has the code of a sentence of the node
    /// (`staff-contract.md` section 12), in whatever test it is met.
    record Answer(int status, Map<String, String> headers, String text) {

        Answer {
            if (status >= 400
                    && headers.getOrDefault("content-type", "").contains("problem+json")) {
                var code = new JsonObject(text).getString("code");
                assertTrue(
                        Arrays.stream(Sentence.values()).anyMatch(one -> one.code().equals(code)),
                        () -> "a refusal without a code of its own: " + text);
            }
        }

        JsonObject json() {
            return new JsonObject(text);
        }

        /// The word of a refusal, or an empty text.
        String word() {
            return status >= 400 && text.startsWith("{") ? json().getString("title") : "";
        }

        Optional<String> cookie() {
            return Optional.ofNullable(headers.get("set-cookie"))
                    .map(line -> line.substring(line.indexOf('=') + 1, line.indexOf(';')));
        }
    }

    StaffSite(Path folder) throws IOException {
        this(folder, Map.of());
    }

    StaffSite(Path folder, Map<String, String> more) throws IOException {
        exam = new LoopbackExam(folder, 3);
        exam.server.close();
        settings.put("staff.console", "on");
        settings.put("staff.host", "127.0.0.1");
        settings.put("staff.port", "0");
        settings.put("staff.certificate", folder.resolve("server.pem").toString());
        settings.put("staff.key", folder.resolve("server.key").toString());
        settings.put("staff.origin", ORIGIN);
        settings.put("staff.per-minute", "100000");
        settings.put("staff.strangers-per-minute", "100000");
        settings.putAll(more);
        origin = settings.get("staff.origin");
        exam.server = exam.start("node-1", settings);
        http =
                exam.client()
                        .createHttpClient(exam.trusting(), new PoolOptions().setHttp1MaxSize(4));
    }

    /// The node started again on the same data.
    ExamServer restart() throws IOException {
        return exam.start("node-1", settings);
    }

    /// A connection over which nothing is said yet, from an address of loopback.
    SSLSocket socket(String from) throws Exception {
        var everybody =
                new X509TrustManager() {
                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public X509Certificate[] getAcceptedIssuers() {
                        return new X509Certificate[0];
                    }
                };
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {everybody}, new SecureRandom());
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(
                                InetAddress.ofLiteral("127.0.0.1"),
                                port(),
                                InetAddress.ofLiteral(from),
                                0);
    }

    /// Another node of the same body, with the same settings.
    ExamServer another(String name) throws IOException {
        return exam.start(name, settings);
    }

    /// The first that a node's stream tells somebody who heard of this last.
    Answer watch(ExamServer node, String token, String lastHeard) {
        var headers = browser(Optional.of(token));
        headers.put("Last-Event-ID", lastHeard);
        int port = node.staffOffice().orElseThrow().port().port();
        return send(http, port, "GET", "/staff/waiting/stream", headers, Buffer.buffer());
    }

    /// The node begins anew, so long before the test began, and has seen nothing.
    void beganBefore(Duration by) throws IOException {
        exam.server.close();
        try (var files = Files.walk(exam.folder.resolve("data-node-1"))) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        exam.server =
                exam.start("node-1", settings, () -> InstantSource.system().instant().minus(by));
    }

    /// The node goes down and starts again when so much time has passed since the test began.
    void goesOnAfter(Duration passed) throws IOException {
        goesOnAfter(passed, _ -> {});
    }

    /// The same, and somebody changes something in the store while it is down.
    void goesOnAfter(Duration passed, Consumer<Store> change) throws IOException {
        exam.server.close();
        var data = exam.folder.resolve("data-node-1");
        var embedded = new StoreSettings.Embedded(data.resolve("store"), "gongyuan");
        try (var store = Store.open(embedded)) {
            change.accept(store);
        }
        exam.server =
                exam.start("node-1", settings, () -> InstantSource.system().instant().plus(passed));
    }

    int port() {
        return exam.server.staffOffice().orElseThrow().port().port();
    }

    /// Asks as a browser of this origin would.
    Answer ask(String method, String path, Optional<String> token, JsonObject body) {
        var headers = ours(token);
        return ask(method, path, headers, body == null ? "" : body.encode());
    }

    /// The same at the origin this site has, which may be another.
    private Map<String, String> ours(Optional<String> token) {
        var headers = browser(token);
        headers.put("Origin", origin);
        return headers;
    }

    static Map<String, String> browser(Optional<String> token) {
        var headers = new HashMap<String, String>();
        headers.put("Origin", ORIGIN);
        headers.put("Sec-Fetch-Site", "same-origin");
        headers.put("Gongyuan-Staff", "1");
        headers.put("Content-Type", "application/json");
        token.ifPresent(value -> headers.put("Cookie", "__Host-gongyuan-staff=" + value));
        return headers;
    }

    /// Sends a file as a browser of this origin would.
    Answer upload(String path, Optional<String> token, byte[] body) {
        var headers = ours(token);
        headers.put("Content-Type", "application/octet-stream");
        return send("PUT", path, headers, Buffer.buffer(body));
    }

    Answer ask(String method, String path, Map<String, String> headers, String body) {
        return send(method, path, headers, Buffer.buffer(body));
    }

    /// Asks as a browser of this origin would, from another address of loopback.
    Answer askFrom(String address, String method, String path, Optional<String> token) {
        return askFrom(address, method, path, ours(token));
    }

    Answer askFrom(String address, String method, String path, Map<String, String> headers) {
        var client =
                others.computeIfAbsent(
                        address,
                        from ->
                                exam.client()
                                        .createHttpClient(exam.trusting().setLocalAddress(from)));
        return send(client, method, path, headers, Buffer.buffer());
    }

    private Answer send(String method, String path, Map<String, String> headers, Buffer body) {
        return send(http, method, path, headers, body);
    }

    private Answer send(
            HttpClient from, String method, String path, Map<String, String> headers, Buffer body) {
        return send(from, port(), method, path, headers, body);
    }

    private Answer send(
            HttpClient from,
            int port,
            String method,
            String path,
            Map<String, String> headers,
            Buffer body) {
        return await(
                from.request(HttpMethod.valueOf(method), port, "localhost", path)
                        .compose(
                                request -> {
                                    headers.forEach(request::putHeader);
                                    if (body.length() == 0) {
                                        request.headers().remove("Content-Type");
                                    }
                                    // Asked for before it is sent: a body that comes before
                                    // anybody asks for it is lost.
                                    var answer = request.response().compose(StaffSite::read);
                                    return request.send(body).compose(_ -> answer);
                                }));
    }

    private static Future<Answer> read(HttpClientResponse response) {
        var headers = new HashMap<String, String>();
        response.headers()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        if (headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
            var first = io.vertx.core.Promise.<Answer>promise();
            response.handler(
                    chunk -> {
                        if (first.tryComplete(
                                new Answer(response.statusCode(), headers, chunk.toString()))) {
                            var _ = response.request().connection().close();
                        }
                    });
            response.exceptionHandler(_ -> {});
            return first.future();
        }
        return response.body()
                .map(body -> new Answer(response.statusCode(), headers, body.toString()));
    }

    /// The first security administrator, signed in; the second, who approves what he grants, comes
    /// in with him.
    String firstAdministrator(String id) {
        redeem(id, first(id, "赵敏"));
        redeem(SECOND, first(SECOND, "何芳"));
        second = signIn(SECOND);
        return signIn(id);
    }

    private String first(String id, String name) {
        var office = exam.server.staffOffice().orElseThrow();
        return ((Invitations.Outcome.Invited) office.firstAdministrator(new StaffId(id), name))
                .code();
    }

    /// Invites a person and lets him make a passkey.
    void invite(String admin, String id) {
        var invited =
                ask(
                        "POST",
                        "/staff/people",
                        Optional.of(admin),
                        new JsonObject().put("person", id).put("name", "李伟"));
        assertEquals(201, invited.status(), invited.text());
        redeem(id, invited.json().getString("code"));
    }

    void redeem(String id, String code) {
        var opened =
                ask(
                        "POST",
                        "/staff/invitations/open",
                        Optional.empty(),
                        new JsonObject().put("code", code));
        assertEquals(200, opened.status(), opened.text());
        var device = new TestAuthenticator(origin, "localhost");
        var made = device.register(Offices.decoded(opened.json().getString("challenge")));
        var redeemed =
                ask(
                        "POST",
                        "/staff/invitations/redeem",
                        Optional.empty(),
                        new JsonObject()
                                .put("code", code)
                                .put(
                                        "passkey",
                                        new JsonObject()
                                                .put(
                                                        "attestation",
                                                        text(made.attestation().toBytes()))
                                                .put("client", text(made.client().toBytes()))));
        assertEquals(204, redeemed.status(), redeemed.text());
        devices.put(id, device);
        handles.put(id, opened.json().getString("handle"));
    }

    /// Gives a person a duty for a day, as two administrators do.
    ///
    /// @param admin the token of the first administrator
    /// @param by who he is
    void grant(String admin, String by, String id, String duty, String area) {
        var proposed = propose(admin, by, granting(id, duty, area));
        var approved = approve(second, SECOND, proposed);
        assertEquals(200, approved.status(), approved.text());
        assertEquals(true, approved.json().getBoolean("done"), approved.text());
    }

    /// The same by the administrator of most tests, zhao.
    void grant(String admin, String id, String duty, String area) {
        grant(admin, "zhao", id, duty, area);
    }

    JsonObject granting(String id, String duty, String area) {
        var now = exam.server.clock().instant();
        return new JsonObject()
                .put("kind", "grant-duty")
                .put("reason", "roster of staff 2026-3")
                .put("person", id)
                .put("duty", duty)
                .put("area", area)
                .put("from", now.minusSeconds(1).toString())
                .put("until", now.plus(Duration.ofDays(1)).toString());
    }

    String person(String admin, String id, String duty) {
        invite(admin, id);
        grant(admin, id, duty, "all");
        return signIn(id);
    }

    Answer challenge() {
        return ask("POST", "/staff/sign-in/challenge", Optional.empty(), new JsonObject());
    }

    JsonObject passkeySignIn(String id, String challenge) {
        return new JsonObject()
                .put("challenge", challenge)
                .put("handle", handles.get(id))
                .put("assertion", json(devices.get(id).answer(Offices.decoded(challenge))));
    }

    String signIn(String id) {
        var in =
                ask(
                        "POST",
                        "/staff/sign-in/passkey",
                        Optional.empty(),
                        passkeySignIn(id, challenge().json().getString("challenge")));
        assertEquals(204, in.status(), in.text());
        return in.cookie().orElseThrow();
    }

    JsonObject proof(String id, String challenge) {
        return new JsonObject()
                .put("assertion", json(devices.get(id).answer(Offices.decoded(challenge))));
    }

    static JsonObject json(Assertion answer) {
        return new JsonObject()
                .put("credential", text(answer.credential().toBytes()))
                .put("authenticator", text(answer.authenticator().toBytes()))
                .put("client", text(answer.client().toBytes()))
                .put("signature", text(answer.signature().toBytes()));
    }

    static JsonObject voiding(String scope) {
        return new JsonObject()
                .put("kind", "void")
                .put("sitting", LoopbackExam.SITTING.text())
                .put("scope", scope)
                .put("cause", "breach")
                .put("reason", "case 2026-17");
    }

    /// The rules of a sitting, to be drafted.
    static JsonObject rules(java.time.Instant starts, String form) {
        return new JsonObject()
                .put("preset", "open")
                .put("starts", starts.toString())
                .put("lengthMillis", 3_600_000)
                .put("noticeMillis", 600_000)
                .put("posture", "noted")
                .put("limitMillis", 600_000)
                .put("form", form);
    }

    /// Uploads a file; its name, to be used once.
    String upload(String token, byte[] bytes) {
        var begun =
                ask(
                        "POST",
                        "/staff/uploads",
                        Optional.of(token),
                        new JsonObject().put("bytes", bytes.length));
        assertEquals(201, begun.status(), begun.text());
        var name = begun.json().getString("upload");
        var put = put(token, name, bytes);
        assertEquals(204, put.status(), put.text());
        return name;
    }

    Answer put(String token, String name, byte[] bytes) {
        var headers = ours(Optional.of(token));
        headers.put("Content-Type", "application/octet-stream");
        return send("PUT", "/staff/uploads/" + name, headers, Buffer.buffer(bytes));
    }

    /// Drafts and proposes an act; its id and the challenge for its approver are in the answer.
    JsonObject propose(String token, String id, JsonObject draft) {
        var drafted = ask("POST", "/staff/acts/draft", Optional.of(token), draft);
        assertEquals(200, drafted.status(), drafted.text());
        var proposed =
                ask(
                        "POST",
                        "/staff/acts",
                        Optional.of(token),
                        new JsonObject()
                                .put("act", drafted.json().getString("act"))
                                .put("proof", proof(id, drafted.json().getString("challenge"))));
        assertEquals(201, proposed.status(), proposed.text());
        return proposed.json();
    }

    Answer approve(String token, String id, JsonObject proposed) {
        return ask(
                "POST",
                "/staff/acts/" + proposed.getString("id") + "/approval",
                Optional.of(token),
                new JsonObject().put("proof", proof(id, proposed.getString("challenge"))));
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        exam.close();
    }
}
