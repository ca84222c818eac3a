package org.gongyuan.server.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.result.PublicAnswers;
import org.gongyuan.server.result.PublicReceipts;
import org.gongyuan.server.scoring.HeldSitting;
import org.gongyuan.server.scoring.Marks;
import org.gongyuan.server.scoring.Results;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResultKey;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.share.Share;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayName("The public port")
class PublicPortTest {

    private static final SittingId SITTING = new SittingId("2026-a1");
    private static final Instant NOW = Instant.parse("2026-06-04T04:00:00Z");

    @TempDir private Path folder;
    private final PublicAnswers answers = new PublicAnswers();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HeldSitting held;
    private Results results;
    private PublicRoutes routes;
    private PublicPort port;

    /// One candidate passed, one failed, one was voided, one was absent.
    @BeforeEach
    void hold() throws Exception {
        held = new HeldSitting(folder);
        var good = held.admit("good");
        held.respond(good, HeldSitting.CHOICE, "A");
        held.respond(good, HeldSitting.NUMBER, "7");
        var essay = held.respond(good, HeldSitting.ESSAY, "An essay.");
        held.submit(good);
        var poor = held.admit("poor");
        held.respond(poor, HeldSitting.NUMBER, "8");
        held.expire(poor);
        held.voided(held.admit("cheat"));
        held.absent("away");
        held.close(HeldSitting.NOON.plusSeconds(6000));
        try (var key = held.markingKey();
                var node = SealingKeyPair.generate(HeldSitting.SUITE, Purpose.NODE, held.random)) {
            var marks =
                    held.marked(
                            List.of(
                                    new Marks.Mark(
                                            good,
                                            HeldSitting.ESSAY,
                                            essay,
                                            HeldSitting.points("7"),
                                            HeldSitting.points("8"),
                                            Optional.empty())));
            var scored = held.scoring(List.of(marks)).run("run-1", held.record(), key);
            var shares = new ArrayList<Share>();
            for (var approver : held.approvers.subList(0, 2)) {
                shares.add(scored.sealed().handIn(approver, node.publicKey()).open(node));
            }
            results = scored.sealed().open(key(scored.sealed().combine(shares))).results();
        }
        listen(10_000);
    }

    private static ResultKey key(org.gongyuan.bank.sealing.Gathering<ResultKey> gathered) {
        return ((org.gongyuan.bank.sealing.Gathering.Complete<ResultKey>) gathered).key();
    }

    private void listen(int perMinute) {
        routes = new PublicRoutes(answers, InstantSource.fixed(NOW), perMinute);
        port = new PublicPort(new HttpServerOptions().setHost("127.0.0.1").setPort(0), routes);
        await(
                vertx.deployVerticle(
                        port,
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    }

    @AfterEach
    void end() throws Exception {
        http.close();
        await(vertx.close());
        held.close();
    }

    private void publish() throws Exception {
        var admission = AdmissionKey.generate(HeldSitting.SUITE, held.random);
        answers.publish(
                SITTING,
                results,
                held.roster().keptUnder(admission),
                held.record().candidates(),
                List.of(
                        new PublicReceipts.Log(
                                HeldSitting.ORIGIN,
                                List.of(
                                        new NoteKey(
                                                HeldSitting.ORIGIN,
                                                held.checkpointKey.verifyingKey())))));
    }

    /// All that can be asked for: right and wrong, there and not, malformed.
    private static Map<String, String> askings() {
        var askings = new LinkedHashMap<String, String>();
        for (var name : List.of("good", "poor", "cheat", "away", "unknown")) {
            askings.put(name, query("2026-a1", "T-" + name, "secret-" + name));
        }
        askings.put("wrong secret", query("2026-a1", "T-good", "secret-poor"));
        askings.put("long secret", query("2026-a1", "T-good", "x".repeat(3_000)));
        askings.put("no secret", "{\"sitting\":\"2026-a1\",\"ticket\":\"T-good\"}");
        askings.put("number", "{\"sitting\":\"2026-a1\",\"ticket\":7,\"secret\":[]}");
        return askings;
    }

    private static String query(String sitting, String ticket, String secret) {
        return new JsonObject()
                .put("sitting", sitting)
                .put("ticket", ticket)
                .put("secret", secret)
                .encode();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    /// Status, headers and body, as one text.
    private String seen(String path, String body) throws Exception {
        var response = post(path, body);
        return response.statusCode() + "\n" + response.headers().map() + "\n" + response.body();
    }

    @Test
    void tellsEverybodyTheSameBytesAndLooksNothingUpBeforePublication() throws Exception {
        var seen = new HashSet<String>();
        for (var asking : askings().values()) {
            seen.add(seen("/public/results", asking));
        }
        seen.add(seen("/public/results", query("another", "T-good", "secret-good")));
        seen.add(seen("/public/results", ""));
        seen.add(seen("/public/results", "{"));
        seen.add(seen("/public/results", "[1]"));
        seen.add(seen("/public/receipts", "hello"));
        seen.add(seen("/public/receipts", receipt(SessionEntry.Submitted.class).toText()));

        assertEquals(1, seen.size(), seen::toString);
        assertTrue(seen.iterator().next().endsWith("{\"state\":\"unpublished\"}"), seen::toString);
        assertEquals(0, answers.lookups(), "nothing is looked up, so time tells nothing");
        assertEquals(askings().size() + 6, routes.asked());
    }

    @Test
    void doesTheSameWorkForEverybodyAfterPublicationAndTellsOnlyWhoProves() throws Exception {
        publish();
        var told = new LinkedHashMap<String, String>();
        for (var asking : askings().entrySet()) {
            long before = answers.lookups();
            told.put(asking.getKey(), seen("/public/results", asking.getValue()));
            assertEquals(before + 1, answers.lookups(), asking.getKey());
        }

        assertTrue(told.get("good").contains("\"level\":\"qualified\""), told.get("good"));
        assertTrue(told.get("poor").contains("\"outcome\":\"failed\""), told.get("poor"));
        assertTrue(told.get("cheat").contains("\"outcome\":\"void\""), told.get("cheat"));
        assertTrue(told.get("away").contains("\"outcome\":\"absent\""), told.get("away"));
        var nothing = told.get("unknown");
        assertTrue(nothing.endsWith("{\"state\":\"published\",\"result\":null}"), nothing);
        for (var other : List.of("wrong secret", "long secret", "no secret", "number")) {
            assertEquals(nothing, told.get(other), other);
        }
        long before = answers.lookups();
        var elsewhere = seen("/public/results", query("2026-b2", "T-good", "secret-good"));
        assertTrue(elsewhere.endsWith("{\"state\":\"unpublished\"}"), elsewhere);
        assertEquals(before, answers.lookups());
    }

    private Receipt receipt(Class<? extends SessionEntry> kind) throws Exception {
        var size = held.journal.size();
        var note = new String(held.checkpoint(), StandardCharsets.UTF_8);
        for (var index = 0L; index < size; index++) {
            var leaf = held.journal.reader().entry(index).leaf();
            if (kind.isInstance(Leaf.read(leaf))) {
                return new Receipt(
                        Octets.of(leaf), index, held.journal.inclusion(index, size).path(), note);
            }
        }
        throw new AssertionError("no such entry");
    }

    @Test
    void saysWhichScoreWasComputedFromAReceipt() throws Exception {
        publish();
        var good = receipt(SessionEntry.Submitted.class);
        var answer = new JsonObject(post("/public/receipts", good.toText()).body());
        assertTrue(answer.getBoolean("inRecord"), answer::encode);
        assertEquals("10.5", answer.getString("points"));

        var moved = new Receipt(good.leaf(), good.index() + 1, good.proof(), good.checkpoint());
        assertEquals(
                "not-included",
                new JsonObject(post("/public/receipts", moved.toText()).body())
                        .getString("because"));
        assertEquals(
                "not-a-receipt",
                new JsonObject(post("/public/receipts", "hello").body()).getString("because"));
        var elsewhere =
                new Receipt(
                        good.leaf(),
                        good.index(),
                        good.proof(),
                        good.checkpoint().replace("2026-a1", "2026-b2"));
        assertEquals(
                "{\"state\":\"unpublished\"}", post("/public/receipts", elsewhere.toText()).body());
    }

    @Test
    void tellsWhoAsksTooOftenSoWhateverHeAsksFor() throws Exception {
        listen(3);
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    200, post("/public/results", query("2026-a1", "T-" + i, "s")).statusCode());
        }
        var limited = post("/public/results", query("2026-a1", "T-good", "secret-good"));
        assertEquals(429, limited.statusCode());
        assertEquals("21", limited.headers().firstValue("Retry-After").orElse(""));
        assertEquals("", limited.body());
        assertEquals(429, post("/public/receipts", "hello").statusCode());
        assertEquals(2, routes.limited());
    }

    @Test
    void letsNobodyTryOneTicketOverAndOver() throws Exception {
        publish();
        int answered = 0;
        for (int i = 0; i < 31; i++) {
            if (post("/public/results", query("2026-a1", "T-good", "guess-" + i)).statusCode()
                    == 200) {
                answered++;
            }
        }
        assertEquals(30, answered);
        assertEquals(
                429,
                post("/public/results", query("2026-a1", "T-good", "secret-good")).statusCode());
        assertEquals(
                200,
                post("/public/results", query("2026-a1", "T-poor", "secret-poor")).statusCode());
    }

    @Test
    void servesNothingElse() throws Exception {
        for (var path : List.of("/health", "/metrics", "/orders", "/sittings/2026-a1/status")) {
            assertEquals(404, post(path, "").statusCode(), path);
        }
        assertEquals(413, post("/public/results", "x".repeat(5_000)).statusCode());
        assertEquals(413, post("/public/receipts", "x".repeat(20_000)).statusCode());
        var got =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + port.port()
                                                        + "/public/results?ticket=T-good"))
                                .build(),
                        BodyHandlers.ofString());
        assertNotEquals(200, got.statusCode(), "a secret in an address would stay in logs");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
