package org.gongyuan.rehearsal.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.rehearsal.stage.SampleForm;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.server.FreePort;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.server.account.Passkeys;
import org.gongyuan.server.account.SignInPolicy;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.duty.Grant;
import org.gongyuan.server.node.NodeKeys;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.privacy.PersonKeys;
import org.gongyuan.server.record.Acknowledgement;
import org.gongyuan.server.record.AppendRefusal;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.store.Store;
import org.gongyuan.server.store.StoreSettings;
import org.gongyuan.trust.seal.Totp;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// `ops/bench console`: what the page “today” asks and searches over a million audit entries,
/// asked of a node over TLS, and the first load of the console in a browser.
public final class ConsoleBench {

    private static final long ENTRIES = 1_000_000;
    private static final int PEOPLE = 12;
    private static final int EACH = 50;
    private static final int WAITING = 4_096;
    private static final String PASSWORD = "a sentence to measure with";
    private static final Instant BEGUN = Instant.parse("2026-01-05T00:00:00Z");
    private static final List<String> OPERATIONS =
            List.of(
                    "readMe",
                    "listPeople",
                    "readPerson",
                    "listSittings",
                    "draftAct",
                    "searchAudit");

    private final Path folder;
    private final int port;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http;

    private ConsoleBench(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        http = HttpClient.newBuilder().sslContext(trusting(folder)).build();
    }

    /// Measures.
    public static Figures run() throws Exception {
        var folder = Files.createTempDirectory("gongyuan-console");
        int port = FreePort.next();
        var node = folder.resolve("node");
        var stage =
                Stage.set(
                        folder,
                        Stage.Setting.of(4)
                                .with(
                                        Map.of(
                                                "staff.console",
                                                "on",
                                                "staff.host",
                                                "127.0.0.1",
                                                "staff.port",
                                                Integer.toString(port),
                                                "staff.origin",
                                                "https://localhost:" + port,
                                                "staff.certificate",
                                                node.resolve("server.pem").toString(),
                                                "staff.key",
                                                node.resolve("server.key").toString(),
                                                "staff.per-minute",
                                                "100000",
                                                "staff.strangers-per-minute",
                                                "100000")));
        try (stage) {
            var bench = new ConsoleBench(folder, port);
            bench.writeLog();
            var codes = bench.invite();
            var _ = stage.open(Duration.ofHours(1));
            return bench.measure(codes, stage);
        } finally {
            delete(folder);
        }
    }

    private Figures measure(List<String> codes, Stage stage) throws Exception {
        var people = new ArrayList<String>();
        for (int i = 0; i < codes.size(); i++) {
            people.add(signIn(id(i), codes.get(i)));
        }
        long begun = System.nanoTime();
        ask(people.getFirst(), "/staff/audit?person=nobody.here");
        double behind = millis(System.nanoTime() - begun);
        var floor = new ArrayList<Double>();
        var today = new ArrayList<Double>();
        var search = new ArrayList<Double>();
        for (int round = 0; round < EACH; round++) {
            for (int i = 0; i < PEOPLE; i++) {
                var token = people.get(i);
                if (i % 2 == 0) {
                    search.add(timed(() -> ask(token, "/staff/audit?" + query(search.size()))));
                } else {
                    today.add(
                            timed(
                                    () -> {
                                        ask(token, "/staff/me");
                                        ask(token, "/staff/duties");
                                        ask(token, "/staff/waiting");
                                        ask(token, "/staff/examinations");
                                    }));
                    floor.add(timed(() -> nothing()));
                }
            }
        }
        var figures =
                Figures.of("console")
                        .with("today_p99_ms", quantile(today, 0.99))
                        .with("today_p50_ms", quantile(today, 0.5))
                        .with("audit_search_p99_ms", quantile(search, 0.99))
                        .with("audit_search_p50_ms", quantile(search, 0.5))
                        .with("audit_entries", ENTRIES)
                        .with("audit_searches", search.size())
                        .with("floor_request_p99_ms", quantile(floor, 0.99))
                        .with("index_behind_at_first_search_ms", behind)
                        .with("node_rss_mib", stage.node().residentKib() / 1024);
        var page = page();
        for (var key :
                List.of(
                        "first_load_kb",
                        "first_paint_ms",
                        "floor_paint_ms",
                        "long_tasks",
                        "longest_task_ms")) {
            figures.with(key, page.getDouble(key));
        }
        return figures;
    }

    /// Searches of an auditor: who, what came of it, a part of what it was upon, old days, replays,
    /// and words that nothing has, for which every row is looked at.
    private static String query(int number) {
        int day = number % 11;
        var from = BEGUN.plus(Duration.ofHours(7L * day));
        return switch (number % 8) {
            case 0 -> "person=staff.%d".formatted(number % 97);
            case 1 -> "outcome=not-permitted&where=all";
            case 2 -> "upon=case-%d".formatted(number * 31L % ENTRIES);
            case 3 -> "upon=nothing-of-the-kind&where=all";
            case 4 ->
                    "person=staff.%d&from=%s&until=%s&order=oldest&most=200"
                            .formatted(number % 97, from, from.plus(Duration.ofHours(7)));
            case 5 -> "person=staff.5&what=draftAct&outcome=self-approved";
            case 6 -> "until=%s&where=all".formatted(from);
            default -> "kind=audited&what=searchAudit&outcome=refused&order=oldest";
        };
    }

    // --- before the node runs

    private void writeLog() throws Exception {
        var keys = folder.resolve("node/data/keys");
        var origin = SampleForm.BODY + "/" + StaffLog.NAME + "/n1";
        var free = new Semaphore(WAITING);
        var freeing =
                new Acknowledgement() {
                    @Override
                    public void durable(long index) {
                        free.release();
                    }

                    @Override
                    public void refused(AppendRefusal why) {
                        throw new IllegalStateException(why.sentence());
                    }
                };
        var journalFolder = folder.resolve("node/data/" + StaffLog.NAME + "/journal");
        Files.createDirectories(journalFolder);
        try (var key = NodeKeys.checkpointKey(keys, Suite.INTL_1, new char[0], random);
                var journal = journal(journalFolder, origin)) {
            var public1 = Octets.of(key.verifyingKey().toBytes());
            free.acquire();
            journal.append(
                    Leaf.of(
                            new SittingEntry.LogOpened(
                                    BEGUN, origin, StaffLog.NAME, "n1", public1)),
                    new byte[0],
                    Urgency.TIME,
                    freeing);
            for (long i = 1; i < ENTRIES; i++) {
                free.acquire();
                journal.append(Leaf.of(entry(i)), new byte[0], Urgency.RESPONSE, freeing);
            }
            free.acquire(WAITING);
        }
    }

    private Journal journal(Path at, String origin) throws Exception {
        var settings = JournalSettings.standard(origin).withReserveSegments(0);
        return requireNonNull(
                ((JournalOpening.Ready) Journal.open(JournalFolder.at(at), settings, clock))
                        .journal());
    }

    private static SittingEntry.Audited entry(long i) {
        var outcome = i % 5_000 == 0 ? "not-permitted" : i % 3 == 0 ? "read" : "done";
        return new SittingEntry.Audited(
                BEGUN.plusMillis(i * 250),
                new StaffId("staff." + i * 7 % 97),
                OPERATIONS.get((int) (i % OPERATIONS.size())),
                "case-" + i,
                outcome,
                i % 4 == 0 ? "case " + i : "-");
    }

    private List<String> invite() throws IOException {
        var data = folder.resolve("node/data");
        try (var store = Store.open(new StoreSettings.Embedded(data.resolve("store"), "gongyuan"));
                var key = NodeKeys.staffKey(data.resolve("keys"), new char[0], random)) {
            var book =
                    new AccountBook(
                            store.accounts(), key, new PersonKeys(store.personKeys(), key, random));
            var invitations =
                    new Invitations(
                            book,
                            new Passkeys(URI.create("https://localhost:" + port)),
                            SignInPolicy.standard(),
                            clock,
                            random);
            var codes = new ArrayList<String>();
            var now = clock.instant();
            for (int i = 0; i < PEOPLE; i++) {
                var duty = new Duty(i % 2 == 0 ? "audit-administrator" : "exam-officer");
                var grant =
                        new Grant(
                                duty,
                                Area.ALL,
                                now,
                                now.plus(Duration.ofDays(1)),
                                new StaffId("bench"));
                var invited =
                        (Invitations.Outcome.Invited)
                                invitations.invite(new StaffId(id(i)), "测量 " + i, List.of(grant));
                codes.add(invited.code());
            }
            return codes;
        }
    }

    private static String id(int number) {
        return "measured." + number;
    }

    // --- over TLS

    private String signIn(String id, String code) throws Exception {
        var opened = post("/staff/invitations/open", new JsonObject().put("code", code));
        var secret = unbase32(new JsonObject(opened.body()).getString("totp"));
        long step = Totp.step(clock.instant());
        check(
                post(
                        "/staff/invitations/redeem",
                        new JsonObject()
                                .put("code", code)
                                .put("password", PASSWORD)
                                .put("totp", Totp.code(secret, step))));
        var in =
                check(
                        post(
                                "/staff/sign-in/password",
                                new JsonObject()
                                        .put("name", id)
                                        .put("password", PASSWORD)
                                        .put("code", Totp.code(secret, step + 1))));
        var cookie = in.headers().firstValue("set-cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private HttpResponse<String> post(String path, JsonObject body) throws Exception {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Gongyuan-Staff", "1")
                        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void ask(String token, String path) throws Exception {
        check(
                http.send(
                        request(path).header("Cookie", token).build(),
                        HttpResponse.BodyHandlers.ofString()));
    }

    /// The floor: a request for nothing, over the same connection.
    private void nothing() throws Exception {
        var _ = http.send(request("/staff/nothing").build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
    }

    private static HttpResponse<String> check(HttpResponse<String> answer) {
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(
                    "%s: %d %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
        return answer;
    }

    // --- in a browser

    private JsonObject page() throws Exception {
        X509Certificate certificate;
        try (var in = Files.newInputStream(folder.resolve("node/server.pem"))) {
            certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        var spki = Suite.INTL_1.digest(certificate.getPublicKey().getEncoded()).toBytes();
        var process =
                new ProcessBuilder(
                                "node",
                                "build/first-load.mjs",
                                "https://localhost:" + port,
                                Base64.getEncoder().encodeToString(spki))
                        .directory(Path.of("exam-server/console").toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the browser could not measure: " + said);
        }
        return new JsonObject(said);
    }

    // --- figures

    private interface Asking {

        void ask() throws Exception;
    }

    private static double timed(Asking what) throws Exception {
        long begun = System.nanoTime();
        what.ask();
        return millis(System.nanoTime() - begun);
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static double quantile(List<Double> times, double part) {
        var sorted = times.stream().sorted().toList();
        int at = (int) Math.ceil(part * sorted.size()) - 1;
        return sorted.get(Math.clamp(at, 0, sorted.size() - 1));
    }

    private static SSLContext trusting(Path folder) {
        try (var in = Files.newInputStream(folder.resolve("node/authority.pem"))) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (java.security.GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static byte[] unbase32(String text) {
        var bytes = new byte[text.length() * 5 / 8];
        long bits = 0;
        int count = 0;
        int at = 0;
        for (int i = 0; i < text.length() && at < bytes.length; i++) {
            bits = (bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes[at++] = (byte) (bits >> count);
            }
        }
        return bytes;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
